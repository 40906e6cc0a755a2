"""What a scenario makes a driver do beyond the ordinary."""

import pytest

from simulator.driver.handset import Kind

GREETING = "Buenas tardes, habla Karla, asistente virtual de Fletes del Norte. ¿Hablo con Beto Salinas?"
STATES_TRIP = "Le llamo por su viaje de Monterrey a Nuevo Laredo, con fecha del lunes nueve de marzo; ¿es correcto?"
TO_SALTILLO = {"origin": "monterrey", "destination": "saltillo", "date": "2026-03-09"}


@pytest.fixture
def play(stage):
    """Return a way to play a call with a plot of one line."""

    def playing(line: dict, *turns: str, waits: float = 6.0, seed: str = "1", **scenario):
        scenario = stage.scenario(plot=(line,), **scenario)
        return stage.play(stage.says(*turns), stage.persona(), scenario, patience=waits, seed=seed)

    return playing


def test_a_plot_line_comes_before_the_ordinary_reply_and_only_once(play) -> None:
    complaint = "Oiga, ya llevo tres días parado"

    call = play({"when": "asked_confirm", "say": (complaint,)}, GREETING, STATES_TRIP, STATES_TRIP)

    assert call.texts[2] == complaint
    assert call.texts[3] != complaint


def test_a_plot_line_may_come_every_time(play) -> None:
    line = {"when": "asked_confirm", "say": ("No, ese viaje no es mío",), "once": False}

    call = play(line, GREETING, STATES_TRIP, STATES_TRIP)

    assert call.texts[2:4] == ["No, ese viaje no es mío"] * 2


def test_variants_are_chosen_by_the_seed(play) -> None:
    line = {"when": "asked_identity", "say": ("Sí, soy yo", "Él habla, oiga", "Yo mero, para servirle")}

    said = {play(line, GREETING, seed=str(seed)).texts[1] for seed in range(20)}

    assert said == set(line["say"])


def test_he_hangs_up_where_the_plot_says(play) -> None:
    call = play({"when": "asked_confirm", "say": ("No, adiós",), "then": "hang_up"}, GREETING, STATES_TRIP, STATES_TRIP)

    assert call.hung_up == "driver"
    assert call.texts[-1] == "No, adiós"


def test_he_falls_silent_where_the_plot_says(play) -> None:
    line = {"when": "asked_confirm", "then": "silent"}

    call = play(line, GREETING, STATES_TRIP, "¿Sigue ahí?", "¿Bueno? No le escucho.")

    assert len(call.speech) == 2
    assert call.hung_up == "karla"


def test_he_is_away_for_as_long_as_the_plot_says(play) -> None:
    line = {
        "when": "asked_confirm",
        "say": ("Pérame tantito",),
        "then": "hold",
        "seconds": 15,
        "say_after": ("Ya, dígame",),
    }

    call = play(line, GREETING, STATES_TRIP, "Claro, aquí espero.", STATES_TRIP, waits=30)

    assert call.speech[2].utterance.facts == ("hold=15",)
    assert call.texts[3] == "Ya, dígame"
    assert call.speech[3].at - call.speech[2].until == pytest.approx(15)


def test_asked_too_early_he_says_that_he_is_almost_back(play) -> None:
    line = {"when": "asked_confirm", "say": ("Pérame",), "then": "hold", "seconds": 15, "say_after": ("Ya, dígame",)}

    call = play(line, GREETING, STATES_TRIP, "¿Ya podemos seguir?", *[""] * 9, waits=3)

    assert call.speech[3].at - call.speech[2].until < 15
    assert call.texts[4] == "Ya, dígame"


def test_an_absence_that_was_not_announced_is_quiet(play) -> None:
    line = {"when": "asked_confirm", "then": "hold", "seconds": 9, "say_after": ("Perdón, ya",)}

    call = play(line, GREETING, STATES_TRIP, "¿Sigue ahí?", STATES_TRIP, waits=3)

    assert call.texts[2] == "Perdón, ya"


def test_over_karla_he_contradicts_as_soon_as_he_hears_what_is_wrong(play) -> None:
    line = {"when": "asked_confirm", "say": ("No, no, fui a Saltillo",), "during": True}

    call = play(line, GREETING, STATES_TRIP, truth=TO_SALTILLO)

    assert call.speech[2].over_karla
    assert call.karla[1][1].endswith("Nuevo Laredo, con")
    assert call.speech[2].utterance.facts == ("destination=saltillo",)


def test_assent_over_karla_is_a_back_channel(play) -> None:
    call = play({"when": "asked_confirm", "say": ("ajá, ajá",), "during": True}, GREETING, STATES_TRIP)

    murmur = next(spoken for spoken in call.spoken if spoken.utterance.kind is Kind.BACKCHANNEL)
    assert murmur.over_karla
    assert call.karla[1][1] == STATES_TRIP


def test_a_silent_pick_up_lets_karla_speak_first(play) -> None:
    call = play({"when": "answered", "then": "hold", "seconds": 4, "say_after": ("¿Bueno?",)}, GREETING, STATES_TRIP)

    assert call.karla[0][0] == pytest.approx(2.0)
    assert call.texts[0] == "¿Bueno?"


def test_a_pause_in_the_plot_is_a_pause_in_the_voice(play) -> None:
    call = play({"when": "asked_confirm", "say": ("Fue el lunes…1.2 nueve",)}, GREETING, STATES_TRIP)

    assert call.speech[2].utterance.pieces == ("Fue el lunes", 1.2, "nueve")


def test_who_was_fetched_to_the_phone_is_the_driver(play) -> None:
    line = {
        "when": "asked_identity",
        "say": ("Ahorita se lo paso",),
        "then": "hold",
        "seconds": 5,
        "say_after": ("¿Bueno?",),
    }

    call = play(line, GREETING, GREETING, STATES_TRIP, answered_by="wrong_person")

    assert call.texts[2] == "¿Bueno?"
    assert call.texts[3].lower().startswith(("sí", "simón", "así", "ei", "correcto", "exacto", "ándele", "ey"))
