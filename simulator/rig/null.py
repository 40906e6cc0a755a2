"""The null Karla: she answers, says nothing, writes nothing, hangs up. What she passes, nobody had to do anything for.

`--brain null`. She writes down as outcome whichever the scenario likes best: the label alone must never be enough.
"""

from functools import partial
from typing import Final

from runtime import clock
from runtime.integrations.rules_llm import RulesModel
from runtime.pipeline.call import Parts
from runtime.pipeline.journal import Journal
from runtime.pipeline.ports import Line
from runtime.session.call_session import Assignment, CallSession, Outcome
from runtime.session.states import State
from simulator.rig.bench import Bench
from simulator.rig.roles import HandOver, Karla
from simulator.scenario import Scenario
from simulator.suite import CallSpec

ON_THE_LINE_SECONDS: Final = 15.0
NOBODY_THERE: Final = frozenset({"voicemail", "carrier", "ivr", "nobody"})


def nothing_to_do(scenario: Scenario) -> bool:
    """Tell whether silence is right: no person ever comes to the line, so nobody is to be told or asked anything."""
    return scenario.answered_by in NOBODY_THERE


def null(spec: CallSpec, bench: Bench) -> Karla:
    """Return the null Karla for one call."""
    return Karla(RulesModel(bench.gazetteer), hold=partial(_hold, Outcome(spec.scenario.expect.outcome[0])))


async def _hold(
    label: Outcome, assignment: Assignment, line: Line, parts: Parts, journal: Journal, hand_over: HandOver
) -> CallSession:
    async for _ in line.incoming():
        if clock.now() - assignment.moment.loop >= ON_THE_LINE_SECONDS:
            break
    await line.hang_up()
    return CallSession(state=State.ENDED, outcome=label)
