"""What is a yes to a read-back, and what only sounds like one. A write depends on it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runtime.understanding.answers import Intent, classify, explicit_yes, is_backchannel

YESES = """
    Sí|Ei|Ey|Así es|Sí, así es|Correcto|Exacto|Sí, señorita|Sí, está bien|Ándele, así es|Ey, así es|Ey, sí|Cabal, sí
    Sí, cabalito
    Amén, sí|Así es, gracias a Dios|En efecto, así es|Así es, en efecto|Así es, para servirle|Yeah, así es|Exacto, yeah
    Sí, pué'|Sí, pue', así es|Ajá, así mismo es|Sí, ma'alob|Jaj, así es|Sí, fíjese que sí|Sí, ya qué|Ya vas, así es
    Así está, sí|Sí, perdón, sí|Perdón, sí|Sí, está, pues|Pues sí, obvio|Sí, eso sí|Sí, ese mero|Sí, así mero es
    Sí, así está chido|Simón, tal cual|Simón, pariente|Fierro, así es|Arre, sí|A huevo, sí|Órale, sí, correcto|Ei, pues
    Sí, ahora sí|Sí, está bien, ahora sí|Pues, sí, ahora sí|Ora sí, correcto|Hasta que, sí
    Sí, correcto, ahora sí está bien
    A ver, sí|A ver sí, está bien|O sea, sí|O sea, como que, sí, así es|Permítame decirle, es correcto|Fíjese nomás, sí
    Es que sí|You know, yeah|Hermana, sí|Vea usted, es correcto|Le cuento, sí, fíjese que sí|Rapidito, sí, eso|Mare, sí
    Pues mire, mi niña, sí, así es|Híjole, sí|Este, lo que es, sí, está bien|Sí, mi amor|Sí, preciosa
    Sí, corazón, así es
    Sí, mi vida|Sí, compita|Correcto, pariente|Sí, amiga, así es|Sí, seño|Sí, mija|Sí, mi niña, así es|Sí, oiga
    Así es, vos
    Sí, correcto, hermana|Claro que sí, preciosa|sin así está bien|sin, así es|sin siga así es
    sí asi es señorita gracias
    Sí, gracias|Órale, gracias|sí cómo no|de acuerdo, sí|Sí, está todo correcto|Todo bien, sí|Que sí
    Sí, ya le dije que sí
"""
NOT_YESES = """
    ajá|mjm|Ajá, mi niña|ajá, señorita|mjm, jefa|ajá, ajá|ah, ajá|eh|mm|uh huh|edá|ajá, pues|este, ajá
    Sí, pero el destino no|sí pero no|Sí, bueno, no|sí, no, sí|Sí… no, espérese, no|No, sí, no|sí, digo, no|no sí no
    ¿Sí?|¿Así es?|¿Es correcto?|¿cómo que sí?|sí, ¿quién habla?|Sí, ¿y mi pago?|¿Correcto o no?
    a ver si es cierto|Sale, a ver si es cierto|a ver si sí|como que sí|creo que sí|yo creo que sí|según yo sí
    a lo mejor sí
    Sí, dígame|Sí, diga|Sí, ¿bueno?|Sí, bueno|sin|sin problema de placas|sin frenos|sin grabar|sin cobrar|sin eso no
    Sí, está mal|Sí, así está mal|así está mal|Sí, esa es la fecha mala|sí, la fecha no|Sí, otro
    sí, pero también el origen
    Sí, espéreme|sí, permítame|Sí, voy manejando|sí, luego me marca|Sí, cambia el viaje 4471|Sí, tantito
    Sí, el lunes|Sí, a Monterrey el nueve|sí, nueve|Sí, mañana|sí, sí, el martes|sí sí nomás la fecha|Sí, menos la fecha
    Sí, soy yo|Yo|Sí, él habla|Dígame|El mismo|¿Mande?|Bueno|Sale, bye|Ándele, hasta luego|gracias|Órale, bye
    Sí, páseme con una persona|sí, me están asaltando|sí, no me han pagado|sí, pero ya no me llamen|si me pagan, sí
    No|No, está mal|No, perdón|Nah|Nel, no|No'mbre|No, así no está|No, permítame, no|Negativo
    no si yo cargué en otro lado
    Si le digo que sí, ¿me invita?|le paso una lana si me lo cambia|que no|no que no|eso no|Sí, eso no|sí, depende
    sí, casi
    sí, falta la fecha|Sí, todo menos eso|sí, antes|sí, mejor otro día|no, sí está bien|no sé si sí|sí, según|medio sí
    esa es el lunes|la fecha no es esa, es otra|no es correcto|sí no es correcto|No está bien|que no está bien
    sí, equivocado
