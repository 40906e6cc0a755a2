"""A judge may object to a call that passed, with words that were said, and can do nothing else."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.scoring.checks import Check, Status, Verdict
from simulator.scoring.expectation import Expectation
from simulator.scoring.judge import JudgeId, Ruling, Veto, ask, overruled, transcript
from simulator.scoring.scripted import ScriptedCall, confirmed_call
from simulator.scoring.timeline import Timeline

ID = JudgeId("de prueba", "modelo-1", "a" * 64)
PASSED = Verdict(Status.PASS, "", (Check("trip", ok=True),))
CALL = Timeline.of(confirmed_call().ledger)


class Objector:
    """Objects to everything, always with the same words, and counts how often it was asked."""

    identity = ID

    def __init__(self, veto: Veto | None) -> None:
        self.objection = veto
        self.asked = 0

    async def veto(self, transcript: str, expectation: Expectation) -> Veto | None:
        assert transcript and expectation
        self.asked += 1
        return self.objection


def ruled(veto: Veto | None, verdict: Verdict = PASSED) -> Verdict:
    ruling = asyncio.run(ask(Objector(veto), verdict, CALL, Expectation()))
    return overruled(verdict, ruling, CALL)


def test_an_objection_with_words_that_were_said_fails_a_call() -> None:
    found = ruled(Veto("she was curt", "Perfecto, queda confirmado"))

    assert found.status is Status.FAIL and found.checks[-1].name == "judge" and not found.checks[-1].ok
    assert found.why == "the judge objects: she was curt («Perfecto, queda confirmado»)"


def test_a_judge_without_objection_leaves_a_pass_and_is_on_record() -> None:
    found = ruled(None)

    assert found.status is Status.PASS and found.checks[-1] == Check("judge", ok=True)


@pytest.mark.parametrize(
    ("veto", "void"),
    [
        (Veto("rude", "cállese la boca"), "nobody said what it quotes"),
        (Veto("rude", "perfecto, QUEDA confirmado"), "nobody said what it quotes"),
        (Veto("rude", "Karla: Perfecto"), "nobody said what it quotes"),
        (Veto("rude", "Así es Perfecto"), "nobody said what it quotes"),
        (Veto("rude", " … "), "it quotes nothing"),
        (Veto("rude", ""), "it quotes nothing"),
        (Veto(" ", "Así es"), "it gives no reason"),
    ],
)
def test_an_objection_without_evidence_is_void_and_kept(veto: Veto, void: str) -> None:
    ruling = asyncio.run(ask(Objector(veto), PASSED, CALL, Expectation()))

    assert ruling == Ruling(ID, veto, void) and not ruling.objects
    assert overruled(PASSED, ruling, CALL).status is Status.PASS


@pytest.mark.parametrize("status", [Status.FAIL, Status.INVALID, Status.INFRA])
def test_a_judge_is_not_asked_about_what_has_not_passed(status: Status) -> None:
    judge = Objector(None)

    assert asyncio.run(ask(judge, Verdict(status, "why", ()), CALL, Expectation())) is None and judge.asked == 0


@given(st.sampled_from(Status), st.none() | st.builds(Veto, st.text(max_size=9), st.sampled_from(["Así es", "x"])))
def test_a_judge_never_rescues_a_call(status: Status, veto: Veto | None) -> None:
    before = Verdict(status, "why", (Check("trip", ok=status is Status.PASS),))

    after = overruled(before, Ruling(ID, veto), CALL)

    assert after == before if status is not Status.PASS else after.status in (Status.PASS, Status.FAIL)


def test_a_transcript_is_what_could_be_heard() -> None:
    call = ScriptedCall().driver(0.5, 1.0, "Deje su mensaje", kind="announcement")
    call.karla(0, 1.5, 3.0, "Le llamo por", "su viaje.").driver(2.5, 4.0, "No, mire", said="no")

    assert transcript(Timeline.of(call.end(5.0, "failed").ledger)).splitlines() == [
        "Machine: Deje su mensaje",
        "Karla: Le llamo por",
        "Driver: no",
    ]
