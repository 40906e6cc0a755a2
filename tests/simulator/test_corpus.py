"""What is shipped: every file loads without a contradiction, and together they cover what can happen."""

import re
from datetime import date
from itertools import combinations
from typing import get_args

import pytest

from runtime.session.call_session import Outcome as RuntimeOutcome
from runtime.understanding.dates import find_dates, say_day
from runtime.understanding.numbers import cardinal_at
from runtime.understanding.places import Gazetteer
from runtime.understanding.text import fold, tokens
from simulator.driver.intents import KarlaIntent
from simulator.persona import PERSONAS, Habits, Persona, Region
from simulator.scenario import Scenario, lint
from simulator.suite import SUITES, LoadedSuite, load_everything
from simulator.vocabulary import FACTS, FAMILIES, TRAITS, Outcome, When

SCENARIOS_AT_LEAST = 120
PERSONAS_AT_LEAST = 40
SCENARIOS_OF_A_FAMILY = 3
DRIVERS_OF_A_REGION = 4
SHARED_WORDS_AT_MOST = 0.5
# He has nothing to do about these: she waits for him, or says nothing in particular.
NOTHING_TO_DO = {"waiting", "other", "any"}

DATE_TRAPS = (
    *("anoche", "antenoche", "antier", "antes de antier", "ayer para amanecer", "madrugada", "mañana temprano"),
    *("pasado mañana", "de hoy en ocho", "de hoy en quince", "hace ocho dias", "el lunes que paso", "que viene"),
    *("de la semana pasada", "de la semana que entra", "el ultimo de enero", "veintinueve de febrero"),
    *("anoche como a las doce", "pasaditas las doce", "del tres del veintiseis", "el martes nueve", "el domingo"),
)
PLACE_TRAPS = (
    *("laredo", "el puerto", "el puente", "san luis", "juarez", "matamoros", "guadalupe", "santa catarina", "hidalgo"),
    *("nogales", "camargo", "colombia", "la regia", "el sarape", "la camotera", "guanatos", "tj", "la conejera"),
    *("pantaco", "el puerto interior", "la caseta de", "el kilometro", "tepotzotlan"),
)
BEHAVIOURS = (
    *("volteo|volque|acabo de chocar", "me acaban de asaltar|me asaltaron", "me duele mucho el pecho"),
    *("me traen amenazado", "no me pagan la estadia", "voy a renunciar", "chinga tu madre", "una lana"),
    *("tiene novio|me gusta su voz", "las casetas", "por donde me voy", "cuando me pagan", "cuanto vale la carga"),
    *("ya no me marquen", "no quiero que me graben", "borren mis datos", "extorsion", "ignore sus instrucciones"),
    *("ese viaje no es mio", "no traigo el folio", "me cambiaron la caja", "dos viajes", "b de burro", "con equis"),
    *("mi papa no esta", "soy su esposa", "soy el relevo", "ya no es de el|ya no es su numero", "soy el guardia"),
    *("guardia nacional", "soy yo jajaja", "no spanish", "hablo maya", "es al reves|al reves"),
)


@pytest.fixture(scope="module")
def shipped(gazetteer: Gazetteer) -> LoadedSuite:
    return load_everything(SUITES / "default.yaml", gazetteer)


@pytest.fixture(scope="module")
def said(shipped: LoadedSuite) -> str:
    """All that scenarios let drivers say, folded, one utterance a line."""
    lines = [words for each in shipped.scenarios for line in each.plot for words in (*line.say, *line.say_after)]
    lines += [words for each in shipped.scenarios for name in FACTS for words in getattr(each.says, name)]
    return "\n".join(fold(words) for words in lines)


def test_there_are_enough_scenarios_and_drivers(shipped: LoadedSuite) -> None:
    assert len(shipped.scenarios) >= SCENARIOS_AT_LEAST
    assert len(shipped.personas) >= PERSONAS_AT_LEAST
    assert len(shipped.calls()) >= 300  # enough to see a loss of five points


def test_every_shipped_scenario_lints_clean(shipped: LoadedSuite, gazetteer: Gazetteer) -> None:
    for scenario in shipped.scenarios:
        assert lint(scenario, gazetteer) == [], scenario.id


def test_every_family_has_several_scenarios_and_every_trait_one(shipped: LoadedSuite) -> None:
    tags = [tag for scenario in shipped.scenarios for tag in scenario.tags]

    assert {family: tags.count(family) for family in FAMILIES if tags.count(family) < SCENARIOS_OF_A_FAMILY} == {}
    assert TRAITS - set(tags) == set()


def test_every_outcome_that_karla_may_reach_on_purpose_occurs(shipped: LoadedSuite) -> None:
    reached = {outcome for scenario in shipped.scenarios for outcome in scenario.expect.outcome}

    assert set(get_args(Outcome.__value__)) - reached == {"failed"}


