"""A call told to a stranger: what was heard and what was not, what was understood, what was written."""

import io
import re
from datetime import date
from pathlib import Path

import pytest
from rich.console import Console

from runtime.trips import Trip
from simulator.results.call_folder import CallFolder, StoredVerdict, write_trip
from simulator.results.replay import show_call
from simulator.scoring.checks import Check, Status, Verdict
from simulator.scoring.expectation import Expectation
from simulator.scoring.fault.blame import Blame
from simulator.scoring.fault.kinds import Kind, Whose
from simulator.scoring.judge import JudgeId, Ruling, Veto
from simulator.scoring.scripted import ScriptedCall

PAINT = re.compile(r"\x1b\[[0-9;]*m")
TRIP = Trip("T-1", "D-1", "monterrey", "veracruz", date(2026, 3, 10))


def told(
    tmp_path: Path, call: ScriptedCall, width: int = 160, blame: Blame | None = None, ruling: Ruling | None = None
) -> str:
    folder, shown = CallFolder(tmp_path), io.StringIO()
    call.ledger.write(folder.ledger)
    write_trip(folder.trip, TRIP, None, None)
    checks = (Check("trip", False, "there is no trip"), Check("other_records", True), Check("brevity", True))
    verdict = Verdict(Status.FAIL, "there is no trip", checks)
    expectation = Expectation(title="El [puerto]", persona="Don Chuy", outcomes=("updated",))
    StoredVerdict(verdict, expectation, blame, ruling).write(folder.verdict)
    show_call(Console(file=shown, width=width, force_terminal=True, highlight=False), folder)
    return shown.getvalue()


def plain(tmp_path: Path, call: ScriptedCall, width: int = 100) -> list[str]:
    """Return the lines as they look without colours."""
    return PAINT.sub("", told(tmp_path, call, width)).splitlines()


def test_what_an_interruption_cut_off_is_told_in_words_and_dimmed(tmp_path: Path) -> None:
    call = (
        ScriptedCall().karla(0, 1.0, 2.0, "Le llamo por", "su viaje.").driver(1.6, 3.0, "No, mire", cut=True, said="no")
    )
    shown = told(tmp_path, call.end(4.0, "abandoned", who="driver"))

    assert "Le llamo por\x1b[2m [not heard: su viaje.]" in shown and "No,\x1b[2m [not said: mire]" in shown
    for words in ("falls silent 0.40 s after he broke in", "over her words", "he hangs up"):
        assert words in shown


def test_what_was_understood_stands_under_what_he_said_where_it_differs(tmp_path: Path) -> None:
    call = ScriptedCall().driver(0.5, 1.0, "A Lázaro").driver(1.5, 2.0, "Sí.").driver(2.5, 3.0, "Ajá")
    call.note(1.1, "stt.final", text="al azaro", ref="a lázaro", utt=[1])
    call.note(2.1, "stt.final", text="si", ref="sí", utt=[2]).note(3.1, "stt.final", text="", ref="ajá", utt=[3])

    shown = plain(tmp_path, call.end(4.0, "failed"))

    under = {line.split()[-1]: shown[n + 1] for n, line in enumerate(shown) if " driver " in line}
    assert "↳ heard as «al azaro»" in under["Lázaro"] and "↳ «ajá» was not heard" in under["Ajá"]
    assert "↳" not in under["Sí."]


def test_tools_writes_and_the_trip_are_told_by_name(tmp_path: Path) -> None:
    call = ScriptedCall().note(
        1.0, "tool.call", turn=1, id="a", name="validar_viaje", arguments={"destino": "laredo-tx"}
    )
    call.note(1.2, "tool.result", id="a", status="leer_de_vuelta", text="")
    before, after = ({"destino": place, "origen": "monterrey"} for place in ("nuevo-laredo", "laredo-tx"))
    call.note(1.5, "ops.write", op="put", trip="T-1", before=before, after=after, key="k")

    shown = "\n".join(plain(tmp_path, call.end(4.0, "updated")))

    assert "tool validar_viaje(destino: Laredo, Texas) → read it back first" in shown
    assert "written to the client's system: destination Nuevo Laredo → Laredo, Texas" in shown
    for words in ("El [puerto]", "Don Chuy", "audio.wav", "Tue 2026-03-10"):
        assert words in shown


