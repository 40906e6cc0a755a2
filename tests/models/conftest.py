"""Anthropic's and Google's wires on loopback, for the real SDKs: each answers what the test put into it."""

import json
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest


class Vendor:
    """A server of one vendor: `answers` are JSON objects, or HTTP statuses to fail with; `asked` is what came."""

    def __init__(self) -> None:
        self.answers: list[Any] = []
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.url = ""

    def answer(self, path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Return status and body of the answer to a request."""
        self.asked.append(body)
        answer = self.answers.pop(0)
        if isinstance(answer, int):
            return answer, {"type": "error", "error": {"type": "overloaded_error", "message": "no", "code": answer}}
        if path.startswith("/v1/messages"):
            return 200, _message(answer)
        return 200, _generated(answer)


def _message(answer: Any) -> dict[str, Any]:
    """Return a Messages API answer: the forced tool's input, or text where the answer is text."""
    block = {"type": "tool_use", "id": "t1", "name": "responder", "input": answer}
    if isinstance(answer, str):
        block = {"type": "text", "text": answer}
    usage = {"input_tokens": 10, "output_tokens": 5}
    head = {"id": "m1", "type": "message", "role": "assistant", "model": "claude-test"}
    return head | {"content": [block], "stop_reason": "tool_use", "stop_sequence": None, "usage": usage}


def _generated(answer: Any) -> dict[str, Any]:
    """Return a generateContent answer whose text is the JSON."""
    text = answer if isinstance(answer, str) else json.dumps(answer)
    content = {"role": "model", "parts": [{"text": text}]}
    return {"candidates": [{"content": content, "finishReason": "STOP", "index": 0}], "modelVersion": "gemini-test"}


@pytest.fixture
def vendor() -> Iterator[Vendor]:
    """A server on loopback."""
    served = Vendor()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            served.headers.append({name.lower(): value for name, value in self.headers.items()})
            status, answer = served.answer(self.path, body)
            packed = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(packed)))
            self.end_headers()
            self.wfile.write(packed)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield served
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(params=["claude", "gemini"])
def chat(request: pytest.FixtureRequest, vendor: Vendor) -> Iterator[Any]:
    """Each vendor's model in turn, on its real SDK."""
    from simulator.models.claude import Claude
    from simulator.models.gemini import Gemini

    make: Callable[..., Any] = {"claude": Claude, "gemini": Gemini}[request.param]
    made = make("test-model", "test-key", vendor.url)
    yield made
    made.close()