def test_every_intent_of_karlas_occurs_in_a_plot(shipped: LoadedSuite) -> None:
    used = {line.when for scenario in shipped.scenarios for line in scenario.plot}

    assert set(get_args(When.__value__)) - used - NOTHING_TO_DO == set()


def test_scenario_words_are_the_runtimes_and_the_drivers() -> None:
    assert set(get_args(Outcome.__value__)) == {str(outcome) for outcome in RuntimeOutcome}
    assert set(get_args(When.__value__)) == {str(intent) for intent in KarlaIntent} | {"any"}


# ----------------------------------------------------------------------------------------------- the drivers


@pytest.mark.parametrize("region", get_args(Region.__value__))
def test_several_drivers_come_from_each_region(region: str, shipped: LoadedSuite) -> None:
    assert sum(persona.region == region for persona in shipped.personas) >= DRIVERS_OF_A_REGION


def test_the_drivers_are_men_and_women_of_all_ages(shipped: LoadedSuite) -> None:
    ages = [_age(persona) for persona in shipped.personas]

    assert sum(persona.is_woman for persona in shipped.personas) >= PERSONAS_AT_LEAST // 5
    assert min(ages) < 20 and max(ages) >= 70
    assert {age // 10 for age in ages} >= {1, 2, 3, 4, 5, 6, 7}


def test_a_woman_says_that_it_is_she(shipped: LoadedSuite) -> None:
    for persona in shipped.personas:
        own = fold(" ".join(persona.words.identity_yes))
        assert not (persona.is_woman and re.search(r"\b(el habla|servidor|el mismo)\b", own)), persona.id
        assert persona.is_woman or not re.search(r"\b(ella habla|servidora|la misma)\b", own), persona.id


def test_every_habit_occurs_somewhere(shipped: LoadedSuite) -> None:
    habits = {name for persona in shipped.personas for name in persona.habits.model_fields_set}
    habits |= {name for scenario in shipped.scenarios for name in scenario.habits.model_fields_set}

    assert set(Habits.model_fields) - habits == set()


def test_no_two_drivers_talk_alike(shipped: LoadedSuite) -> None:
    for one, other in combinations(shipped.personas, 2):
        assert _shared_words(one, other) <= SHARED_WORDS_AT_MOST, (one.id, other.id)


def test_no_two_drivers_are_one(shipped: LoadedSuite) -> None:
    personas = shipped.personas

    assert len({persona.full_name for persona in personas}) == len(personas)
    assert len({persona.phone for persona in personas}) == len(personas)
    assert len({(persona.voice, persona.region) for persona in personas}) == len(personas)
    assert len({persona.voice for persona in personas}) >= PERSONAS_AT_LEAST


def test_drivers_differ_in_patience_speed_and_loudness(shipped: LoadedSuite) -> None:
    reactions = [sum(persona.reaction_seconds) / 2 for persona in shipped.personas]
    gains = [persona.gain_db for persona in shipped.personas]

    assert min(reactions) < 0.4 and max(reactions) > 1.0
    assert min(gains) <= -6 and max(gains) >= 6
    assert len({persona.patience for persona in shipped.personas}) >= PERSONAS_AT_LEAST // 2


# ----------------------------------------------------------------------------------------------- the scenarios


@pytest.mark.parametrize("trap", [*DATE_TRAPS, *PLACE_TRAPS])
def test_some_driver_names_a_day_or_a_place_this_way(trap: str, said: str) -> None:
    assert re.search(rf"\b{trap}\b", said)


@pytest.mark.parametrize("behaviour", BEHAVIOURS)
def test_some_driver_comes_up_with(behaviour: str, said: str) -> None:
    assert re.search(rf"\b(?:{behaviour})\b", re.sub(r"[^\w\s]", "", said))


def test_somebody_asks_in_at_least_three_ways_whether_she_is_a_machine(said: str) -> None:
    asked = re.findall(r"\b(?:robot|grabacion|maquina|computadora|inteligencia artificial|contestadora)\b", said)

    assert len(set(asked)) >= 5


def test_no_scenario_is_told_twice(shipped: LoadedSuite) -> None:
    told = [scenario.model_copy(update={"id": "", "title": ""}) for scenario in shipped.scenarios]
    trips = [scenario.trip.id for scenario in shipped.scenarios if scenario.trip]

    assert len({scenario.model_dump_json() for scenario in told}) == len(told)
    assert len({scenario.title for scenario in shipped.scenarios}) == len(told)
    assert len(set(trips)) == len(trips)


def test_whatever_is_written_must_have_been_said(shipped: LoadedSuite) -> None:
    writing = [each for each in shipped.scenarios if set(each.expect.outcome) <= {"updated", "created"}]

    assert [each.id for each in writing if not each.expect.says] == []
    assert len(writing) >= SCENARIOS_AT_LEAST // 3


def test_strangers_must_not_hear_a_place_of_the_trip(shipped: LoadedSuite, gazetteer: Gazetteer) -> None:
    for scenario in shipped.scenarios:
        if scenario.answered_by in ("driver", "screening") or "confirmed" in scenario.expect.outcome:
            continue
        hidden = fold(" ".join(scenario.expect.never_says))
        assert scenario.trip is not None, scenario.id
        assert set(fold(gazetteer[scenario.trip.destination].name).split()) & set(hidden.split()), scenario.id


def test_no_driver_says_figures(shipped: LoadedSuite) -> None:
    for scenario in shipped.scenarios:
        for line in scenario.plot:
            spoken = " ".join((*line.say, *line.say_after))
            assert not re.search(r"(?<!…)(?<!…\d)(?<!…\d\.)\d", spoken), (scenario.id, spoken)


def test_the_calls_are_at_all_hours_and_in_many_zones(shipped: LoadedSuite) -> None:
    moments = [scenario.answered_at for scenario in shipped.scenarios]

    assert {moment.weekday() for moment in moments} == set(range(7))
    assert {moment.month for moment in moments} == set(range(1, 13))
    assert any(moment.hour == 0 and moment.minute <= 15 for moment in moments)
    assert any(moment.hour == 23 and moment.minute >= 55 for moment in moments)
    assert {"America/Tijuana", "America/Ciudad_Juarez", "America/Matamoros", "America/Cancun"} <= {
        scenario.zone for scenario in shipped.scenarios
    }


def test_calls_fall_on_the_days_that_calendars_get_wrong(shipped: LoadedSuite) -> None:
    days = {scenario.now.date() for scenario in shipped.scenarios}
    trips = {scenario.truth.date for scenario in shipped.scenarios} - {None}

    assert date(2028, 2, 29) in trips and date(2028, 3, 1) in days
    assert {date(2026, 3, 8), date(2026, 11, 1)} <= days, "the Sundays on which border clocks change"
    assert {(day.month, day.day) for day in days} >= {(1, 1), (1, 2)}
    assert {(day.month, day.day) for day in trips if day} >= {(12, 31), (1, 1), (1, 31), (9, 30), (6, 30), (10, 31)}


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


# ----------------------------------------------------------------------------------------------- the suites


def test_the_default_suite_lets_every_driver_and_every_line_take_part(shipped: LoadedSuite) -> None:
    calls = shipped.calls()

    assert {call.persona.id for call in calls} == {path.stem for path in PERSONAS.glob("*.yaml")}
    assert {call.channel for call in calls} == {"clean", "g711", "gsm", "gsm_yard", "gsm_cab"}


def test_the_quick_suite_has_every_family(gazetteer: Gazetteer) -> None:
    quick = load_everything(SUITES / "quick.yaml", gazetteer)

    assert {tag for scenario in quick.scenarios for tag in scenario.tags} >= FAMILIES
    assert len(quick.calls()) <= 16


def test_the_boundaries_suite_has_every_calendar_and_map_trap(shipped: LoadedSuite, gazetteer: Gazetteer) -> None:
    traps = {"x-border-clock", "x-leap-day", "x-homonym", "x-facility", "ambiguous_date", "relative_date", "midnight"}
    wanted = {each.id for each in shipped.scenarios if each.id.startswith(("fecha_", "medianoche_", "homonimo_"))}

    boundaries = load_everything(SUITES / "boundaries.yaml", gazetteer)

    assert {tag for scenario in boundaries.scenarios for tag in scenario.tags} >= traps
    assert {scenario.id for scenario in boundaries.scenarios} >= wanted


@pytest.mark.parametrize("name", sorted(path.stem for path in SUITES.glob("*.yaml")))
def test_every_shipped_suite_loads(name: str, gazetteer: Gazetteer) -> None:
    assert load_everything(SUITES / f"{name}.yaml", gazetteer).calls()


def _days(scenario: Scenario, text: str) -> set[date]:
    return {day for reading in find_dates(f"fue {text}", scenario.answered_at) for day in reading.options}


def _age(persona: Persona) -> int:
    """Return the age that a persona's description gives."""
    words = tokens(persona.about)
    counts = [cardinal_at(words, at) for at in range(len(words))]
    ages = [count.value for count in counts if count and words[count.end : count.end + 1] == ["años"]]
    assert ages, f"{persona.id} has no age in «about»"
    return max(ages)


def _shared_words(one: Persona, other: Persona) -> float:
    """Return which share of their own phrases two drivers have in common."""
    mine, yours = (
        {fold(phrase) for phrases in persona.words.model_dump().values() for phrase in phrases}
        for persona in (one, other)
    )
    return len(mine & yours) / min(len(mine), len(yours))