def test_a_slow_answer_says_where_the_time_went(tmp_path: Path) -> None:
    call = ScriptedCall().karla(0, 0.0, 1.0, "¿Bueno?").driver(2.0, 3.0, "Sí").answers(1, 3.9, 5.0, "Gracias.")
    call.driver(6.0, 7.0, "Así es").note(7.5, "stt.final", text="así es", ref="así es", utt=[2])

    shown = plain(tmp_path, call.answers(2, 9.0, 10.0, "Listo.", decided=7.5).end(12.0, "confirmed"))

    assert any(line.endswith("↳ answers after 0.90 s") for line in map(str.rstrip, shown))
    assert any("↳ answers after 2.00 s: speech recognition 0.50, line 1.50" in line for line in shown)


@pytest.mark.parametrize(
    ("move", "words"),
    [
        ("said_goodbye", ""),
        ("greeted", "nobody speaks: Karla begins"),
        ("call_later", "he says nothing: Karla gives up"),
    ],
)
def test_a_silence_is_told_by_what_comes_of_it(tmp_path: Path, move: str, words: str) -> None:
    call = ScriptedCall().note(2.0, "turn.prompt", count=1)
    call.note(2.0, "state", **{"from": "a", "move": move, "to": "b"})

    shown = "\n".join(plain(tmp_path, call.end(2.0, "confirmed")))

    assert words in shown and ("he says nothing" in shown) == (move == "call_later") and "Karla hangs up" in shown


def test_who_is_not_the_driver_is_told_apart(tmp_path: Path) -> None:
    call = ScriptedCall(by="wrong_person").driver(1.0, 2.0, "¿Bueno?", speaker="other").driver(3.0, 4.0, "Diga")
    call.driver(5.0, 6.0, "Deje su mensaje", kind="announcement")

    shown = plain(tmp_path, call.end(7.0, "wrong_party"))

    assert [line.split()[1] for line in shown if re.match(r" *[135]\.00", line)] == ["someone", "driver", "machine"]


def test_only_failed_checks_have_a_line_of_their_own(tmp_path: Path) -> None:
    shown = plain(tmp_path, ScriptedCall().end(4.0, "failed"))

    assert "  ✗ trip there is no trip" in map(str.rstrip, shown)
    assert "2 other checks passed: other records, brevity" in map(str.rstrip, shown)


@pytest.mark.parametrize("width", [60, 80, 140])
def test_what_he_says_is_never_wider_than_the_page_and_hangs_below_itself(tmp_path: Path, width: int) -> None:
    words = "Oiga, no, fíjese que no, " * 12
    shown = plain(tmp_path, ScriptedCall().driver(1.0, 9.0, words.strip()).end(9.0, "failed"), width)

    spoken = [line for line in shown if "fíjese" in line]
    assert len(spoken) > 1 and all(len(line) <= width for line in spoken)
    assert {len(line) - len(line.lstrip()) for line in spoken[1:]} == {spoken[0].index("Oiga")}


def test_the_first_critical_error_stands_in_the_story_and_under_the_verdict(tmp_path: Path) -> None:
    call = ScriptedCall().driver(0.5, 1.0, "A Lázaro").driver(3.5, 4.0, "¿Bueno?").end(5.0, "failed")
    blame = Blame(Kind.FACT_MISHEARD, 1.2, -1, Whose.CHANNEL, "«a lázaro» was heard as «al azaro», on a bad line")

    shown = PAINT.sub("", told(tmp_path, call, blame=blame)).splitlines()

    at = next(
        number for number, line in enumerate(shown) if "✗ first critical error, the line's: fact misheard" in line
    )
    assert shown[at].lstrip().startswith("1.20") and any("¿Bueno?" in line for line in shown[at:])
    under = "\n".join(shown[at + 1 :])
    assert "first critical error at 1.2 s, the line's: fact misheard" in under and "on a bad line" in under


def test_a_judge_is_named_and_what_is_void_of_what_he_said(tmp_path: Path) -> None:
    ruling = Ruling(JudgeId("oficio", "m-1", "ab" * 32), Veto("rude", "cállese"), "nobody said what it quotes")

    shown = " ".join(PAINT.sub("", told(tmp_path, ScriptedCall().end(4.0, "failed"), ruling=ruling)).split())

    assert "judged by oficio (m-1, prompt abababababab)" in shown and "nobody said what it quotes: rude" in shown
