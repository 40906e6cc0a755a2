"""What a driver says: the truth, what he was asked for, and nothing that he does not know."""

import pytest

GREETING = "Buenas tardes, habla Karla, asistente virtual de Fletes del Norte. ¿Hablo con Beto Salinas?"
STATES_TRIP = "Le llamo por su viaje de Monterrey a Nuevo Laredo, con fecha del lunes nueve de marzo; ¿es correcto?"
CONFIRMED = "Perfecto, queda confirmado su viaje. Gracias, que le vaya muy bien."
UPDATED = "Listo, ya quedó actualizado el destino: Laredo, Texas. Gracias, que le vaya muy bien."
SEEDS = [str(seed) for seed in range(20)]
TO_LAREDO_TEXAS = {"origin": "monterrey", "destination": "laredo-tx", "date": "2026-03-09"}
TO_SALTILLO_THE_EIGHTH = {"origin": "monterrey", "destination": "saltillo", "date": "2026-03-08"}


@pytest.fixture
def replies(stage):
    """Return a way to hear his answers to things that Karla says, one after the other."""

    def reply(*turns: str, seed: str = "1", habits: dict | None = None, **scenario):
        karla = stage.says(*turns)
        return stage.play(karla, stage.persona(**habits or {}), stage.scenario(**scenario), seed=seed)

    return reply


@pytest.mark.parametrize("seed", SEEDS)
def test_he_confirms_what_is_true(replies, seed: str) -> None:
    call = replies(GREETING, STATES_TRIP, CONFIRMED, seed=seed)

    assert call.texts[2].lower().startswith(("sí", "simón", "así", "ei", "correcto", "exacto", "ándele", "ey"))
    assert not call.facts


@pytest.mark.parametrize("seed", SEEDS)
def test_he_never_confirms_what_is_not_true(replies, seed: str) -> None:
    call = replies(GREETING, STATES_TRIP, truth=TO_LAREDO_TEXAS, seed=seed)

    assert call.texts[2].lower().startswith(("no", "nel", "negativo", "incorrecto"))


@pytest.mark.parametrize("seed", SEEDS)
def test_he_rejects_a_wrong_read_back_and_says_what_is_wrong(replies, seed: str) -> None:
    call = replies(
        GREETING, "¿A dónde va?", "Entonces el destino es Nuevo Laredo. ¿Es correcto?", truth=TO_LAREDO_TEXAS, seed=seed
    )

    last = call.speech[-1].utterance
    assert last.facts == ("destination=laredo-tx",)
    assert last.text.lower().startswith(("no", "que no"))


@pytest.mark.parametrize("seed", SEEDS)
def test_he_accepts_a_true_read_back(replies, seed: str) -> None:
    read_back = "Entonces el destino es Laredo, Texas. ¿Es correcto?"

    call = replies(GREETING, STATES_TRIP, "¿A dónde va?", read_back, truth=TO_LAREDO_TEXAS, seed=seed)

    assert not call.texts[4].lower().startswith("no")
    assert not call.speech[4].utterance.facts


@pytest.mark.parametrize("seed", SEEDS)
def test_a_second_mistake_is_not_forgotten_when_the_first_is_read_back(replies, seed: str) -> None:
    read_back = "Entonces el destino es Saltillo. ¿Es correcto?"

    call = replies(GREETING, STATES_TRIP, read_back, truth=TO_SALTILLO_THE_EIGHTH, seed=seed)

    assert "date=2026-03-08" in call.speech[3].utterance.facts


@pytest.mark.parametrize("seed", SEEDS)
def test_he_objects_if_she_says_that_she_wrote_something_else(replies, seed: str) -> None:
    wrong = "Listo, ya quedó actualizado el destino: Saltillo. Gracias, que le vaya muy bien."

    call = replies(GREETING, wrong, truth=TO_LAREDO_TEXAS, seed=seed)

    assert call.speech[2].utterance.facts == ("destination=laredo-tx",)


