"""Places as drivers say them: who is who, and who may be whom."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runtime.understanding.places import Gazetteer, PlaceReading


def ids(reading: PlaceReading | None) -> list[str]:
    return [place.id for place in reading.options] if reading else []


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("monterrey", "monterrey"), ("Nuevo Laredo", "nuevo-laredo"), ("Nuevo Laredo, Tamps.", "nuevo-laredo"),
        ("Nuevo Laredo, Tamaulipas", "nuevo-laredo"), ("Monterrey, NL, México", "monterrey"),
        ("laredo texas", "laredo-tx"), ("Laredo del otro lado", "laredo-tx"), ("el lado americano", "laredo-tx"),
        ("laredo tamaulipas", "nuevo-laredo"), ("nvo. laredo", "nuevo-laredo"), ("colombia", "puente-colombia"),
        ("el puente colombia", "puente-colombia"), ("lázaro", "lazaro-cardenas"), ("del azaro", "lazaro-cardenas"),
        ("el puerto de veracruz", "veracruz"), ("al puerto de manzanillo", "manzanillo"),
        ("méxico", "ciudad-de-mexico"), ("el defe", "ciudad-de-mexico"), ("al df", "ciudad-de-mexico"),
        ("la capital", "ciudad-de-mexico"), ("chilangolandia", "ciudad-de-mexico"), ("qro", "queretaro"),
        ("mty", "monterrey"), ("gdl", "guadalajara"), ("la regia", "monterrey"),
        ("la sultana del norte", "monterrey"), ("el sarape", "saltillo"), ("la camotera", "puebla"),
        ("guanatos", "guadalajara"), ("la perla tapatía", "guadalajara"), ("la pozolera", "chilpancingo"),
        ("la conejera", "tuxtla-gutierrez"), ("tía juana", "tijuana"), ("TJ", "tijuana"),
        ("vallarta", "puerto-vallarta"), ("mante", "ciudad-mante"), ("valles", "ciudad-valles"),
        ("ramos", "ramos-arizpe"), ("tuxtla", "tuxtla-gutierrez"), ("río bravo", "rio-bravo"),
        ("matamoros", "matamoros"), ("Matamoros, Coahuila", "matamoros-coah"), ("matamoros tamaulipas", "matamoros"),
        ("Guadalupe de Nuevo León", "guadalupe-nl"), ("guadalupe zacatecas", "guadalupe-zac"),
        ("san luis sonora", "san-luis-rio-colorado"), ("San Luis Río Colorado", "san-luis-rio-colorado"),
        ("san luis potosí", "san-luis-potosi"), ("slp", "san-luis-potosi"), ("juárez chihuahua", "ciudad-juarez"),
        ("juaritos", "ciudad-juarez"), ("Juárez, N.L.", "juarez-nl"), ("Cd. Juárez", "ciudad-juarez"),
        ("nogales sonora", "nogales-son"), ("Nogales, Arizona", "nogales-az"), ("Pantaco", "pantaco"),
        ("tepo", "tepotzotlan"), ("el puerto interior de silao", "puerto-interior-silao"),
        ("silao puerto interior", "puerto-interior-silao"), ("Parque Stiva, Apodaca", "stiva-apodaca"),
        ("toluca dos mil", "toluca-2000"), ("Toluca 2000", "toluca-2000"), ("victoria", "ciudad-victoria"),
        ("león", "leon"), ("la paz", "la-paz-bcs"), ("progreso", "progreso-yuc"), ("progreso texas", "progreso-tx"),
        ("eagle pass", "eagle-pass"), ("macallen", "mcallen"), ("otay", "otay"), ("cadereyta", "cadereyta"),
        ("escobedo", "general-escobedo"), ("pedro escobedo", "pedro-escobedo"), ("jalapa", "xalapa"),
        ("juarez-nl", "juarez-nl"), ("nuevo-laredo", "nuevo-laredo"), ("del río texas", "del-rio-tx"),
        ("el marqués", "el-marques"),
    ],
)  # fmt: skip
def test_a_clear_name_is_one_place(gazetteer: Gazetteer, said: str, meant: str) -> None:
    reading = gazetteer.parse(said)

    assert ids(reading) == [meant]
    assert reading is not None
    assert reading.place is gazetteer[meant]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("laredo", {"laredo-tx", "nuevo-laredo"}),
        ("el puerto", {"manzanillo", "veracruz", "lazaro-cardenas", "altamira"}),
        ("al puerto", {"manzanillo", "veracruz", "lazaro-cardenas", "altamira"}),
        ("guadalupe", {"guadalupe-nl", "guadalupe-zac"}), ("san luis", {"san-luis-potosi", "san-luis-rio-colorado"}),
        ("juárez", {"ciudad-juarez", "juarez-nl"}), ("nogales", {"nogales-son", "nogales-az", "nogales-ver"}),
        ("santa catarina", {"santa-catarina-nl", "santa-catarina-gto"}),
        ("allende", {"allende-nl", "allende-coah", "san-miguel-de-allende"}),
        ("interpuerto", {"interpuerto-monterrey", "interpuerto-slp"}),
        ("saltillo o monclova", {"saltillo", "monclova"}),
    ],
)  # fmt: skip
def test_an_unclear_name_keeps_every_place_it_may_be(gazetteer: Gazetteer, said: str, meant: set[str]) -> None:
    reading = gazetteer.parse(said)

    assert reading is not None
    assert reading.ambiguous
    assert reading.place is None
    assert set(ids(reading)) == meant


@pytest.mark.parametrize(
    "said", ["san juan", "hidalgo", "la frontera", "el puente", "cárdenas", "el otro lado", "santiago"]
)
def test_a_name_of_many_places_is_asked_about(gazetteer: Gazetteer, said: str) -> None:
    reading = gazetteer.parse(said)

    assert reading is not None
    assert reading.ambiguous


def test_laredo_is_not_nuevo_laredo(gazetteer: Gazetteer) -> None:
    found = gazetteer.find("de nuevo laredo a laredo texas")

    assert [ids(reading) for reading in found] == [["nuevo-laredo"], ["laredo-tx"]]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("nuebo laredo", "nuevo-laredo"), ("nuevo la redo", "nuevo-laredo"), ("monterey", "monterrey"),
        ("keretaro", "queretaro"), ("saltiyo", "saltillo"), ("veracrus", "veracruz"),
        ("siudad juares", "ciudad-juarez"), ("tepotsotlan", "tepotzotlan"), ("a mansanillo", "manzanillo"),
        ("guadalahara", "guadalajara"), ("lasaro cardenas", "lazaro-cardenas"), ("hermosiyo", "hermosillo"),
    ],
)  # fmt: skip
def test_what_only_sounds_like_a_place_is_marked_so(gazetteer: Gazetteer, said: str, meant: str) -> None:
    found = gazetteer.find(said)

    assert [ids(reading) for reading in found] == [[meant]]
    assert not found[0].exact


@pytest.mark.parametrize(
    "said",
    [
        "déjeme en paz", "di el salto", "me dio el paso", "el viaje está en progreso", "soy Guadalupe",
        "habla Victoria", "don Salvador", "no fui a ese pueblo", "tampoco", "al médico",
        "voy por la carretera a Saltillo", "en la calle Monterrey", "sobre la avenida Puebla", "gracias señorita",
        "me pagan el viernes", "estoy en el patio cargando", "es una victoria", "la villa está lejos",
        "la carga es de tomate", "mi señora no está", "no me acuerdo del camino", "las colinas", "", "sí",
        "el cliente me dejó parado toda la noche", "traigo las llantas lisas", "me falta el sello de la caja",
    ],
)  # fmt: skip
def test_everyday_words_are_no_places(gazetteer: Gazetteer, said: str) -> None:
    assert [reading.text for reading in gazetteer.find(said)] == []


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("salí de león", ["leon"]), ("no pues voy a la paz", ["la-paz-bcs"]), ("sí, victoria", ["ciudad-victoria"]),
        ("entregué en jerez", ["jerez"]), ("es tula hidalgo", ["tula-de-allende"]),
        ("cargué en el salto jalisco", ["el-salto-jal"]),
        ("de México a Querétaro", ["ciudad-de-mexico", "queretaro"]),
        ("me vine de tj a la regia", ["tijuana", "monterrey"]),
        ("llegué a paraíso tabasco y de ahí a cárdenas tabasco", ["paraiso", "cardenas-tab"]),
        ("voy a del río", ["del-rio-tx"]), ("cargué en ramos y entregué en pantaco", ["ramos-arizpe", "pantaco"]),
        ("león a guadalajara", ["leon", "guadalajara"]),
    ],
)  # fmt: skip
def test_everyday_words_are_places_where_a_place_is_due(gazetteer: Gazetteer, said: str, meant: list[str]) -> None:
    assert [ids(reading) for reading in gazetteer.find(said)] == [[place] for place in meant]


def test_positions_are_those_of_the_folded_words(gazetteer: Gazetteer) -> None:
    reading = gazetteer.find("Pos vengo pa' Nuevo Laredo, Tamps., jefa")[0]

    assert (reading.start, reading.end, reading.text) == (3, 6, "nuevo laredo tamps")


def test_every_name_and_alias_finds_its_place(gazetteer: Gazetteer) -> None:
    main = {"jimenez-tamps", "matamoros-coah", "cadereyta-qro", "tonala-chis", "progreso-tx"}
    lost = [
        (place.id, name)
        for place in gazetteer
        for name in (place.name, place.spoken, *place.aliases)
        if place.id not in ids(gazetteer.parse(name)) and not (place.id in main and name == place.name)
    ]
    assert lost == []


def test_every_place_is_clear_by_its_id_and_as_karla_says_it(gazetteer: Gazetteer) -> None:
    homonyms = {"laredo", "nogales"}
    unclear = [place.id for place in gazetteer if ids(gazetteer.parse(place.id)) != [place.id]]
    said = [place.spoken for place in gazetteer if ids(gazetteer.parse(place.spoken)) != [place.id]]

    assert unclear == []
    assert [words for words in said if words.lower() not in homonyms] == []


def test_every_alias_is_found_inside_a_sentence(gazetteer: Gazetteer) -> None:
    lost = []
    for place in gazetteer:
        for name in place.aliases:
            found = gazetteer.find(f"pues salí de {name} como a las cuatro")
            if not any(place.id in ids(reading) for reading in found):
                lost.append((place.id, name))
    assert lost == []


def test_the_gazetteer_covers_mexican_freight(gazetteer: Gazetteer) -> None:
    assert len(gazetteer) >= 280
    assert len(gazetteer.ids) == len(set(gazetteer.ids)) == len(gazetteer)
    assert sum(not place.served for place in gazetteer) >= 15
    assert {place.state for place in gazetteer} >= {"AGS", "BC", "BCS", "CDMX", "QROO", "YUC", "TX", "AZ", "CA", "NM"}
    assert {place.kind for place in gazetteer} == {"city", "port", "border", "facility", "town"}


def test_border_towns_keep_the_clock_of_their_border(gazetteer: Gazetteer) -> None:
    zones = {name: gazetteer[name].zone for name in ("nuevo-laredo", "laredo-tx", "ciudad-juarez", "tijuana", "puebla")}

    assert zones == {
        "nuevo-laredo": "America/Matamoros",
        "laredo-tx": "America/Chicago",
        "ciudad-juarez": "America/Ciudad_Juarez",
        "tijuana": "America/Tijuana",
        "puebla": "America/Mexico_City",
    }


def test_an_unknown_id_is_an_error(gazetteer: Gazetteer) -> None:
    assert "atlantis" not in gazetteer
    with pytest.raises(KeyError):
        gazetteer["atlantis"]


_WORDS = (
    "de a en el laredo nuevo san luis juan monterrey texas coahuila "
    "puerto león al del la paz y o méxico río bravo 26 kilómetro"
).split()


@settings(max_examples=100)
@given(words=st.lists(st.one_of(st.sampled_from(_WORDS), st.text(max_size=12)), max_size=12))
def test_readings_never_overlap(gazetteer: Gazetteer, words: list[str]) -> None:
    found = gazetteer.find(" ".join(words))
    gazetteer.parse(" ".join(words))

    assert all(reading.options and reading.start < reading.end for reading in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@pytest.mark.parametrize(
    "said",
    [
        "el kilómetro cuarenta y dos", "el kilómetro treinta y seis", "el kilometro 27", "fui al kilómetro dieciséis",
        "al cinco cinco, cinco cinco, cero cero, doce", "al ochenta y uno, cincuenta y cinco, cero cero",
    ],
)  # fmt: skip
def test_a_number_is_never_nearly_a_place(said: str, gazetteer: Gazetteer) -> None:
    assert not gazetteer.find(said)