"""


def _rows(table: str) -> list[str]:
    return [reply.strip() for line in table.strip().splitlines() for reply in line.split("|")]


@pytest.mark.parametrize("reply", _rows(YESES))
def test_however_he_says_it_a_plain_yes_allows_the_write(reply: str) -> None:
    assert explicit_yes(reply)


@pytest.mark.parametrize("reply", _rows(YESES))
def test_a_yes_is_a_yes_without_its_punctuation(reply: str) -> None:
    bare = "".join(letter for letter in reply if letter not in ",.¡!…")

    assert explicit_yes(bare)


@pytest.mark.parametrize("reply", _rows(NOT_YESES))
def test_what_is_not_a_plain_yes_is_asked_again(reply: str) -> None:
    assert not explicit_yes(reply)


@pytest.mark.parametrize(
    "reply",
    [
        "Nah", "Nah, eso no", "No, perdón", "No, así no está", "No, permítame, no", "Permítame decirle, no",
        "Fíjese que no, está mal", "No, qué va", "No, qué va a ser", "Ay, no, corazón", "pariente no no oiga",
        "amiga no amiga", "este lo que es no no lo es", "No, disculpe, es que no", "no es el lunes", "Ma', así no fue",
        "No, no, wrong", "Negativo, eso está mal", "No, otro es", "la fecha no es esa, es el lunes", "Ni máiz, no",
    ],
)  # fmt: skip
def test_a_no_is_a_no_and_nothing_else(reply: str) -> None:
    assert classify(reply) == {Intent.NO}


@pytest.mark.parametrize(
    "heard",
    [
        "eso", "ey", "ora", "enterado", "fierro", "amén", "arre", "cabal", "edá", "jaj", "right", "uh huh", "ah, mira",
        "sí, señorita", "sí, hermana", "sí, mi reina", "ajá, mi niña", "sí, pué'", "ah, okey", "pos sí", "sí, sí", "va",
    ],
)  # fmt: skip
def test_a_murmur_never_stops_her(heard: str) -> None:
    assert is_backchannel(heard)


@pytest.mark.parametrize(
    "heard", ["oiga", "mire", "señorita", "no", "ajá pero", "sí, espere", "fui a León", "mi reina", "¿bueno?", "eso no"]
)
def test_what_claims_the_floor_is_no_murmur(heard: str) -> None:
    assert not is_backchannel(heard)


@pytest.mark.parametrize("heard", ["o sea, como que", "Permítame decirle que fui a León", "dejeme decirle"])
def test_a_filler_neither_waits_nor_asks_again(heard: str) -> None:
    assert classify(heard).isdisjoint({Intent.WAIT, Intent.REPEAT})


_OPENINGS = st.sampled_from(["pues", "mire", "este", "o sea", "es que", "fíjese", "oiga", "híjole", "la neta", "bueno"])
_ACCEPTED = st.sampled_from(
    ["sí", "así es", "correcto", "sí, está bien", "exacto", "simón", "sí, así mero", "es cierto"]
)
_ADDRESSES = st.sampled_from(["", "señorita", "jefa", "mi reina", "oiga", "hermana", "mi niña", "seño", "pariente"])
_REFUSALS = st.sampled_from(
    ["no", "está mal", "pero no", "no es cierto", "fue el lunes", "espéreme", "la fecha no", "otro", "nel", "menos eso"]
)


@settings(max_examples=100)
@given(st.lists(_OPENINGS, max_size=2), _ACCEPTED, _ADDRESSES, st.booleans())
def test_fillers_and_an_address_leave_a_yes_what_it_is(
    openings: list[str], yes: str, address: str, commas: bool
) -> None:
    joint = ", " if commas else " "

    assert explicit_yes(joint.join(part for part in (*openings, yes, address) if part))


@settings(max_examples=100)
@given(st.lists(_ACCEPTED, min_size=1, max_size=3), _REFUSALS, st.integers(0, 3), st.booleans())
def test_a_no_anywhere_in_it_makes_it_no_yes(accepted: list[str], refusal: str, at: int, commas: bool) -> None:
    parts = [*accepted[:at], refusal, *accepted[at:]]
    text = (", " if commas else " ").join(parts)

    assert not explicit_yes(text)


@settings(max_examples=100)
@given(_ACCEPTED, _ADDRESSES)
def test_a_question_is_no_yes(yes: str, address: str) -> None:
    assert not explicit_yes(f"¿{yes} {address}?")
    assert not explicit_yes(f"{yes} {address}?")
