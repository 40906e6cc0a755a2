"""A call told to a stranger: what was heard and what was not, what was understood, what was written."""

import io
from datetime import date
from pathlib import Path

from rich.console import Console

from runtime.trips import Trip
from simulator.results.call_folder import CallFolder, StoredVerdict, write_trip
from simulator.results.replay import show_call
from simulator.scoring.checks import Check, Status, Verdict
from simulator.scoring.expectation import Expectation
from simulator.scoring.scripted import ScriptedCall

TRIP = Trip("T-1", "D-1", "monterrey", "veracruz", date(2026, 3, 10))


def told(tmp_path: Path, call: ScriptedCall) -> str:
    folder, shown = CallFolder(tmp_path), io.StringIO()
    call.ledger.write(folder.ledger)
    write_trip(folder.trip, TRIP, None, None)
    verdict = Verdict(Status.FAIL, "there is no trip", (Check("trip", False, "there is no trip"),))
    StoredVerdict(verdict, Expectation(title="El [puerto]", persona="Don Chuy", outcomes=("updated",))).write(
        folder.verdict
    )
    show_call(Console(file=shown, width=160, force_terminal=True, highlight=False), folder)
    return shown.getvalue()


def test_what_was_not_heard_is_struck_out(tmp_path: Path) -> None:
    call = (
        ScriptedCall()
        .karla(0, 1.0, 2.0, "Le llamo por", "su viaje.")
        .driver(1.6, 3.0, "No, mire", cut=True, said="No,")
    )

    shown = told(tmp_path, call.end(4.0, "abandoned", who="driver"))

    assert "\x1b[2;9m su viaje.\x1b[0m" in shown and "\x1b[2;9m mire\x1b[0m" in shown
    assert "(stopped 0.40 s after he broke in)" in shown and "(over her)" in shown


def test_what_was_understood_is_told_where_it_differs(tmp_path: Path) -> None:
    call = (
        ScriptedCall()
        .note(1.0, "stt.final", text="al azaro", ref="a Lázaro")
        .note(2.0, "stt.final", text="si", ref="Sí.")
    )
    call.note(3.0, "stt.final", text="", ref="Ajá")

    shown = told(tmp_path, call.end(4.0, "failed"))

    assert shown.count("recognised as") == 1 and "«al azaro»" in shown and "not recognised at all" in shown


def test_tools_writes_and_the_trip_are_told(tmp_path: Path) -> None:
    call = ScriptedCall().note(
        1.0, "tool.call", turn=1, id="a", name="validar_viaje", arguments={"destino": "veracruz"}
    )
    call.note(1.2, "tool.result", id="a", status="ok", text="")
    call.note(1.5, "ops.write", op="put", trip="T-1", before={"destino": "a"}, after={"destino": "b"}, key="k")

    shown = told(tmp_path, call.end(4.0, "updated"))

    for words in ("validar_viaje(destino=veracruz)", "destino=a → destino=b", "El [puerto]", "Don Chuy", "audio.wav"):
        assert words in shown
