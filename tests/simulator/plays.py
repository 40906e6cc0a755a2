"""Calls that are played in no time, for the tests of the suite's runner; a worker process can import them."""

import os
import signal
from datetime import date, datetime
from pathlib import Path

from runtime.trips import Trip
from simulator.persona import Persona
from simulator.results.call_folder import CallFolder, CallSummary, score_call, write_trip
from simulator.scenario import Expect, Scenario, TripRecord
from simulator.scoring.scripted import confirmed_call
from simulator.suite import CallSpec, LoadedSuite, Suite

TRIP = Trip("T-1", "D-jesus", "monterrey", "veracruz", date(2026, 3, 10))


def spec(scenario: str = "confirma", outcome: str = "confirmed", trial: int = 1) -> CallSpec:
    """Return a call whose driver agrees with the system."""
    record = TripRecord(id="T-1", origin=TRIP.origin, destination=TRIP.destination, date=TRIP.date)
    expect = Expect(outcome=(outcome,), trip="unchanged")
    where = {"direction": "outbound", "now": datetime(2026, 3, 11, 10, 20), "zone": "America/Monterrey"}  # noqa: DTZ001
    made = Scenario(id=scenario, title=f"Título de {scenario}", tags=("confirm",), trip=record, expect=expect, **where)
    return CallSpec(made, _persona(), "gsm", trial, "seed")


def _persona() -> Persona:
    return Persona(
        id="jesus",
        name="Don Chuy",
        full_name="Jesús Treviño",
        about="De prueba.",
        region="norte",
        voice="norteno_mayor",
    )


def loaded(path: Path) -> LoadedSuite:
    """Return a suite of three scenarios: the last expects what no call does."""
    specs = [spec("uno"), spec("dos"), spec("tres", outcome="updated")]
    suite = Suite(id=path.stem, name="De prueba", channels=("gsm",))
    return LoadedSuite(suite, tuple(each.scenario for each in specs), (specs[0].persona,), ("gsm",))


def confirm(spec: CallSpec, folder: Path) -> CallSummary:
    """Play a call in which the trip is confirmed."""
    files = CallFolder(folder)
    call = confirmed_call()
    call.note(0.0, "call.start", call=spec.name, channel=spec.channel)
    call.ledger.write(files.ledger)
    files.audio.write_bytes(spec.name.encode())
    write_trip(files.trip, TRIP, TRIP, spec.scenario.expected_facts())
    return score_call(spec, folder)


def break_down(spec: CallSpec, folder: Path) -> CallSummary:
    """Raise in the scenario called `malo`."""
    if spec.scenario.id == "malo":
        raise KeyError("sin nombre")
    return confirm(spec, folder)


def crash(spec: CallSpec, folder: Path) -> CallSummary:
    """Take the process down in the scenario called `malo`."""
    if spec.scenario.id == "malo":
        os._exit(9)
    return confirm(spec, folder)


def interrupt(spec: CallSpec, folder: Path) -> CallSummary:
    """Press Ctrl-C in the scenario called `malo`."""
    if spec.scenario.id == "malo":
        os.kill(int(os.environ["KARLA_TEST_PARENT"]), signal.SIGINT)
    return confirm(spec, folder)
