"""Whose voice it is that Karla hears."""

import pytest

from simulator.driver.handset import Speaker

GREETING = "Buenas tardes, habla Karla, asistente virtual de Fletes del Norte. ¿Hablo con Beto Salinas?"
STATES_TRIP = (
    "Gracias. Le llamo por su viaje de Monterrey a Nuevo Laredo, con fecha del lunes nueve de marzo; ¿es correcto?"
)
HANDS_OVER = {
    "when": "asked_identity",
    "say": ("Ahorita se lo paso",),
    "then": "hold",
    "seconds": 8.0,
    "say_after": ("¿Bueno?",),
}


@pytest.fixture
def speakers(stage):
    """Return a way to play a call and to learn who said what."""

    def play(*turns: str, patience: float = 20.0, **scenario):
        call = stage.play(stage.says(*turns), stage.persona(), stage.scenario(**scenario), patience=patience)
        return [(spoken.text, spoken.utterance.speaker) for spoken in call.spoken]

    return play


def test_the_driver_speaks_with_his_own_voice(speakers) -> None:
    assert {speaker for _, speaker in speakers(GREETING, STATES_TRIP)} == {Speaker.DRIVER}


def test_his_wife_speaks_with_hers(speakers) -> None:
    found = speakers(GREETING, "¿Me lo puede comunicar, por favor?", answered_by="wrong_person")

    assert len(found) >= 3
    assert {speaker for _, speaker in found} == {Speaker.OTHER}


def test_when_she_hands_him_the_telephone_it_is_he_who_speaks(speakers) -> None:
    found = speakers(GREETING, GREETING, STATES_TRIP, answered_by="wrong_person", plot=(HANDS_OVER,))

    assert [speaker for _, speaker in found[:4]] == [Speaker.OTHER, Speaker.OTHER, Speaker.DRIVER, Speaker.DRIVER]
    assert found[1][0] == "Ahorita se lo paso" and found[2][0] == "¿Bueno?"


def test_who_fetches_him_is_who_says_that_he_is_coming(speakers) -> None:
    """Karla asks during the wait whether anybody is there."""
    line = HANDS_OVER | {"seconds": 20.0}

    found = speakers(GREETING, "¿Sigue ahí?", *[""] * 9, answered_by="wrong_person", plot=(line,), patience=6.0)

    assert [speaker for _, speaker in found[1:4]] == [Speaker.OTHER, Speaker.OTHER, Speaker.DRIVER]


@pytest.mark.parametrize("answered_by", ["voicemail", "carrier"])
def test_an_announcement_has_a_machines_voice(speakers, answered_by: str) -> None:
    assert {speaker for _, speaker in speakers(*[""] * 99, answered_by=answered_by)} == {Speaker.MACHINE}
