"""A run judged again: the same bytes for the same rules, and what changed told where they are not the same."""

import asyncio
import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from runtime.trips import Trip
from simulator.persona import Persona
from simulator.results.call_folder import CallSummary, StoredVerdict, infra_summary, score_call, write_trip
from simulator.results.regrade import judge_run, regrade
from simulator.results.run_folder import Request, RunFolder, RunInfo
from simulator.scenario import Expect, Scenario, TripRecord
from simulator.scoring.checks import Status
from simulator.scoring.expectation import Expectation
from simulator.scoring.judge import JudgeId, Veto
from simulator.scoring.scripted import ScriptedCall, confirmed_call
from simulator.suite import CallSpec

TRIP = Trip("T-1", "D-1", "monterrey", "veracruz", date(2026, 3, 10))
TIME = datetime(2026, 3, 11, 10, 20)  # noqa: DTZ001


def spec(name: str) -> CallSpec:
    record = TripRecord(id="T-1", origin=TRIP.origin, destination=TRIP.destination, date=TRIP.date)
    expect = Expect(outcome=("confirmed",), trip="unchanged")
    where = {"direction": "outbound", "now": TIME, "zone": "America/Monterrey"}
    scenario = Scenario(id=name, title=name, tags=("confirm",), trip=record, expect=expect, **where)
    voice = {"region": "norte", "voice": "norteno_mayor", "about": "De prueba."}
    return CallSpec(scenario, Persona(id="jesus", name="Don Chuy", full_name="Jesús Treviño", **voice), "gsm", 1, "s")


def silent() -> ScriptedCall:
    return ScriptedCall().karla(0, 1.0, 3.0, "¿Bueno?").driver(4.0, 5.0, "Sí").end(9.0, "abandoned")


@pytest.fixture
def run(tmp_path: Path) -> RunFolder:
    """A run of one call that passed, one that failed, and one that was never played."""
    run = RunFolder(tmp_path)
    specs = [spec(name) for name in ("bien", "mal", "roto")]
    run.write_info(RunInfo("r", Request("x.yaml"), tuple(each.name for each in specs), {}, totals={"calls": {}}))
    for each, call in zip(specs, (confirmed_call(), silent()), strict=False):
        folder = run.call(each.name)
        folder.path.mkdir(parents=True)
        call.ledger.write(folder.ledger)
        write_trip(folder.trip, TRIP, TRIP, None)
        run.append(score_call(each, folder.path))
    run.append(infra_summary(specs[2], "it died"))
    run.finish(run.info(), "finished")
    return run


def left_on_disk(run: RunFolder) -> dict[str, bytes]:
    return {str(path.relative_to(run.path)): path.read_bytes() for path in run.path.rglob("*.json*")}


def statuses(calls: tuple[CallSummary, ...]) -> dict[str, Status]:
    return {call.scenario: call.status for call in calls}


def test_the_same_rules_give_the_same_bytes(run: RunFolder) -> None:
    before = left_on_disk(run)

    found = regrade(run)

    assert found.changes == () and left_on_disk(run) == before
    assert statuses(found.report.calls) == {"bien": Status.PASS, "mal": Status.FAIL, "roto": Status.INFRA}


def test_a_verdict_that_was_tampered_with_is_put_right(run: RunFolder) -> None:
    before = left_on_disk(run)
    name = run.summaries()[1].call
    run.append(replace(run.summaries()[1], status=Status.PASS, why="", blame=None))
    run.finish(run.info(), "finished")

    found = regrade(run)

    assert [(each.after.call, each.flipped) for each in found.changes] == [(name, True)]
    after = left_on_disk(run)
    assert {**after, "run.json": b""} == {**before, "run.json": b""}
    assert json.loads(after["run.json"])["totals"]["calls"]["fail"] == 1


def test_another_ledger_is_another_verdict(run: RunFolder) -> None:
    folder = run.call(run.summaries()[0].call)
    silent().ledger.write(folder.ledger)

    (change,) = regrade(run).changes

    assert (change.before.status, change.after.status) == (Status.PASS, Status.FAIL)
    assert change.after.blame == StoredVerdict.read(folder.verdict).blame is not None


class Objector:
    """Objects with a quotation to every call that he is asked about."""

    identity = JudgeId("de prueba", "m-1", "0" * 64)

    def __init__(self, quote: str) -> None:
        self.quote = quote

    async def veto(self, transcript: str, expectation: Expectation) -> Veto | None:
        return Veto("curt", self.quote)


def test_a_judge_fails_what_had_passed_and_regrading_keeps_his_ruling(run: RunFolder) -> None:
    found = asyncio.run(judge_run(run, Objector("queda confirmado su viaje")))

    assert statuses(found.report.calls) == {"bien": Status.FAIL, "mal": Status.FAIL, "roto": Status.INFRA}
    stored = StoredVerdict.read(run.call(run.summaries()[0].call).verdict)
    assert stored.ruling is not None and stored.ruling.judge == Objector.identity
    assert StoredVerdict.read(run.call(run.summaries()[1].call).verdict).ruling is None
    assert regrade(run).changes == ()


def test_an_objection_without_evidence_changes_no_status(run: RunFolder) -> None:
    found = asyncio.run(judge_run(run, Objector("nunca lo dijo")))

    assert [each.flipped for each in found.changes] == [] and statuses(found.report.calls)["bien"] is Status.PASS
    ruling = StoredVerdict.read(run.call(run.summaries()[0].call).verdict).ruling
    assert ruling is not None and ruling.void == "nobody said what it quotes"
