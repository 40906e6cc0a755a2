"""Every language model of the harness keeps one contract, on its real SDK against its wire on loopback."""

from typing import Any

import pytest

from runtime.errors import ProviderError
from simulator.models.chat import Said
from simulator.models.named import NoModel, chat_named

pytestmark = pytest.mark.network

SCHEMA = {"type": "object", "properties": {"dice": {"type": "string"}}, "required": ["dice"]}


def test_it_answers_with_one_object(chat: Any, vendor: Any) -> None:
    vendor.answers = [{"dice": "¿Bueno?"}]

    answer = chat.ask("Eres él.", [Said("user", "(Suena.)"), Said("assistant", "{}"), Said("user", "Hola")], SCHEMA)

    assert answer == {"dice": "¿Bueno?"}
    assert "Eres él." in str(vendor.asked[0]) and "Hola" in str(vendor.asked[0]) and "dice" in str(vendor.asked[0])
    assert "test-key" in str(vendor.headers[0])


def test_it_says_who_it_is(chat: Any) -> None:
    assert chat.identity["model"] == "test-model" and chat.identity["provider"] in ("anthropic", "gemini")
    assert "test-key" not in str(dict(chat.identity))


@pytest.mark.parametrize(("status", "retryable"), [(429, True), (503, True), (401, False), (400, False)])
def test_a_refusal_is_one_kind_of_failure_and_is_asked_once(
    chat: Any, vendor: Any, status: int, retryable: bool
) -> None:
    vendor.answers = [status, {"dice": "otra vez"}]

    with pytest.raises(ProviderError) as caught:
        chat.ask("Eres él.", [Said("user", "Hola")], SCHEMA)

    assert caught.value.retryable is retryable and len(vendor.asked) == 1


def test_an_answer_that_is_no_object_is_a_failure(chat: Any, vendor: Any) -> None:
    vendor.answers = ["pues mire"]

    with pytest.raises(ProviderError):
        chat.ask("Eres él.", [Said("user", "Hola")], SCHEMA)


def test_nobody_at_the_other_end_is_a_failure(chat: Any) -> None:
    object.__setattr__(chat, "base_url", "http://127.0.0.1:9")

    with pytest.raises(ProviderError) as caught:
        chat.ask("Eres él.", [Said("user", "Hola")], SCHEMA)

    assert caught.value.retryable


def test_without_a_key_the_variable_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ANTHROPIC_API_KEY", "GEMINI_API_KEY"):
        monkeypatch.delenv(name, raising=False)

    with pytest.raises(NoModel, match="ANTHROPIC_API_KEY or GEMINI_API_KEY"):
        chat_named()
    with pytest.raises(NoModel, match="set GEMINI_API_KEY"):
        chat_named("gemini")


def test_the_model_is_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEMINI_API_KEY", "k")
    monkeypatch.setenv("KARLA_GEMINI_MODEL", "gemini-otro")

    assert chat_named("gemini").identity["model"] == "gemini-otro"
