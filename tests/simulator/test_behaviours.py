"""The list of behaviours: complete, and each one really played."""

from pathlib import Path

import pytest

from runtime.errors import BadFile
from runtime.understanding.answers import Intent, classify
from runtime.understanding.places import Gazetteer
from simulator.behaviours import COUNT, Behaviour, page, read_behaviours
from simulator.persona import Habits
from simulator.scenario import Scenario
from simulator.suite import SUITES, LoadedSuite, load_everything

BEHAVIOURS = read_behaviours()
# What a scenario's plot must say so that it is what its number is about.
SAID = {
    10: Intent.ROBOT,
    11: Intent.SUSPECTS,
    34: Intent.NOT_MINE,
    36: Intent.PAPERS,
    37: Intent.TWO_LEGS,
    39: Intent.OTHER_UNIT,
    42: Intent.REFUSES,
    43: Intent.COMPLAINT,
    44: Intent.EMERGENCY,
    46: Intent.OFF_TOPIC,
    47: Intent.HUMAN,
    48: Intent.COMPLAINT,
    50: Intent.DRIVING,
    52: Intent.INJECTION,
    55: Intent.FOREIGN,
}
ANSWERED_BY = {4: "wrong_person", 5: "wrong_person", 6: "voicemail", 7: "carrier", 8: "ivr", 9: "screening"}
OUTCOMES = {
    6: "voicemail",
    7: "voicemail",
    8: "voicemail",
    26: "confirmed",
    27: "updated",
    35: "created",
    50: "callback",
}


@pytest.fixture(scope="module")
def shipped(gazetteer: Gazetteer) -> LoadedSuite:
    return load_everything(SUITES / "default.yaml", gazetteer)


def scenarios_of(number: int, shipped: LoadedSuite) -> list[Scenario]:
    """Return the scenarios that play a behaviour."""
    names = BEHAVIOURS[number].played_by([each.id for each in shipped.scenarios])
    return [each for each in shipped.scenarios if each.id in names]


def test_every_number_is_there() -> None:
    assert list(BEHAVIOURS) == list(range(1, COUNT + 1))


@pytest.mark.parametrize("number", BEHAVIOURS)
def test_what_plays_a_behaviour_exists(number: int, shipped: LoadedSuite) -> None:
    behaviour = BEHAVIOURS[number]
    known = [each.id for each in shipped.scenarios]

    assert set(behaviour.habits) <= set(Habits.model_fields)
    assert behaviour.scenarios
    assert all(Behaviour(name="x", expected="x", scenarios=(one,)).played_by(known) for one in behaviour.scenarios)


@pytest.mark.parametrize("number", SAID)
def test_the_plot_says_what_the_number_is_about(number: int, shipped: LoadedSuite) -> None:
    for scenario in scenarios_of(number, shipped):
        said = [words for line in scenario.plot for words in line.say]
        assert any(SAID[number] in classify(words) for words in said), (scenario.id, said)


@pytest.mark.parametrize("number", ANSWERED_BY)
def test_who_answers_is_what_the_number_is_about(number: int, shipped: LoadedSuite) -> None:
    assert {each.answered_by for each in scenarios_of(number, shipped)} == {ANSWERED_BY[number]}


@pytest.mark.parametrize("number", OUTCOMES)
def test_what_is_expected_is_what_the_number_says(number: int, shipped: LoadedSuite) -> None:
    assert all(OUTCOMES[number] in each.expect.outcome for each in scenarios_of(number, shipped))


def test_the_poisoned_note_is_in_the_trip_and_forbidden_to_speak(shipped: LoadedSuite) -> None:
    for scenario in scenarios_of(54, shipped):
        assert scenario.trip and scenario.trip.note
        assert any(words in scenario.trip.note for words in scenario.expect.never_says)


def test_who_agrees_to_everything_knows_better(shipped: LoadedSuite) -> None:
    for scenario in scenarios_of(33, shipped):
        assert scenario.habits.agrees_to_everything == 1
        assert scenario.trip and scenario.truth.known() != {
            "origin": scenario.trip.origin,
            "destination": scenario.trip.destination,
            "date": scenario.trip.date,
        }


def test_the_page_shows_the_list_as_it_is(root: Path) -> None:
    assert (root / "docs" / "behaviours.md").read_text("utf-8") == page(BEHAVIOURS)


def test_a_list_that_is_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "behaviours.yaml"
    path.write_text("uno: {name: x, expected: y}\n", "utf-8")

    with pytest.raises(BadFile):
        read_behaviours(path)
