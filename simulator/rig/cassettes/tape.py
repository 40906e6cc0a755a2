"""What may stand between a call and its providers: a recorder, a player, or nothing."""

from collections.abc import Callable
from typing import Final, Protocol

from runtime.pipeline.ports import (
    LanguageModel,
    SpeechToText,
    TextToSpeech,
)
from simulator.models.chat import Chat
from simulator.rig.cassettes.cassette import Identity
from simulator.rig.oracle import HeardFinal


class Ears(SpeechToText, Protocol):
    """Ears that say what was really said: `finals[i]` belongs to the i-th end of a turn."""

    finals: list[HeardFinal]


class Tape(Protocol):
    """What stands between a call and its providers."""

    def ears(self, inner: Ears, who: Identity) -> Ears:
        """Return ears for the call."""

    def model(self, inner: LanguageModel, who: Identity) -> LanguageModel:
        """Return a model for the call."""

    def voice(self, inner: TextToSpeech, who: Identity) -> TextToSpeech:
        """Return a voice for the call."""

    def chat(self, make: Callable[[], Chat]) -> Chat:
        """Return the language model that plays the driver; `make` is asked for it only if it is needed."""


class _NoTape:
    """Nothing is recorded, nothing replayed."""

    def ears(self, inner: Ears, who: Identity) -> Ears:
        """Return the ears as they are."""
        return inner

    def model(self, inner: LanguageModel, who: Identity) -> LanguageModel:
        """Return the model as it is."""
        return inner

    def voice(self, inner: TextToSpeech, who: Identity) -> TextToSpeech:
        """Return the voice as it is."""
        return inner

    def chat(self, make: Callable[[], Chat]) -> Chat:
        """Return the driver's model as it is."""
        return make()


NO_TAPE: Final = _NoTape()
