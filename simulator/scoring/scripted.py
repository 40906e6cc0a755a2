"""A call written down by hand, for tests of the scoring and for rigs that play no audio."""

from typing import Self

from simulator.scoring.ledger import Ledger

GREETING = (
    "Buenas tardes, habla Karla, asistente virtual de Fletes del Norte; esta llamada se graba."
    " ¿Hablo con Jesús Treviño?"
)


class ScriptedCall:
    """Builds a ledger. Every method takes seconds since the answer and returns the call itself."""

    def __init__(self, by: str = "driver") -> None:
        self.ledger = Ledger()
        self._utterances = 0
        self.note(0.0, "call.answer", by=by)

    def note(self, t: float, event: str, **data: object) -> Self:
        """Note any event."""
        self.ledger.note_at(t, event, **data)
        return self

    def driver(self, start: float, end: float, text: str, **rest: object) -> Self:
        """Let the driver speak; `kind`, `facts`, `cut`, `said`, `snr_db` and `lost` as in the ledger."""
        self._utterances += 1
        number, said, cut = self._utterances, rest.pop("said", text), rest.pop("cut", False)
        line = {name: rest.pop(name) for name in ("snr_db", "lost") if name in rest}
        data = {"kind": "speech", "facts": (), "over_karla": False} | rest
        self.note(start, "drv.utt.start", utt=number, text=text, **data)
        return self.note(end, "drv.utt.end", utt=number, cut=cut, said=said, **line)

    def karla(self, turn: int, first: float, last: float, heard: str, unheard: str = "") -> Self:
        """Let Karla be heard; what is `unheard` makes it a turn that was broken off."""
        self.note(first, "agt.audio.first", turn=turn)
        self.note(first, "agt.sentence", turn=turn, text=heard)
        return self.note(last, "agt.audio.last", turn=turn, heard=heard, unheard=unheard, truncated=bool(unheard))

    def answers(self, turn: int, first: float, last: float, heard: str, decided: float | None = None) -> Self:
        """Let Karla answer the driver, having decided to at `decided`."""
        self.note(first if decided is None else decided, "turn.answer", turn=turn, text="")
        return self.karla(turn, first, last, heard)

    def end(self, t: float, outcome: str, who: str = "karla") -> Self:
        """Close the line."""
        self.note(t, "call.hangup", who=who)
        return self.note(t, "call.end", outcome=outcome)


def confirmed_call() -> ScriptedCall:
    """Return a call that goes as it should: the trip from Monterrey to Veracruz on 10 March 2026 is confirmed."""
    call = ScriptedCall().driver(0.5, 1.0, "¿Bueno?").karla(0, 2.0, 8.0, GREETING).driver(8.5, 9.0, "Sí, soy yo")
    call.note(9.4, "stt.final", text="sí soy yo", ref="sí soy yo", utt=[2]).note(9.6, "party.confirmed")
    told = "Gracias. Le llamo por su viaje de Monterrey a Veracruz, con fecha del martes diez de marzo; ¿es correcto?"
    call.answers(1, 10.0, 16.0, told, decided=9.5).driver(16.4, 17.0, "Así es")
    call.note(17.3, "stt.final", text="así es", ref="así es", utt=[3])
    farewell = "Perfecto, queda confirmado su viaje. Gracias, que le vaya muy bien."
    return call.answers(2, 18.0, 21.0, farewell, decided=17.4).end(22.5, "confirmed")
