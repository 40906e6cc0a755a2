"""One call that came in at the CHIRP door: Karla whole, in real time, with a tester for a driver.

The trip and the driver are a scenario's and a persona's, as in the virtual rig, and the same files are left. Waits are
measured, not modelled, at this end of the network. A call that its peer broke proves nothing, and is INFRA.
"""

import asyncio
from pathlib import Path

from runtime import clock
from runtime.clock import Moment
from runtime.integrations.local_tts import LocalVoice
from runtime.integrations.trips_memory import TripsInMemory
from runtime.pipeline.call import Parts
from runtime.session.call_session import Assignment, CallSession, Direction
from runtime.trips import Trip
from simulator.chirp.peer import Peer
from simulator.chirp.wire import Violation
from simulator.results.call_folder import CallFolder, CallSummary, score_call, write_trip
from simulator.results.recording import Recording
from simulator.rig.bench import Bench, voices
from simulator.rig.chirp.ears import MakeEars
from simulator.rig.chirp.line import ChirpLine
from simulator.rig.roles import Karla
from simulator.rig.virtual import COMPANY
from simulator.scoring.expectation import Expectation
from simulator.scoring.ledger import Ledger
from simulator.suite import CallSpec


class ChirpCall:
    """One call: the line to its peer, and what is written down of it. Nothing in it is shared with another."""

    def __init__(self, spec: CallSpec, peer: Peer, shared: Bench, acting: Karla, make_ears: MakeEars) -> None:
        self._spec = spec
        self._peer = peer
        self._bench = shared
        self._acting = acting
        scenario, persona = spec.scenario, spec.persona
        self._own = scenario.trip.of(persona.driver_id) if scenario.trip else None
        others = [trip.of(persona.driver_id) for trip in scenario.other_trips]
        self._trips = TripsInMemory([*([self._own] if self._own else []), *others])
        self._before = dict(self._trips.trips)
        self._ledger = Ledger()
        self._recording = Recording()
        self._line = ChirpLine(peer, self._recording, self._ledger)
        self._ears = make_ears(self._line)

    async def hold(self, folder: Path) -> CallSummary:
        """Hold the call to its end, leave its files in `folder`, and sum it up."""
        started = clock.now()
        self._ledger.clock = lambda: clock.now() - started
        self._note_start()
        session = await self._both_sides(Moment(self._spec.scenario.answered_at, started))
        if self._peer.fault:
            self._ledger.note("call.error", where="the peer", type="", text=self._peer.fault)
        self._ledger.note("call.end", outcome=session.outcome, other_trips_changed=self._touched())
        # Other calls go on meanwhile: writing and judging take longer than a frame.
        return await asyncio.to_thread(self._write, folder)

    async def _both_sides(self, moment: Moment) -> CallSession:
        async with asyncio.TaskGroup() as sides:
            sides.create_task(self._peer.send())
            sides.create_task(self._receive())
            held = sides.create_task(self._karla(moment))
            await self._line.run()
            self._peer.close()
        return held.result()

    async def _receive(self) -> None:
        try:
            async for message in self._peer.received():
                if isinstance(message, bytes):
                    self._line.inbound.audio(message)
                else:
                    self._line.inbound.announce(message)
        except Violation as violation:
            self._peer.breaks_off(violation)
        self._line.close(self._peer.who_ended)

    async def _karla(self, moment: Moment) -> CallSession:
        acting, shared = self._acting, self._bench
        parts = Parts(
            self._ears,
            acting.model,
            LocalVoice(shared.engine, voices()["karla"], in_thread=True),
            self._trips,
            shared.gazetteer,
            acting.manners,
        )
        return await acting.hold(
            self._assignment(moment), self._line, acting.parts(parts), self._journal, self._hand_over
        )

    def _assignment(self, moment: Moment) -> Assignment:
        scenario, persona = self._spec.scenario, self._spec.persona
        known = scenario.direction == "outbound" or scenario.caller_id == "known"
        return Assignment(
            call_id=self._spec.name,
            company=COMPANY,
            driver_id=persona.driver_id if known else "",
            driver_name=persona.full_name if known else "",
            trip_id=self._own.id if self._own and known else None,
            direction=Direction(scenario.direction),
            moment=moment,
        )

    async def _hand_over(self, session: CallSession) -> None:
        packet = {"trip": session.trip.id if session.trip else None, "facts": dict(session.facts)}
        self._ledger.note("transfer", reason=session.reason, packet=packet)

    # ------------------------------------------------------------------------------------ what is written down

    def _journal(self, event: str, **data: object) -> None:
        """Write Karla's journal into the ledger; what needs the line to be complete is completed there."""
        match event:
            case "tts.start":
                self._line.begins_sentence(int(str(data["turn"])), str(data["text"]))
            case "agt.said":
                turn, heard, unheard = int(str(data["turn"])), str(data["heard"]), str(data["unheard"])
                self._line.ends_turn(turn, heard, unheard, truncated=bool(data["truncated"]))
                return
            case "stt.final":
                said, self._line.said = self._line.said, []
                data |= {"ref": " ".join(each.text for each in said), "utt": [each.number for each in said]}
        self._ledger.note(event, **data)

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

    def _touched(self) -> list[str]:
        """Return the trips that were not this call's to change, and were changed."""
        own = self._own.id if self._own else None
        return [key for key, trip in self._before.items() if key != own and self._trips.trips.get(key) != trip]

    def _after(self) -> Trip | None:
        if self._own is not None:
            return self._trips.trips.get(self._own.id)
        return next((trip for key, trip in self._trips.trips.items() if key not in self._before), None)

    def _write(self, folder: Path) -> CallSummary:
        folder.mkdir(parents=True, exist_ok=True)
        files, expected = CallFolder(folder), Expectation.of(self._spec.scenario, self._spec.persona)
        self._ledger.write(files.ledger)
        self._recording.write(files.audio)
        write_trip(files.trip, self._own, self._after(), expected.trip)
        return score_call(self._spec, folder)
