"""Origin, destination and date in what a driver says, on Tuesday 10 March 2026."""

from collections.abc import Mapping
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runtime.trips import Field
from runtime.understanding.places import Gazetteer
from runtime.understanding.trip_facts import Facts, find_facts


def told(facts: Facts) -> dict[str, str]:
    """Return facts as short text: `o`, `d`, `p` for places, `f` for the date, `x` for what is denied."""
    told = {}
    for key, reading in (("o", facts.origin), ("d", facts.destination), ("p", facts.place)):
        if reading:
            told[key] = " ".join(place.id for place in reading.options)
    if facts.date:
        told["f"] = " ".join(f"{day:%m-%d}" for day in facts.date.options)
    if facts.denied:
        told["x"] = " ".join(sorted(field.value for field in facts.denied))
    return told


BOTH = "laredo-tx nuevo-laredo"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("estoy cargando en el puerto de Altamira", {"o": "altamira"}),
        ("ando descargando en Celaya", {"d": "celaya"}),
        ("sí, nada más que me cambiaron de tracto en Matehuala", {"p": "matehuala"}),
        ("de paso bajé en Ramos Arizpe", {"p": "ramos-arizpe"}),
        ("el destino es Monterrey, pero de paso bajé parte en Ramos Arizpe", {"d": "monterrey", "p": "ramos-arizpe"}),
        ("dejé unas tarimas en Celaya", {"p": "celaya"}),
        ("me paré en Matehuala y fui a Saltillo", {"p": "matehuala", "d": "saltillo"}),
    ],
)  # fmt: skip
def test_a_place_in_passing_is_no_stop(
    said: str, meant: dict[str, str], gazetteer: Gazetteer, tuesday: datetime
) -> None:
    asked_too = told(find_facts(said, gazetteer, tuesday, Field.DESTINATION))

    assert told(find_facts(said, gazetteer, tuesday)) == meant
    assert asked_too == meant


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("salí de Monterrey a Nuevo Laredo el lunes", {"o": "monterrey", "d": "nuevo-laredo", "f": "03-09"}),
        ("cargué en Apodaca y entregué en Laredo Texas", {"o": "apodaca", "d": "laredo-tx"}),
        ("vengo de Saltillo", {"o": "saltillo"}), ("voy para Reynosa", {"d": "reynosa"}), ("voy a Laredo", {"d": BOTH}),
        ("el destino es Pantaco", {"d": "pantaco"}), ("el origen fue Silao", {"o": "silao"}),
        ("destino Manzanillo, origen Guadalajara", {"d": "manzanillo", "o": "guadalajara"}),
        ("el origen es Monterrey pero el destino es Saltillo", {"o": "monterrey", "d": "saltillo"}),
        ("me mandaron a Altamira", {"d": "altamira"}), ("llevo carga para Lázaro", {"d": "lazaro-cardenas"}),
        ("descargué en el puerto de Veracruz anoche", {"d": "veracruz", "f": "03-09"}),
        ("cargué en la planta de Ramos y voy a la bodega de Tepotzotlán", {"o": "ramos-arizpe", "d": "tepotzotlan"}),
        ("entregué en la planta de Silao", {"d": "silao"}), ("salí de la bodega de Toluca", {"o": "toluca"}),
        ("llegué a Puebla ayer", {"d": "puebla", "f": "03-09"}), ("rumbo a Tampico", {"d": "tampico"}),
        ("Monterrey a Puebla", {"o": "monterrey", "d": "puebla"}),
        ("Monterrey Reynosa", {"o": "monterrey", "d": "reynosa"}),
        ("es de Querétaro a León", {"o": "queretaro", "d": "leon"}),
        ("de México para Cancún", {"o": "ciudad-de-mexico", "d": "cancun"}),
        ("fui de gdl a la regia el viernes pasado", {"o": "guadalajara", "d": "monterrey", "f": "03-06"}),
        ("salí el lunes en la mañana de Toluca 2000 rumbo a Veracruz",
         {"o": "toluca-2000", "d": "veracruz", "f": "03-09"}),
        ("a Nuevo Laredo Tamaulipas el nueve de marzo del dos mil veintiséis", {"d": "nuevo-laredo", "f": "03-09"}),
        ("al puerto", {"d": "manzanillo veracruz lazaro-cardenas altamira"}), ("mañana salgo", {"f": "03-11"}),
        ("cargué en la mañana en Celaya", {"o": "celaya"}), ("Saltillo", {"p": "saltillo"}),
        ("estoy en Querétaro, voy para Laredo Texas", {"p": "queretaro", "d": "laredo-tx"}),
        ("voy pasando por Matehuala", {"p": "matehuala"}), ("cerca de Querétaro", {"p": "queretaro"}),
        ("me quedé en la caseta de Tepotzotlán", {"p": "tepotzotlan"}), ("no pues salí de Puebla", {"o": "puebla"}),
        ("sí", {}), ("", {}), ("no sé", {}), ("voy por la carretera a Saltillo", {}),
    ],
)  # fmt: skip
def test_a_driver_tells_his_trip(gazetteer: Gazetteer, tuesday: datetime, said: str, meant: Mapping[str, str]) -> None:
    assert told(find_facts(said, gazetteer, tuesday)) == meant


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("de Laredo... no, de Nuevo Laredo", {"o": "nuevo-laredo"}),
        ("de laredo no de nuevo laredo", {"o": "nuevo-laredo"}),
        ("de Saltillo, digo, de Ramos", {"o": "ramos-arizpe"}), ("de Saltillo, perdón, Ramos", {"o": "ramos-arizpe"}),
        ("el lunes, perdón, el martes", {"f": "03-10"}), ("fue ayer, no, antier", {"f": "03-08"}),
        ("de Nuevo Laredo, no de Laredo", {"o": "nuevo-laredo", "x": "origen"}),
        ("no era el lunes, era el martes", {"f": "03-10", "x": "fecha"}),
        ("no era el lunes era el martes", {"f": "03-10", "x": "fecha"}),
        ("no salí de Monterrey, salí de Apodaca", {"o": "apodaca", "x": "origen"}),
        ("no voy a Saltillo, voy a Torreón", {"d": "torreon", "x": "destino"}),
        ("sí, de Monterrey, pero no voy a Laredo, voy a Reynosa", {"o": "monterrey", "d": "reynosa", "x": "destino"}),
        ("el destino está mal", {"x": "destino"}), ("la fecha no es", {"x": "fecha"}),
        ("está mal el origen", {"x": "origen"}), ("la fecha está mal, fue antier", {"f": "03-08", "x": "fecha"}),
        ("el destino no es Saltillo, es Torreón", {"d": "torreon", "x": "destino"}),
    ],
)  # fmt: skip
def test_the_last_word_counts(gazetteer: Gazetteer, tuesday: datetime, said: str, meant: Mapping[str, str]) -> None:
    assert told(find_facts(said, gazetteer, tuesday)) == meant


