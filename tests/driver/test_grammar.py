"""How a driver puts it: his phrases, his own words, and the way people really speak."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from runtime.errors import BadFile
from runtime.understanding.dates import find_dates
from simulator.driver.knowledge import Fact, Knowledge
from simulator.driver.phrases import SLOTS, Phrases
from simulator.driver.speech.grammar import Grammar, Saying, pieces_of
from simulator.driver.speech.naming import Naming
from simulator.persona import Persona
from simulator.scenario import Scenario

ROOT = Path(__file__).resolve().parent.parent.parent
NUEVO_LAREDO = Saying("give_destination", {"destination": "Nuevo Laredo"}, decoys={"destination": "Saltillo"})


@pytest.fixture
def grammar(stage, streams):
    """Return a way to make the grammar of a driver with these habits."""

    def make(seed: str = "1", words: dict | None = None, **habits) -> Grammar:
        return Grammar(stage.persona(words=words, **habits), stage.phrases, streams(seed))

    return make


@pytest.fixture
def naming_of(stage, streams):
    """Return a way to make the names that a driver uses in a scenario."""

    def make(scenario: Scenario, seed: str = "1") -> Naming:
        chance = streams(seed)("naming")
        return Naming(Knowledge(scenario), stage.gazetteer, stage.phrases.names, scenario.answered_at, chance)

    return make


def test_there_are_enough_phrases_to_not_sound_like_a_machine(stage) -> None:
    assert len(stage.phrases) >= 250


def test_every_situation_that_has_tenses_can_be_put_in_either(stage) -> None:
    for situation in stage.phrases.templates:
        for tense, other in (("past", "coming"), ("coming", "past")):
            if situation.endswith(f"_{tense}"):
                assert f"{situation.removesuffix(tense)}{other}" in stage.phrases.templates


def test_a_region_adds_only_to_situations_that_exist(stage) -> None:
    assert all(name in stage.phrases.templates for added in stage.phrases.regions.values() for name in added)


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ('yes: ["Sí"]\nno: ["No {destino}"]\n', 2, "unknown slot «{destino}»"),
        ('yes: ["Sí"]\nwait: ["Deme 5 minutos"]\n', 2, "numbers are written in words"),
        ("yes: Sí\n", 1, "must be a list of phrases"),
        ("yes: []\n", 1, "must be a list of phrases"),
    ],
)
def test_a_bad_phrase_is_refused_with_its_line(tmp_path: Path, text: str, line: int, reason: str) -> None:
    path = tmp_path / "driver.yaml"
    path.write_text(text, "utf-8")

    with pytest.raises(BadFile, match=re.escape(reason)) as refused:
        Phrases.read(path)
    assert refused.value.line == line


@pytest.mark.parametrize("tense", ["past", "coming"])
def test_no_slot_is_left_open_and_no_digit_is_spoken(stage, grammar, tense: str) -> None:
    speaks = grammar()
    slots = dict.fromkeys(SLOTS - {"yes", "no"}, "el puerto")

    for situation in stage.phrases.templates:
        for _ in range(12):
            said = speaks.utter(Saying(situation, slots, tense=tense)).text
            assert not re.search(r"[{}\d…]|\b(de|a) el puerto", said), said


def test_the_same_phrase_is_not_said_twice_in_a_row(grammar) -> None:
    speaks = grammar()

    said = [speaks.utter(Saying("mande")).text for _ in range(30)]

    assert all(one != next_one for one, next_one in pairwise(said))


def test_a_driver_has_his_own_yes(grammar) -> None:
    speaks = grammar(words={"yes": ["Fierro"]})

    assert "Fierro" in {speaks.utter(Saying("yes")).text for _ in range(3)}


def test_a_filler_comes_first_and_a_place_keeps_its_capital(grammar) -> None:
    speaks = grammar(fillers=1, words={"fillers": ["pos"]})

    said = speaks.utter(Saying("option_place", {"place": "Nuevo Laredo"})).text

    assert said.startswith("Pos") and "Nuevo Laredo" in said


def test_a_hesitation_comes_before_the_place(grammar) -> None:
    speaks = grammar(pauses_inside=1, pause_seconds=(0.7, 0.9))

    for _ in range(10):
        pieces = speaks.utter(Saying("correct_destination", {"destination": "Laredo"})).pieces
        seconds = [piece for piece in pieces if isinstance(piece, float)]
        assert not seconds or (0.7 <= seconds[0] <= 0.9 and str(pieces[-1]).startswith("Laredo"))
    assert any(isinstance(piece, float) for piece in pieces) or len(" ".join(map(str, pieces)).split()) <= 4


def test_who_corrects_himself_ends_with_the_truth(grammar) -> None:
    for seed in range(10):
        said = grammar(str(seed)).utter(NUEVO_LAREDO).text
        assert said.index("Saltillo") < said.index("Nuevo Laredo")


def test_a_pause_is_written_with_three_dots() -> None:
    assert pieces_of("Fue… el lunes…1.5 nueve") == ("Fue", 0.7, "el lunes", 1.5, "nueve")


@pytest.mark.parametrize("day", ["2026-03-10", "2026-03-09", "2026-03-08", "2026-03-05", "2026-02-20", "2026-03-12"])
def test_a_day_as_he_names_it_can_mean_that_day(stage, naming_of, day: str) -> None:
    truth = {"origin": "monterrey", "destination": "saltillo", "date": day}
    scenario = stage.scenario(truth=truth)
    tense = "fui" if day < "2026-03-10" else "voy"

    for seed in range(10):
        naming = naming_of(scenario, str(seed))
        for times in range(3):
            said = naming.name(Fact.DATE, times).text
            readings = find_dates(f"{tense} {said}", scenario.answered_at)
            assert day in {option.isoformat() for reading in readings for option in reading.options}, said


def test_a_place_as_he_names_it_means_no_other_place(stage, naming_of) -> None:
    for place in stage.gazetteer:
        scenario = stage.scenario(truth={"origin": "monterrey", "destination": place.id, "date": "2026-03-09"})
        naming = naming_of(scenario)

        said = naming.name(Fact.DESTINATION, 0).text

        assert [reading.place for reading in stage.gazetteer.find(f"fui a {said}")] == [place], said


@pytest.mark.parametrize("path", sorted((ROOT / "personas").glob("*.yaml")), ids=lambda path: path.stem)
def test_every_shipped_driver_finds_words_for_everything(stage, streams, path: Path) -> None:
    persona = Persona.read(path)
    speaks = Grammar(persona, stage.phrases, streams("1"))
    slots = dict.fromkeys(SLOTS - {"yes", "no"}, "Saltillo")

    said = {speaks.utter(Saying(situation, slots, tense="past")).text for situation in stage.phrases.templates}

    assert len(said) > 60
