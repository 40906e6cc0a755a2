"""Claude as a language model of the harness, through the `anthropic` SDK.

The answer is the input of a tool that it must call (Messages API, `tool_choice`). The key is ANTHROPIC_API_KEY; the SDK
also reads ANTHROPIC_BASE_URL. It is never retried: the SDK would obey a `retry-after` of any length.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, cast

import anthropic
import httpx2
from anthropic.types import MessageParam, ToolParam

from runtime.errors import ProviderError
from simulator.models.chat import Answer, Said, Schema

TOOL: Final = "responder"
MAX_TOKENS: Final = 500
TIMEOUT_SECONDS: Final = 30.0


@dataclass(frozen=True)
class Claude:
    """One model of Anthropic's."""

    model: str
    api_key: str
    base_url: str | None = None

    @property
    def identity(self) -> Mapping[str, str]:
        """Who it is."""
        return {"provider": "anthropic", "model": self.model, "max_tokens": str(MAX_TOKENS)}

    @cached_property
    def _client(self) -> anthropic.Anthropic:
        return anthropic.Anthropic(api_key=self.api_key, base_url=self.base_url, max_retries=0, timeout=TIMEOUT_SECONDS)

    def close(self) -> None:
        """Close the connections that it keeps."""
        self._client.close()

    def ask(self, system: str, messages: Sequence[Said], schema: Schema) -> Answer:
        """Return one JSON object. Raises: ProviderError."""
        said = cast("list[MessageParam]", [{"role": each.role, "content": each.text} for each in messages])
        tool: ToolParam = {
            "name": TOOL,
            "description": "Tu única manera de contestar.",
            "input_schema": dict(schema),
        }
        try:
            message = self._client.messages.create(
                model=self.model,
                max_tokens=MAX_TOKENS,
                system=system,
                messages=said,
                tools=[tool],
                tool_choice={"type": "tool", "name": TOOL},
            )
        except anthropic.APIStatusError as error:
            retryable = error.status_code >= 500 or error.status_code in (408, 429)
            raise ProviderError("anthropic", f"{error.status_code} {error.message}", retryable=retryable) from error
        except (anthropic.APIError, httpx2.HTTPError) as error:
            raise ProviderError("anthropic", f"{type(error).__name__}: {error}", retryable=True) from error
        return _answer(message)


def _answer(message: anthropic.types.Message) -> Answer:
    for block in message.content:
        if block.type == "tool_use" and isinstance(block.input, dict):
            answer: dict[str, Any] = dict(block.input)
            return answer
    raise ProviderError("anthropic", f"no answer ({message.stop_reason})", retryable=False)
