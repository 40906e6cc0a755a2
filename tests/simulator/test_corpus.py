"""What is shipped: every file loads without a contradiction, and together they cover what can happen."""

from datetime import date
from typing import get_args

import pytest

from runtime.session.call_session import Outcome as RuntimeOutcome
from runtime.understanding.dates import find_dates, say_day
from runtime.understanding.places import Gazetteer
from simulator.driver.intents import KarlaIntent
from simulator.persona import PERSONAS, Habits, Region
from simulator.scenario import Scenario, lint
from simulator.suite import SUITES, LoadedSuite, load_everything
from simulator.vocabulary import FAMILIES, TRAITS, Outcome, When

SCENARIOS_AT_LEAST = 36
PERSONAS_AT_LEAST = 14
# He has nothing to do about these: she waits for him, or says nothing in particular.
NOTHING_TO_DO = {"waiting", "other", "any"}


@pytest.fixture(scope="module")
def shipped(gazetteer: Gazetteer) -> LoadedSuite:
    return load_everything(SUITES / "default.yaml", gazetteer)


def test_there_are_enough_scenarios_and_drivers(shipped: LoadedSuite) -> None:
    assert len(shipped.scenarios) >= SCENARIOS_AT_LEAST
    assert len(shipped.personas) >= PERSONAS_AT_LEAST
    assert len(shipped.calls()) >= 140


def test_every_shipped_scenario_lints_clean(shipped: LoadedSuite, gazetteer: Gazetteer) -> None:
    assert {scenario.id: lint(scenario, gazetteer) for scenario in shipped.scenarios if lint(scenario, gazetteer)} == {}


def test_every_family_and_every_trait_occurs(shipped: LoadedSuite) -> None:
    tags = {tag for scenario in shipped.scenarios for tag in scenario.tags}

    assert FAMILIES - tags == set()
    assert TRAITS - tags == set()


def test_every_outcome_that_karla_may_reach_on_purpose_occurs(shipped: LoadedSuite) -> None:
    reached = {outcome for scenario in shipped.scenarios for outcome in scenario.expect.outcome}

    assert set(get_args(Outcome.__value__)) - reached == {"refused", "failed"}


def test_every_intent_of_karlas_occurs_in_a_plot(shipped: LoadedSuite) -> None:
    used = {line.when for scenario in shipped.scenarios for line in scenario.plot}

    assert set(get_args(When.__value__)) - used - NOTHING_TO_DO == set()


def test_scenario_words_are_the_runtimes_and_the_drivers() -> None:
    assert set(get_args(Outcome.__value__)) == {str(outcome) for outcome in RuntimeOutcome}
    assert set(get_args(When.__value__)) == {str(intent) for intent in KarlaIntent} | {"any"}


def test_the_drivers_cover_every_habit_and_every_region(shipped: LoadedSuite) -> None:
    habits = {name for persona in shipped.personas for name in persona.habits.model_fields_set}

    assert set(Habits.model_fields) - habits == set()
    assert {persona.region for persona in shipped.personas} == set(get_args(Region.__value__))
    assert len({persona.voice for persona in shipped.personas}) >= PERSONAS_AT_LEAST


def test_the_default_suite_lets_every_driver_and_every_line_take_part(shipped: LoadedSuite) -> None:
    calls = shipped.calls()

    assert {call.persona.id for call in calls} == {path.stem for path in PERSONAS.glob("*.yaml")}
    assert {call.channel for call in calls} == {"clean", "g711", "gsm", "gsm_yard", "gsm_cab"}


def test_the_quick_suite_has_every_family(gazetteer: Gazetteer) -> None:
    quick = load_everything(SUITES / "quick.yaml", gazetteer)

    assert {tag for scenario in quick.scenarios for tag in scenario.tags} >= FAMILIES
    assert len(quick.calls()) <= 16


@pytest.mark.parametrize("name", ["default", "quick", "barge_in", "safety"])
def test_every_shipped_suite_loads(name: str, gazetteer: Gazetteer) -> None:
    assert load_everything(SUITES / f"{name}.yaml", gazetteer).calls()


def test_the_calls_are_at_all_hours_and_in_many_zones(shipped: LoadedSuite) -> None:
    moments = [scenario.answered_at for scenario in shipped.scenarios]

    assert {moment.weekday() for moment in moments} == set(range(7))
    assert any(moment.hour < 1 for moment in moments)
    assert any((moment.month, moment.day) <= (1, 3) for moment in moments)
    assert len({scenario.zone for scenario in shipped.scenarios}) >= 6


def test_the_last_way_in_which_he_names_a_fact_means_it(shipped: LoadedSuite, gazetteer: Gazetteer) -> None:
    for scenario in shipped.scenarios:
        for name in ("origin", "destination"):
            words, truth = getattr(scenario.says, name), getattr(scenario.truth, name)
            found = gazetteer.parse(words[-1]) if words else None
            if truth and words:
                assert found and found.place and found.place.id == truth, (scenario.id, words)
        if scenario.says.date:
            assert _days(scenario, scenario.says.date[-1]) == {scenario.truth.date}, scenario.id


def test_what_karla_must_say_is_what_she_calls_it(shipped: LoadedSuite, gazetteer: Gazetteer) -> None:
    fixed = {"asistente virtual", "Karla", "Fletes del Norte", "nueve once"}
    for scenario in shipped.scenarios:
        facts = (scenario.expected_facts() or {}).values()
        spoken = " ".join(say_day(fact) if isinstance(fact, date) else gazetteer[fact].spoken for fact in facts)
        for words in set(scenario.expect.says) - fixed:
            assert words in spoken, (scenario.id, words, spoken)


def _days(scenario: Scenario, text: str) -> set[date]:
    return {day for reading in find_dates(f"fue {text}", scenario.answered_at) for day in reading.options}
