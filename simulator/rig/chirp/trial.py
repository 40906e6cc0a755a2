"""A tester of our own at our own door: one short call in real time, spoken by espeak, with an interruption."""

from dataclasses import dataclass, field
from typing import Final

from runtime.audio import Pcm
from simulator.chirp.client import Heard, Says, dial
from simulator.chirp.door import Door
from simulator.chirp.halfband import Upsampler
from simulator.persona import Persona
from simulator.rig.bench import bench, voices
from simulator.rig.phone import fluent

SCENARIO: Final = "pide_una_persona_a_media_llamada"
PERSONA: Final = "adela_rios"


def wideband(pcm: Pcm) -> bytes:
    """Return PCM16 at 8 kHz as PCM16 at 16 kHz, whole."""
    up = Upsampler()
    return up.convert(pcm) + up.flush()


def spoken(persona: Persona, text: str) -> bytes:
    """Return a sentence in a driver's voice, at 16 kHz. Raises: ProviderError."""
    return wideband(fluent(bench().engine.render(text, voices()[persona.voice])).pcm)


def plot(persona: Persona) -> list[Says]:
    """Return what he says: he picks up, it is he, and he breaks in on the trip to ask for a person."""
    return [
        Says("¿Bueno?", spoken(persona, "¿Bueno?"), 0.2, at_once=True),
        Says("Sí, ella habla.", spoken(persona, "Sí, ella habla.")),
        Says(
            "Oiga, mejor páseme con una persona.",
            spoken(persona, "Oiga, mejor páseme con una persona."),
            2.0,
            breaks_in=True,
        ),
    ]


@dataclass(slots=True)
class Trial:
    """Dials the door that is open, and keeps what was heard."""

    persona: Persona
    user: str = ""
    password: str = ""
    heard: list[Heard] = field(default_factory=list)

    async def __call__(self, door: Door) -> None:
        """Hold the call, and wait until it is written."""
        url = f"ws://127.0.0.1:{door.port}"
        self.heard.append(await dial(url, plot(self.persona), self.user, self.password))
        await door.over.wait()
