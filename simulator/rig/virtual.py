"""The virtual rig: one whole call in one process on a virtual clock. The same seed gives the same bytes.

Everything that Karla is made of is the real thing but for the world outside her: ears, model, voice
and the client's system are local, and take as long as published figures say the production ones do.
"""

import asyncio
import hashlib
from dataclasses import asdict
from pathlib import Path

from runtime import clock
from runtime.audio import FRAME_SECONDS
from runtime.clock import Moment
from runtime.integrations.local_tts import LocalVoice
from runtime.integrations.trips_memory import TripsInMemory
from runtime.pipeline.call import Parts
from runtime.session.call_session import Assignment, CallSession, Direction
from runtime.trips import Trip
from simulator.channel.leg import DriverLeg
from simulator.results.call_folder import CallFolder, CallSummary, score_call, write_trip
from simulator.results.recording import Recording
from simulator.rig.bench import Bench, bench, voices
from simulator.rig.exchange import MAX_SECONDS, Exchange
from simulator.rig.modelled import ModelledModel, ModelledTrips, ModelledVoice
from simulator.rig.oracle import OracleEars, Script
from simulator.rig.phone import Mouths, Phone
from simulator.rig.roles import Driver, Karla
from simulator.rig.virtual_time import run
from simulator.scoring.expectation import Expectation
from simulator.scoring.ledger import Ledger
from simulator.suite import CallSpec

COMPANY = "Fletes del Norte"


def run_call(spec: CallSpec, folder: Path, karla: Karla, driver: Driver) -> CallSummary:
    """Play one call, leave its ledger, audio, trips and verdict in `folder`, and sum it up."""
    folder.mkdir(parents=True, exist_ok=True)
    with karla.changed():
        run(_Call(spec, bench(), karla, driver).play(folder))
    return score_call(spec, folder)


