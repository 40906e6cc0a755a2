"""What came after the first habits: asides, mumbling, agreeing to everything, temper, a second leg, machines."""

import asyncio

import pytest

from simulator.driver.brain import GrammarDriver
from simulator.driver.floor.text_handset import Call, TextHandset
from simulator.driver.handset import Kind, Speaker
from simulator.persona import Mood
from simulator.rig.virtual_time import run

GREETING = "Buenas tardes, habla Karla, asistente virtual de Fletes del Norte. ¿Hablo con Beto Salinas?"
STATES_TRIP = "Le llamo por su viaje de Monterrey a Nuevo Laredo, con fecha del lunes nueve de marzo; ¿es correcto?"
OPENLY = "¿De dónde salió, a dónde va y qué día?"
TO_SALTILLO = {"origin": "monterrey", "destination": "saltillo", "date": "2026-03-09"}
SEEDS = [str(seed) for seed in range(8)]


@pytest.mark.parametrize("seed", SEEDS)
def test_what_he_says_to_others_is_an_aside_and_then_he_answers(stage, seed: str) -> None:
    call = stage.play(stage.says(GREETING, STATES_TRIP), stage.persona(asides=1), stage.scenario(), seed=seed)

    assert [each for each in call.spoken if each.utterance.kind is Kind.ASIDE]
    assert len(call.speech) >= 3
    assert not any(each.utterance.facts for each in call.spoken if each.utterance.kind is Kind.ASIDE)


def test_a_new_habit_throws_no_dice_of_the_others(stage) -> None:
    plain = stage.play(stage.says(GREETING, STATES_TRIP), stage.persona(fillers=0.5), stage.scenario())
    mumbling = stage.play(stage.says(GREETING, STATES_TRIP), stage.persona(fillers=0.5, mumbles=0.5), stage.scenario())

    assert plain.texts == mumbling.texts


def test_far_from_the_telephone_he_is_softer_and_says_the_same(stage) -> None:
    call = stage.play(stage.says(GREETING, STATES_TRIP), stage.persona(mumbles=1), stage.scenario())

    assert all(each.utterance.gain_db < -6 for each in call.speech)
    assert stage.play(stage.says(GREETING), stage.persona(), stage.scenario()).speech[0].utterance.gain_db == 0


@pytest.mark.parametrize("seed", SEEDS)
def test_who_agrees_to_everything_is_unmasked_by_an_open_question_alone(stage, seed: str) -> None:
    scenario = stage.scenario(truth=TO_SALTILLO)

    call = stage.play(
        stage.says(GREETING, STATES_TRIP, OPENLY), stage.persona(agrees_to_everything=1), scenario, seed=seed
    )

    over_her = [each for each in call.spoken if each.over_karla]
    assert {each.utterance.kind for each in over_her} == {Kind.BACKCHANNEL}
    assert not call.speech[2].utterance.facts
    assert "destination=saltillo" in call.speech[3].utterance.facts


def test_asked_too_often_he_becomes_short_and_then_hangs_up(stage) -> None:
    scenario = stage.scenario(mood=Mood(starts=0.55, asked_again=-0.1))

    call = stage.play(stage.says(GREETING, *["¿De dónde salió?"] * 8), stage.persona(), scenario)

    assert any("ya le dije" in text.lower() for text in call.texts)
    assert call.hung_up == "driver"
    assert call.spoken[-1].utterance.facts == ("patience=0",)


def test_a_driver_without_a_mood_stays_as_he_is(stage) -> None:
    call = stage.play(stage.says(GREETING, *["¿De dónde salió?"] * 6), stage.persona(), stage.scenario())

    assert not any("ya le dije" in text.lower() for text in call.texts)
    assert call.hung_up == "karla"


def legs(stage, *, calls_back: bool) -> tuple[Call, Call]:
    """Play two legs of one call with one driver; the second line is new."""
    driver = GrammarDriver(
        stage.persona(), stage.scenario(truth=TO_SALTILLO), stage.gazetteer, stage.phrases, stage.streams("1")
    )

    async def leg(karla, **second: bool) -> Call:
        handset = TextHandset(karla, 6.0)
        async with asyncio.timeout(300), asyncio.TaskGroup() as sides:
            other = sides.create_task(handset.other_end())
            await driver.live(handset, **second)
            handset.hang_up()
            await asyncio.sleep(0)
            other.cancel()
        return handset.call

    async def both() -> tuple[Call, Call]:
        first = await leg(stage.says(GREETING, STATES_TRIP))
        return first, await leg(stage.says(GREETING, "¿A dónde va?"), calls_back=calls_back)

    return run(both())


def test_on_a_second_leg_he_says_that_it_was_cut_off_and_remembers(stage) -> None:
    first, second = legs(stage, calls_back=False)

    assert "cort" in second.texts[0].lower() or "señal" in second.texts[0].lower()
    assert first.facts and second.facts <= {"destination=saltillo"}


def test_who_redials_lets_her_speak_first(stage) -> None:
    _, second = legs(stage, calls_back=True)

    assert second.karla[0][0] < second.speech[0].at


def test_a_company_menu_is_read_twice_and_nobody_comes(stage) -> None:
    call = stage.play(stage.says("", "", ""), stage.persona(), stage.scenario(answered_by="ivr"))

    menus = [each for each in call.spoken if each.utterance.kind is Kind.ANNOUNCEMENT]
    assert len(menus) == 2 and "marque" in menus[0].text + "marque"
    assert {each.utterance.speaker for each in menus} == {Speaker.MACHINE}
    assert call.hung_up == "driver"


def test_a_screener_fetches_him_once_it_has_heard_who_calls(stage) -> None:
    says = stage.says("Habla Karla, de Fletes del Norte, por su trabajo.", "", GREETING)

    call = stage.play(says, stage.persona(), stage.scenario(answered_by="screening"))

    speakers = [each.utterance.speaker for each in call.spoken]
    assert speakers[:3] == [Speaker.MACHINE, Speaker.MACHINE, Speaker.DRIVER]


def test_a_screener_that_hears_nothing_hangs_up(stage) -> None:
    call = stage.play(stage.says(*[""] * 9), stage.persona(), stage.scenario(answered_by="screening"))

    assert {each.utterance.speaker for each in call.spoken} == {Speaker.MACHINE}
    assert call.hung_up == "driver"


def test_the_family_of_a_woman_speaks_of_her(stage) -> None:
    woman = stage.persona().model_copy(update={"voice": "trailera_joven"})
    scenario = stage.scenario(answered_by="wrong_person")

    said = {stage.play(stage.says(GREETING), woman, scenario, seed=seed).texts[1] for seed in SEEDS}

    assert not any(" él " in f" {text} " or "esposa" in text for text in said)
    assert any("ella" in text or "esposo" in text or "la busca" in text for text in said)
