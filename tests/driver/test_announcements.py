"""What answers when it is not a person."""

import pytest

from simulator.driver.handset import BEEP, Kind

GREETING = "Buenas tardes, habla Karla, asistente virtual de Fletes del Norte. ¿Hablo con Beto Salinas?"


@pytest.fixture
def listen(stage):
    """Return a way to call a number where this answers, and to say nothing."""

    def listening(answered_by: str, seed: str = "1"):
        scenario = stage.scenario(answered_by=answered_by)
        return stage.play(stage.says(*[""] * 99), stage.persona(), scenario, seed=seed, patience=10)

    return listening


@pytest.mark.parametrize("seed", ["1", "2", "3", "4"])
def test_a_mailbox_greets_for_some_seconds_beeps_and_is_silent(listen, seed: str) -> None:
    call = listen("voicemail", seed)

    greeting, beep = call.spoken
    assert 5 <= greeting.until - greeting.at <= 9
    assert beep.text == BEEP
    assert {spoken.utterance.kind for spoken in call.spoken} == {Kind.ANNOUNCEMENT}
    assert call.hung_up == "driver"


def test_a_carriers_announcement_repeats_itself_and_ends_after_twenty_seconds(listen) -> None:
    call = listen("carrier")

    assert len({spoken.text for spoken in call.spoken}) == 1
    assert 18 <= call.ended <= 32
    assert call.hung_up == "driver"


def test_a_line_that_nobody_speaks_on_is_silent(listen) -> None:
    assert not listen("nobody").spoken


@pytest.mark.parametrize("answered_by", ["voicemail", "nobody"])
def test_no_machine_listens_to_karla(stage, answered_by: str) -> None:
    scenario = stage.scenario(answered_by=answered_by)

    call = stage.play(stage.says(GREETING, GREETING), stage.persona(), scenario, patience=1)

    assert not call.facts
    assert call.hung_up == "karla"
