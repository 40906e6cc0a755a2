"""Gemini as a language model of the harness, through the `google-genai` SDK.

The answer is text held to a JSON schema (generateContent, `responseJsonSchema`). The key is GEMINI_API_KEY; the SDK
also reads GOOGLE_GEMINI_BASE_URL.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import httpx2
from google import genai
from google.genai import errors, types

from runtime.errors import ProviderError
from simulator.models.chat import Answer, Said, Schema

MAX_TOKENS: Final = 500
TIMEOUT_MS: Final = 30_000


@dataclass(frozen=True)
class Gemini:
    """One model of Google's."""

    model: str
    api_key: str
    base_url: str | None = None

    @property
    def identity(self) -> Mapping[str, str]:
        """Who it is."""
        return {"provider": "gemini", "model": self.model, "max_tokens": str(MAX_TOKENS), "thinking": "0"}

    @cached_property
    def _client(self) -> genai.Client:
        options = types.HttpOptions(
            base_url=self.base_url, timeout=TIMEOUT_MS, retry_options=types.HttpRetryOptions(attempts=1)
        )
        return genai.Client(api_key=self.api_key, http_options=options)

    def close(self) -> None:
        """Close the connections that it keeps."""
        self._client.close()

    def ask(self, system: str, messages: Sequence[Said], schema: Schema) -> Answer:
        """Return one JSON object. Raises: ProviderError."""
        contents = [
            types.Content(role="user" if each.role == "user" else "model", parts=[types.Part(text=each.text)])
            for each in messages
        ]
        config = types.GenerateContentConfig(
            system_instruction=system,
            response_mime_type="application/json",
            response_json_schema=dict(schema),
            max_output_tokens=MAX_TOKENS,
            thinking_config=types.ThinkingConfig(thinking_budget=0),
        )
        try:
            answer = self._client.models.generate_content(model=self.model, contents=contents, config=config)
        except errors.APIError as error:
            retryable = error.code >= 500 or error.code in (408, 429)
            raise ProviderError("gemini", f"{error.code} {error.message}", retryable=retryable) from error
        except httpx2.HTTPError as error:
            raise ProviderError("gemini", f"{type(error).__name__}: {error}", retryable=True) from error
        return _answer(answer)


def _answer(answer: types.GenerateContentResponse) -> Answer:
    try:
        found = json.loads(answer.text or "")
    except json.JSONDecodeError as error:
        raise ProviderError("gemini", "an answer that is no JSON", retryable=False) from error
    if not isinstance(found, dict):
        raise ProviderError("gemini", "an answer that is no object", retryable=False)
    return found
