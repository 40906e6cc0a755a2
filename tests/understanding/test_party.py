"""Who is on the line: he himself, somebody beside him, or nobody who knows him. A trip is told to him alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runtime.understanding.answers import Intent, classify

HE = """
    Yo|Sí, yo|A ver, yo|Yo soy, dígame|Sí, yo soy|Sí, yo, ¿hice algo mal?|Soy yo|El mismo|El mismo, ¿qué pasó?|Él habla
    Sí, con él|con él habla|Yo mero|Yo mera, ¿qué pasó?|A sus apreciables órdenes|Servidora|Sí, ella soy|Yo soy, Ofelia
    Sí, soy yo, voy manejando|La misma, ¿qué pasó?|Yo lo soy, diga|Sí, aquí andamos, dígame|Para servirle
"""
NOT_HE = """
    Sí, soy yo, jajaja… no, no es cierto, no soy yo, él no está|Simón, soy yo… no, no se crea
    Sí, soy yo, es broma, no está|Soy yo, jajaja, no es cierto, soy su compadre|sí soy yo no no se crea él no está
    Jajaja, simón, soy yo… no, no se crea, él no está, salió a comer|No, de veras no está
    No, no está, ya hablando en serio
    no no está ya hablando en serio|Mi papá no está, se fue a trabajar|No está, ¿quién eres?|no está quién eres
    No, es que no está, está en su camión|Ahorita no se lo puedo pasar, viene dormido|No, no lo quiero despertar
    No, soy el relevo, él ahorita no puede|No, jefa, no anda por aquí|No, no puedo dejar la caseta, no está
    No, salió, ahorita no se la puedo pasar|Eso no le sé decir, yo no soy él|de eso yo no sé nada|yo no sé de sus viajes
    no está regresa hasta la noche|le digo que no está dígame a mí|No, no conozco a ninguna Adela Ríos Campos
    no se equivocó de número|No, que no la conozco|está mal su número, oiga|No se encuentra|él no es
    no es él, soy su hermano
    Mi mamá no está|Mi papá está dormido|No, aquí no es|no, no se lo paso|el operador no está|la señora no se encuentra
"""
NEITHER = """
    no está bien|no está mal|que no está bien|así no está|no está mi viaje|no está en el sistema|mi viaje no está
    no es el lunes|fueron dos entregas el mismo día|con el manos libres|a la misma hora|la fecha no está bien
    no anda bien la señal|ya no está grabando|el origen no está correcto|es el mismo viaje|ese no es el mío
"""


def _rows(table: str) -> list[str]:
    return [reply.strip() for line in table.strip().splitlines() for reply in line.split("|")]


@pytest.mark.parametrize("reply", _rows(HE))
def test_he_says_that_it_is_he(reply: str) -> None:
    intents = classify(reply)

    assert Intent.SELF in intents
    assert intents.isdisjoint({Intent.WRONG_PARTY, Intent.NO})


@pytest.mark.parametrize("reply", _rows(NOT_HE))
def test_somebody_else_has_his_telephone(reply: str) -> None:
    intents = classify(reply)

    assert Intent.WRONG_PARTY in intents
    assert Intent.SELF not in intents


@pytest.mark.parametrize("reply", _rows(NEITHER))
def test_words_about_the_trip_say_nothing_of_who_speaks(reply: str) -> None:
    assert classify(reply).isdisjoint({Intent.WRONG_PARTY, Intent.SELF})


@pytest.mark.parametrize("reply", ["Dígame", "Sí, ¿qué se le ofrece?", "Dígame, ¿qué pasó?", "Sí, Noé, decime"])
def test_who_says_digame_listens(reply: str) -> None:
    assert Intent.READY in classify(reply)


@settings(max_examples=60)
@given(
    st.sampled_from(["sí, soy yo", "soy yo", "simón, yo mero", "sí, él habla"]),
    st.sampled_from(["él no está", "no, no soy yo", "no se crea", "es broma", "soy su compadre", "no es cierto"]),
    st.booleans(),
)
def test_no_soy_yo_after_soy_yo_is_believed(claimed: str, taken_back: str, commas: bool) -> None:
    intents = classify(f"{claimed}{',' if commas else ''} {taken_back}")

    assert Intent.WRONG_PARTY in intents
    assert intents.isdisjoint({Intent.SELF, Intent.YES})


@pytest.mark.parametrize(
    ("reply", "intent"),
    [
        ("bueno, gracias", Intent.FAREWELL), ("ya, va, gracias", Intent.FAREWELL), ("quedo pendiente", Intent.FAREWELL),
        ("ahí la llevamos", Intent.FAREWELL), ("que le vaya bonito", Intent.FAREWELL),
        ("ta bueno, gracias", Intent.FAREWELL), ("Diosito la cuide", Intent.FAREWELL),
        ("ahí nos vidrios", Intent.FAREWELL), ("Dios la guarde", Intent.FAREWELL),
        ("a sus pies", Intent.FAREWELL), ("ma'alob, gracias", Intent.FAREWELL), ("have a good one", Intent.FAREWELL),
        ("Puro pa' delante, gracias", Intent.FAREWELL), ("no Spanish", Intent.FOREIGN),
        ("I don't speak Spanish", Intent.FOREIGN), ("no entiendo bien el español", Intent.FOREIGN),
        ("hablo maya", Intent.FOREIGN), ("casi no hablo español", Intent.FOREIGN), ("poquito español", Intent.FOREIGN),
        ("¿quién molesta?", Intent.WHO), ("¿a quién busca?", Intent.WHO), ("¿es de esas contestadoras?", Intent.ROBOT),
    ],
)  # fmt: skip
def test_how_people_greet_and_part(reply: str, intent: Intent) -> None:
    assert intent in classify(reply)