class _Call:
    """One call: both sides, the line between them, and what is written down of it."""

    def __init__(self, spec: CallSpec, shared: Bench, karla: Karla, driver: Driver) -> None:
        self._spec = spec
        self._bench = shared
        self._acting = karla
        self._driver = driver
        scenario, persona = spec.scenario, spec.persona
        own = [scenario.trip.of(persona.driver_id)] if scenario.trip else []
        self._trips = TripsInMemory([*own, *(trip.of(persona.driver_id) for trip in scenario.other_trips)])
        self._before = dict(self._trips.trips)
        self._ledger = Ledger()
        self._recording = Recording()

    async def play(self, folder: Path) -> None:
        """Play the call and write what it left."""
        spec, started = self._spec, clock.now()
        self._ledger.clock = lambda: clock.now() - started
        delay = self._bench.latency.draw("transport", spec.stream("transport"))
        frames = max(1, round(delay / FRAME_SECONDS))
        leg = DriverLeg(self._bench.channels[spec.channel], _seed(spec))
        exchange = Exchange(leg, self._recording, self._ledger, up=frames, down=frames)
        self._note_start()
        session = await self._both_sides(exchange, leg)
        report = asdict(leg.report())
        own = spec.scenario.trip.id if spec.scenario.trip else None
        touched = [key for key, trip in self._before.items() if key != own and self._trips.trips.get(key) != trip]
        self._ledger.note(
            "call.end", outcome=session.outcome, one_way_ms=frames * 20, other_trips_changed=touched, **report
        )
        self._write(folder)

    async def _both_sides(self, exchange: Exchange, leg: DriverLeg) -> CallSession:
        spec, shared = self._spec, self._bench
        script = Script()
        ears = OracleEars(script, leg, shared.errors, shared.confusions, shared.latency, spec.stream("ears"))
        phone = Phone(exchange, script, shared.engine, self._mouths(), self._ledger)
        # In virtual time a call that loops would loop for ever: longer than any line is open, it is the rig's fault.
        async with asyncio.timeout(MAX_SECONDS + 60), asyncio.TaskGroup() as sides:
            sides.create_task(exchange.run())
            held = sides.create_task(self._karla(exchange, ears))
            sides.create_task(self._driver.live(phone))
        return held.result()

    async def _karla(self, exchange: Exchange, ears: OracleEars) -> CallSession:
        spec, shared, acting = self._spec, self._bench, self._acting
        voice = LocalVoice(shared.engine, voices()["karla"])
        parts = Parts(
            ears,
            ModelledModel(acting.model, shared.latency, spec.stream("llm")),
            ModelledVoice(voice, shared.latency, spec.stream("tts")),
            ModelledTrips(self._trips, shared.latency, spec.stream("trips")),
            shared.gazetteer,
            acting.manners,
        )
        scenario, persona = spec.scenario, spec.persona
        known = scenario.direction == "outbound" or scenario.caller_id == "known"
        assignment = Assignment(
            call_id=spec.name,
            company=COMPANY,
            driver_id=persona.driver_id if known else "",
            driver_name=persona.full_name if known else "",
            trip_id=scenario.trip.id if scenario.trip and known else None,
            direction=Direction(scenario.direction),
            moment=Moment(scenario.answered_at, clock.now()),
        )
        return await acting.hold(
            assignment, exchange, acting.parts(parts), self._journal(exchange, ears), self._hand_over
        )

    def _journal(self, exchange: Exchange, ears: OracleEars) -> "_Journal":
        return _Journal(self._ledger, exchange, ears)

    async def _hand_over(self, session: CallSession) -> None:
        """Let a human take the call: the packet is what she would be told."""
        packet = {"trip": session.trip.id if session.trip else None, "facts": dict(session.facts)}
        self._ledger.note("transfer", reason=session.reason, packet=packet)

    def _mouths(self) -> Mouths:
        spec = self._spec
        return Mouths.cast(voices(), spec.persona, spec.scenario.answered_by, spec.stream("bystander voice"))

    def _note_start(self) -> None:
        spec = self._spec
        self._ledger.note(
            "call.start",
            call=spec.name,
            scenario=spec.scenario.id,
            persona=spec.persona.id,
            channel=spec.channel,
            trial=spec.trial,
            seed=spec.seed,
            direction=spec.scenario.direction,
            now=spec.scenario.answered_at.isoformat(),
            zone=spec.scenario.zone,
        )
        self._ledger.note("call.answer", by=spec.scenario.answered_by)

    def _write(self, folder: Path) -> None:
        files = CallFolder(folder)
        own = self._spec.scenario.trip
        after = _own_trip(self._trips.trips, self._before, own.id if own else None)
        before = self._before[own.id] if own else None
        expected = Expectation.of(self._spec.scenario, self._spec.persona)
        self._ledger.write(files.ledger)
        self._recording.write(files.audio)
        write_trip(files.trip, before, after, expected.trip)


class _Journal:
    """Karla's journal as ledger lines; what needs the line or the ears to be complete is completed."""

    def __init__(self, ledger: Ledger, exchange: Exchange, ears: OracleEars) -> None:
        self._ledger = ledger
        self._exchange = exchange
        self._ears = ears

    def __call__(self, event: str, **data: object) -> None:
        """Write one entry."""
        match event:
            case "tts.start":
                self._exchange.begins_sentence(int(str(data["turn"])), str(data["text"]))
            case "agt.said":
                turn, heard, unheard = int(str(data["turn"])), str(data["heard"]), str(data["unheard"])
                self._exchange.ends_turn(turn, heard, unheard, truncated=bool(data["truncated"]))
                return
            case "stt.final" if self._ears.finals:
                last = self._ears.finals[-1]
                data |= {"ref": last.ref, "utt": last.utterances}
        self._ledger.note(event, **data)


def _own_trip(after: dict[str, Trip], before: dict[str, Trip], trip_id: str | None) -> Trip | None:
    if trip_id is not None:
        return after.get(trip_id)
    return next((trip for key, trip in after.items() if key not in before), None)


def _seed(spec: CallSpec) -> bytes:
    return hashlib.sha256(f"{spec.seed}|{spec.name}|channel".encode()).digest()