@pytest.mark.parametrize(
    ("asked", "facts"),
    [
        ("¿De dónde salió?", {"origin=monterrey"}),
        ("¿A dónde va?", {"destination=laredo-tx"}),
        ("¿Qué día fue?", {"date=2026-03-09"}),
        ("¿De dónde salió y a dónde va?", {"origin=monterrey", "destination=laredo-tx"}),
        ("¿A dónde va y qué día fue?", {"destination=laredo-tx", "date=2026-03-09"}),
        ("¿De dónde salió, a dónde va y qué día?", {"origin=monterrey", "destination=laredo-tx", "date=2026-03-09"}),
    ],
)
def test_he_gives_what_he_is_asked_for_and_no_more(replies, asked: str, facts: set[str]) -> None:
    for seed in SEEDS[:6]:
        call = replies(GREETING, asked, truth=TO_LAREDO_TEXAS, seed=seed)

        assert set(call.speech[2].utterance.facts) == facts


def test_some_give_everything_at_once(replies) -> None:
    call = replies(GREETING, "¿A dónde va?", truth=TO_LAREDO_TEXAS, habits={"all_at_once": 1})

    assert set(call.speech[2].utterance.facts) == {"origin=monterrey", "destination=laredo-tx", "date=2026-03-09"}


def test_some_answer_with_one_word(replies) -> None:
    call = replies(GREETING, STATES_TRIP, "¿De dónde salió?", habits={"one_word": 1})

    assert call.texts[1] in ("Sí", "Yo", "Dígame", "Sí, yo")
    assert call.texts[2] in ("Sí", "Correcto", "Exacto")
    assert len(call.texts[3].split()) <= 3


def test_some_ask_who_is_calling_before_they_say_who_they_are(replies) -> None:
    call = replies(GREETING, GREETING, habits={"checks_who": 1})

    assert call.texts[1].startswith("¿") or "¿" in call.texts[1]
    assert "¿Quién" not in call.texts[2]


@pytest.mark.parametrize("seed", SEEDS[:6])
def test_what_he_does_not_know_he_does_not_make_up(replies, seed: str) -> None:
    truth = {"origin": "monterrey", "destination": "laredo-tx", "date": None}

    call = replies(GREETING, "¿Qué día fue?", "¿De dónde salió, a dónde va y qué día?", truth=truth, seed=seed)

    assert not call.speech[2].utterance.facts
    assert set(call.speech[3].utterance.facts) == {"origin=monterrey", "destination=laredo-tx"}


def test_asked_which_one_he_says_which(replies) -> None:
    truth = {"origin": "monterrey", "destination": "manzanillo", "date": "2026-03-09"}
    says = {"destination": ("el puerto", "Manzanillo")}

    call = replies(GREETING, "¿A dónde va?", "¿Cuál puerto: Manzanillo o Veracruz?", truth=truth, says=says)

    assert "puerto" in call.texts[2]
    assert "Manzanillo" in call.texts[3]
    assert call.speech[3].utterance.facts == ("destination=manzanillo",)


def test_if_it_is_none_of_them_he_says_so(replies) -> None:
    call = replies(GREETING, "¿A dónde va?", "¿Manzanillo o Veracruz?", truth=TO_LAREDO_TEXAS)

    assert "ninguno" in call.texts[3].lower()
    assert call.speech[3].utterance.facts == ("destination=laredo-tx",)


def test_asked_to_repeat_he_adds_the_state(replies) -> None:
    call = replies(GREETING, "¿De dónde salió?", "¿Me lo repite, por favor? ¿Qué ciudad y qué estado?")

    assert "Nuevo León" in call.texts[3]


def test_a_village_in_no_catalogue_has_a_name_but_no_id(replies) -> None:
    truth = {"origin": "monterrey", "destination": None, "date": "2026-03-09"}
    says = {"destination": ("Rincón de los Pirules", "la ranchería Rincón de los Pirules")}

    call = replies(GREETING, "¿A dónde va?", "¿Me lo repite, por favor?", truth=truth, says=says)

    assert "Rincón" in call.texts[2] and "ranchería" in call.texts[3]
    assert not call.facts


def test_another_name_than_his_is_denied(replies) -> None:
    call = replies("Buenas tardes. ¿Hablo con Ramiro Castañeda?")

    assert "Beto Salinas" in call.texts[1]


def test_he_asks_which_trip_if_he_has_heard_of_none(replies) -> None:
    call = replies(GREETING, "¿Es correcto?")

    assert "viaje" in call.texts[2]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_wife_tells_nothing_and_denies_to_be_him(replies, seed: str) -> None:
    call = replies(GREETING, "¿Me lo puede comunicar, por favor?", STATES_TRIP, answered_by="wrong_person", seed=seed)

    assert not call.facts
    assert "no" in call.texts[1].lower() and "no" in call.texts[2].lower()
