"""The two-sentence rule: what counts as a sentence in Mexican Spanish."""

import pytest

from simulator.scoring.scripted import GREETING
from simulator.scoring.sentences import brevity, sentences, words
from simulator.scoring.timeline import KarlaTurn


def turn(heard: str, seconds: float = 5.0) -> KarlaTurn:
    return KarlaTurn(1, 0.0, seconds, heard, "", False, ())


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("…", 0),
        ("Gracias.", 1),
        ("Gracias", 1),
        (GREETING, 2),
        ("¿Bueno? No le escucho.", 2),
        ("¿El lunes dos o el lunes nueve de marzo?", 1),
        ("¿Hablo con el Sr. Treviño?", 1),
        ("Buenas tardes, Lic. Peña. ¿Cómo está?", 2),
        ("Es el km. 12 de la carr. federal.", 1),
        ("Fue a las 10.30 de la mañana.", 1),
        ("Pesó 3.5 toneladas. Gracias.", 2),
        ("Habla con J. Treviño. Gracias.", 2),
        ("Salió a las 3 p.m. de Monterrey.", 1),
        ("Es el viaje No. 20 de hoy.", 1),
        ("Es que… no le escucho.", 1),
        ("Espere... Ya quedó.", 2),
        ("¿Es correcto?, dígame.", 1),
        ("¡Listo! Ya quedó. Gracias.", 3),
        ("Perfecto.¿Algo más?", 2),
        ("«Gracias.» Hasta luego.", 2),
    ],
)
def test_a_turn_has_so_many_sentences(text: str, count: int) -> None:
    assert len(sentences(text)) == count


def test_a_time_is_one_word() -> None:
    assert words("Fue a las 10:30, creo.") == 5


@pytest.mark.parametrize(
    ("spoken", "why"),
    [
        (turn("Gracias. Hasta luego."), ""),
        (turn("Uno. Dos. Tres."), "3 sentences"),
        (turn("palabra " * 36), "36 words"),
        (turn("Gracias.", seconds=10.1), "10.1 s"),
        (turn("Va. Sí. No.", seconds=12), "3 sentences and 12.0 s"),
    ],
)
def test_what_is_too_long_is_told(spoken: KarlaTurn, why: str) -> None:
    measured = brevity(spoken)

    assert measured.why() == why and measured.kept is not bool(why)


@pytest.mark.parametrize(
    ("spoken", "kept"),
    [
        (turn("Uno. Dos."), True),
        (turn("palabra " * 35), True),
        (turn("palabra " * 36), False),
        (turn("Gracias.", seconds=10.0), True),
        (turn("Gracias.", seconds=10.001), False),
    ],
)
def test_the_rule_is_kept_up_to_two_sentences_35_words_and_10_seconds(spoken: KarlaTurn, kept: bool) -> None:
    assert brevity(spoken).kept is kept