@pytest.mark.parametrize(
    ("said", "asked", "meant"),
    [
        ("Saltillo", Field.ORIGIN, {"o": "saltillo"}), ("Saltillo", Field.DESTINATION, {"d": "saltillo"}),
        ("Saltillo", Field.DATE, {"p": "saltillo"}), ("no, Saltillo", Field.DESTINATION, {"d": "saltillo"}),
        ("no saltillo", Field.DESTINATION, {"d": "saltillo"}),
        ("no es Saltillo", Field.DESTINATION, {"x": "destino"}),
        ("no fue Saltillo, fue Ramos", Field.ORIGIN, {"o": "ramos-arizpe", "x": "origen"}),
        ("no fue saltillo fue ramos arizpe", Field.DESTINATION, {"d": "ramos-arizpe", "x": "destino"}),
        ("en Pantaco", Field.DESTINATION, {"d": "pantaco"}),
        ("estoy en Querétaro", Field.DESTINATION, {"p": "queretaro"}),
        ("Saltillo o Ramos", Field.DESTINATION, {"d": "saltillo ramos-arizpe"}),
        ("laredo", Field.ORIGIN, {"o": BOTH}), ("vengo de Puebla", Field.DESTINATION, {"o": "puebla"}),
        ("no sé, creo que a Torreón", Field.DESTINATION, {"d": "torreon"}),
        ("victoria", Field.ORIGIN, {"o": "ciudad-victoria"}), ("el lunes", Field.DATE, {"f": "03-09"}),
        ("el treinta y uno de febrero", Field.DATE, {"f": ""}),
        ("el de Saltillo", Field.DESTINATION, {"d": "saltillo"}),
    ],
)  # fmt: skip
def test_a_bare_answer_is_to_what_was_asked(
    gazetteer: Gazetteer, tuesday: datetime, said: str, asked: Field, meant: Mapping[str, str]
) -> None:
    assert told(find_facts(said, gazetteer, tuesday, asked)) == meant


_WORDS = (
    "de a en no sí laredo monterrey el lunes martes o , "
    "... salí voy cargué digo fue es destino fecha está mal puerto al"
).split()


@settings(max_examples=100)
@given(words=st.lists(st.sampled_from(_WORDS), max_size=14), asked=st.sampled_from([None, *Field]))
def test_no_muddle_is_too_much(gazetteer: Gazetteer, tuesday: datetime, words: list[str], asked: Field | None) -> None:
    facts = find_facts(" ".join(words), gazetteer, tuesday, asked)

    assert facts.denied <= set(Field)
