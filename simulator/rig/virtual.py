"""The virtual rig: one whole call in one process on a virtual clock. The same seed gives the same bytes.

Everything that Karla is made of is the real thing but for the world outside her: ears, model, voice
and the client's system are local, and take as long as published figures say the production ones do.
"""

import asyncio
import hashlib
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

from runtime import clock
from runtime.audio import FRAME_SECONDS, SILENCE
from runtime.clock import Moment
from runtime.integrations.local_tts import LocalVoice
from runtime.integrations.trips_memory import TripsInMemory
from runtime.pipeline.call import Parts
from runtime.session.call_session import Assignment, CallSession, Direction, Outcome
from runtime.trips import Trip
from simulator.channel.leg import DriverLeg
from simulator.results.call_folder import CallFolder, CallSummary, score_call, write_trip
from simulator.results.recording import Recording
from simulator.rig.bench import Bench, bench, voices
from simulator.rig.cassettes.tape import NO_TAPE, Ears, Tape
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
ORACLE = {"provider": "oracle"}
VOICE = {"provider": "espeak-ng", "voice": "karla"}
HE_CALLS_BACK = 0.5
"""How often it is he who dials again after a call of Karla's broke."""


def run_call(spec: CallSpec, folder: Path, karla: Karla, driver: Driver, tape: Tape = NO_TAPE) -> CallSummary:
    """Play one call, leave its ledger, audio, trips and verdict in `folder`, and sum it up."""
    folder.mkdir(parents=True, exist_ok=True)
    with karla.changed():
        run(_Call(spec, bench(), karla, driver, tape).play(folder))
    return score_call(spec, folder)


class _Call:
    """One call: both sides, the line between them, and what is written down of it."""

    def __init__(self, spec: CallSpec, shared: Bench, karla: Karla, driver: Driver, tape: Tape) -> None:
        self._spec = spec
        self._bench = shared
        self._acting = karla
        self._driver = driver
        self._tape = tape
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
        self._moment = Moment(spec.scenario.answered_at, started)
        leg = DriverLeg(self._bench.channels[spec.channel], _seed(spec))
        delay = self._bench.latency.draw("transport", spec.stream("transport")) + leg.channel.added_seconds
        frames = max(1, round(delay / FRAME_SECONDS))
        self._note_start()
        session = await self._over_the_line(leg, frames)
        report = asdict(leg.report())
        own = spec.scenario.trip.id if spec.scenario.trip else None
        touched = [key for key, trip in self._before.items() if key != own and self._trips.trips.get(key) != trip]
        self._ledger.note(
            "call.end", outcome=session.outcome, one_way_ms=frames * 20, other_trips_changed=touched, **report
        )
        self._write(folder)

    async def _over_the_line(self, leg: DriverLeg, frames: int) -> CallSession:
        """Hold the call; if its line breaks before anything is settled, go on over a second one."""
        spec, script = self._spec, Script()
        line = _Line(leg, frames, script, self._ears(leg, script, "ears"))
        exchange = self._exchange(line)
        phone = Phone(exchange, script, self._bench.engine, self._mouths(), self._ledger)
        session = await self._both_sides(line, exchange, phone)
        if not exchange.dropped:
            return session
        if session.outcome is not Outcome.ABANDONED:
            self._ledger.note("call.hangup", who="line")
            return session
        calls_back = spec.scenario.direction == "inbound" or spec.stream("redial").random() < HE_CALLS_BACK
        first = exchange.tick + leg.redials_after
        for _ in range(leg.redials_after):
            self._recording.add(SILENCE, SILENCE)
        await clock.sleep_until(exchange.started_at + first * FRAME_SECONDS)
        self._ledger.note("line.redialled", by="driver" if calls_back else "karla")
        line = _Line(leg, frames, script, self._ears(leg, script, "ears again"), first, calls_back=calls_back)
        exchange = self._exchange(line)
        phone.takes(exchange)
        return await self._both_sides(line, exchange, phone)

    def _ears(self, leg: DriverLeg, script: Script, dice: str) -> Ears:
        shared, chance = self._bench, self._spec.stream(dice)
        oracle = OracleEars(script, leg, shared.errors, shared.confusions, shared.latency, chance)
        return self._tape.ears(oracle, ORACLE)

    def _exchange(self, line: "_Line") -> Exchange:
        up = down = line.frames
        return Exchange(line.leg, self._recording, self._ledger, up=up, down=down, script=line.script)

    async def _both_sides(self, line: "_Line", exchange: Exchange, phone: Phone) -> CallSession:
        # In virtual time a call that loops would loop for ever: longer than any line is open, it is the rig's fault.
        async with asyncio.timeout(MAX_SECONDS + 60), asyncio.TaskGroup() as sides:
            sides.create_task(exchange.run(line.first))
            held = sides.create_task(self._karla(line, exchange))
            sides.create_task(self._driver.live(phone, calls_back=line.calls_back))
        return held.result()

    async def _karla(self, line: "_Line", exchange: Exchange) -> CallSession:
        shared, acting = self._bench, self._acting
        voice = LocalVoice(shared.engine, voices()["karla"])
        parts = Parts(
            line.ears,
            self._tape.model(ModelledModel(acting.model, shared.latency, self._dice("llm", line)), acting.identity),
            self._tape.voice(ModelledVoice(voice, shared.latency, self._dice("tts", line)), VOICE),
            ModelledTrips(self._trips, shared.latency, self._dice("trips", line)),
            shared.gazetteer,
            acting.manners,
        )
        turns = max((event.turn for event in self._ledger), default=-1) + 1
        journal = _Journal(self._ledger, exchange, line.ears, turns)
        return await acting.hold(self._assignment(line), exchange, acting.parts(parts), journal, self._hand_over)

    def _dice(self, effect: str, line: "_Line") -> Random:
        return self._spec.stream(f"{effect} again" if line.first else effect)

    def _assignment(self, line: "_Line") -> Assignment:
        """Return what is pinned for a line: after a break, the trip as the client's system has it by then."""
        spec, scenario, persona = self._spec, self._spec.scenario, self._spec.persona
        known = scenario.direction == "outbound" or scenario.caller_id == "known"
        trip = _own_trip(self._trips.trips, self._before, scenario.trip.id if scenario.trip else None)
        return Assignment(
            call_id=f"{spec.name}--again" if line.first else spec.name,
            company=COMPANY,
            driver_id=persona.driver_id if known else "",
            driver_name=persona.full_name if known else "",
            trip_id=trip.id if trip and known else None,
            direction=Direction.INBOUND if line.calls_back else Direction(scenario.direction),
            moment=self._moment,
        )

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


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the call: `frames` long each way, connected in frame `first`."""

    leg: DriverLeg
    frames: int
    script: Script
    ears: Ears
    first: int = 0
    calls_back: bool = False


class _Journal:
    """Karla's journal as ledger lines; what needs the line or the ears to be complete is completed.

    Her turns are counted from `turns_before`, so that after a break no number comes twice.
    """

    def __init__(self, ledger: Ledger, exchange: Exchange, ears: Ears, turns_before: int) -> None:
        self._ledger = ledger
        self._exchange = exchange
        self._ears = ears
        self._turns_before = turns_before

    def __call__(self, event: str, **data: object) -> None:
        """Write one entry."""
        if "turn" in data:
            data["turn"] = int(str(data["turn"])) + self._turns_before
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
