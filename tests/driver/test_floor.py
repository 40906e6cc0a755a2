"""When a driver speaks, and when he does not."""

import pytest

from simulator.driver.handset import Kind

GREETING = "Buenas tardes, habla Karla, asistente virtual; esta llamada se graba. ¿Hablo con Beto Salinas?"
STATES_TRIP = "Le llamo por su viaje de Monterrey a Nuevo Laredo, con fecha del lunes nueve de marzo; ¿es correcto?"
CONFIRMED = "Perfecto, queda confirmado su viaje. Gracias, que le vaya muy bien."
SEEDS = [str(seed) for seed in range(10)]


@pytest.fixture
def play(stage):
    """Return a way to play a call in which Karla says these things."""

    def playing(*turns: str, seed: str = "1", patience: dict | None = None, waits: float = 6.0, **habits):
        persona = stage.persona(patience=patience, **habits)
        return stage.play(stage.says(*turns), persona, stage.scenario(), seed=seed, patience=waits)

    return playing


@pytest.mark.parametrize("seed", SEEDS)
def test_he_answers_within_his_reaction_time(play, seed: str) -> None:
    call = play(GREETING, STATES_TRIP, CONFIRMED, seed=seed)

    for (_, _, until), spoken in zip(call.karla[:2], call.speech[1:], strict=False):
        assert 0.4 <= spoken.at - until <= 0.6


@pytest.mark.parametrize("seed", SEEDS)
def test_a_driver_without_habits_never_speaks_over_karla(play, seed: str) -> None:
    call = play(GREETING, STATES_TRIP, CONFIRMED, seed=seed)

    assert not any(spoken.over_karla for spoken in call.spoken)


@pytest.mark.parametrize("seed", SEEDS)
def test_who_barges_in_has_heard_enough_to_answer_truly(play, seed: str) -> None:
    call = play(GREETING, STATES_TRIP, seed=seed, barges_in=1)

    heard = call.karla[1][1]
    assert call.speech[2].over_karla
    assert "nueve de marzo;" in heard


def test_a_barge_in_waits_for_the_name_in_the_question(play) -> None:
    call = play(GREETING, barges_in=1)

    assert call.speech[1].over_karla
    assert call.karla[0][1].endswith("¿Hablo con Beto")


def test_back_channels_are_murmured_while_she_speaks_and_do_not_stop_her(play) -> None:
    call = play(GREETING, STATES_TRIP, back_channels=1)

    murmurs = [spoken for spoken in call.spoken if spoken.utterance.kind is Kind.BACKCHANNEL]
    assert murmurs and all(spoken.over_karla for spoken in murmurs)
    assert call.karla[1][1] == STATES_TRIP


def test_a_cough_is_no_answer(play) -> None:
    call = play(GREETING, STATES_TRIP, coughs=1)

    assert sum(spoken.utterance.kind is Kind.COUGH for spoken in call.spoken) == 2
    assert len(call.speech) == 3


def test_he_says_mande_only_as_often_as_he_has_patience_for(play) -> None:
    call = play(GREETING, *[STATES_TRIP] * 5, says_mande=1, patience={"mandes": 2})

    assert [text.endswith("?") or "fuerte" in text for text in call.texts[1:5]] == [True, True, False, False]


def test_he_comes_back_after_the_moment_that_he_asked_for(play) -> None:
    call = play(GREETING, "Claro, aquí espero.", GREETING, STATES_TRIP, waits=30, asks_to_wait=1, wait_seconds=(12, 12))

    asked = next(spoken for spoken in call.speech if "hold=12" in spoken.utterance.facts)
    back = call.speech[call.speech.index(asked) + 1]
    assert back.at - asked.until == pytest.approx(12, abs=0.1)


def test_into_a_silence_he_asks_once_and_then_hangs_up(play) -> None:
    call = play(GREETING, *[""] * 9, waits=60, patience={"silence_seconds": 5})

    answered = call.speech[1].until
    assert call.speech[2].at - answered == pytest.approx(5, abs=0.1)
    assert call.hung_up == "driver"
    assert call.ended - call.speech[2].until == pytest.approx(5, abs=0.1)


def test_too_many_turns_make_him_hang_up(play) -> None:
    call = play(*[GREETING] * 10, patience={"turns": 4})

    assert call.hung_up == "driver"
    assert len(call.speech) == 5


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_hangs_up_before_karla_has_finished(play, seed: str) -> None:
    call = play(GREETING, STATES_TRIP, CONFIRMED, seed=seed)

    assert call.karla[-1][1] == CONFIRMED
    assert call.ended > call.karla[-1][2] + 0.6


def test_some_hang_up_themselves_and_some_leave_it_to_her(play) -> None:
    calls = [play(GREETING, STATES_TRIP, CONFIRMED, seed=str(seed), waits=3) for seed in range(20)]

    assert {call.hung_up for call in calls} == {"driver", "karla"}


def test_on_a_transfer_he_waits_for_the_human(play) -> None:
    call = play(GREETING, "Claro, le comunico con una persona. No cuelgue, por favor.", waits=40)

    assert call.hung_up == "karla"


@pytest.mark.parametrize("seed", SEEDS)
def test_talked_over_he_stops_or_insists_but_answers_in_the_end(stage, seed: str) -> None:
    """A self-correction has a pause in it, and she takes it for the end of his turn."""
    persona = stage.persona(pauses_inside=1, pause_seconds=(3, 3))
    scenario = stage.scenario(trip=None, truth={"origin": "puebla", "destination": "toluca", "date": "2026-03-09"})
    turns = [GREETING, "¿De dónde salió, a dónde va y qué día?", "¿Qué día fue?", "¿Qué día fue?", "¿Qué día fue?"]

    call = stage.play(stage.says(*turns), persona, scenario, seed=seed)

    assert "date=2026-03-09" in call.facts
