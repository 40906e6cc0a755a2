"""What a driver makes of Karla's words: her fixed sentences, a model's paraphrases, and words cut short."""

import pytest

from simulator.driver.hearing.listening import KarlaTurn, understand_karla
from simulator.driver.intents import Detail, KarlaIntent
from simulator.driver.knowledge import Fact

I = KarlaIntent  # noqa: E741

STATES_TRIP = (
    "Gracias. Le llamo por su viaje de Monterrey a Nuevo Laredo, con fecha del lunes nueve de marzo; ¿es correcto?"
)

FIXED = [
    ("Buenas tardes, habla Karla, asistente virtual; esta llamada se graba. ¿Hablo con Beto?", I.ASKED_IDENTITY),
    ("Buenos días, habla Karla, asistente virtual de Fletes. ¿Con quién hablo y en qué le ayudo?", I.ASKED_IDENTITY),
    (STATES_TRIP, I.ASKED_CONFIRM),
    ("Gracias. No me aparece su viaje registrado; ¿de dónde salió, a dónde va y qué día?", I.ASKED_ALL),
    ("Perfecto, queda confirmado su viaje. Gracias, que le vaya muy bien.", I.TOLD_CONFIRMED),
    ("¿Qué dato está mal: el origen, el destino o la fecha?", I.ASKED_WHICH_FIELD),
    ("Entonces el destino es Laredo, Texas. ¿Es correcto?", I.READ_BACK),
    ("Listo, ya quedó actualizado el destino: Laredo, Texas. Gracias, que le vaya muy bien.", I.TOLD_UPDATED),
    (
        "Listo, ya quedó actualizado: la fecha es el lunes nueve de marzo. Gracias, que le vaya muy bien.",
        I.TOLD_UPDATED,
    ),
    ("¿Cuál puerto: Manzanillo, Veracruz o Lázaro Cárdenas?", I.ASKED_OPTION),
    ("¿El lunes dos o el lunes nueve de marzo?", I.ASKED_OPTION),
    ("¿Laredo, Texas, o Nuevo Laredo?", I.ASKED_OPTION),
    ("¿Me lo repite, por favor? ¿Qué ciudad y qué estado?", I.ASKED_REPEAT),
    ("¿Me repite el lugar, por favor, con ciudad y estado?", I.ASKED_REPEAT),
    ("¿De dónde salió?", I.ASKED_ORIGIN),
    ("¿A dónde va?", I.ASKED_DESTINATION),
    ("¿Qué día fue?", I.ASKED_DATE),
    ("¿En qué ciudad cargó?", I.ASKED_ORIGIN),
    ("¿En qué ciudad entrega?", I.ASKED_DESTINATION),
    ("¿En qué fecha?", I.ASKED_DATE),
    ("Entonces registro su viaje de Silao a Puebla, con fecha del lunes nueve de marzo. ¿Es correcto?", I.READ_BACK),
    ("Listo, ya quedó registrado su viaje de Silao a Nuevo Laredo. Gracias, que le vaya muy bien.", I.TOLD_CREATED),
    ("Claro, le comunico con una persona. No cuelgue, por favor.", I.TOLD_TRANSFER),
    ("Si hay heridos, marque al nueve once. Le comunico ahora mismo con una persona.", I.TOLD_TRANSFER),
    ("Lamento mucho la situación. Le comunico con una persona para que lo atienda.", I.TOLD_TRANSFER),
    ("Disculpe, tengo un problema con el sistema. Le comunico con una persona.", I.TOLD_TRANSFER),
    ("¿Me lo puede comunicar, por favor?", I.ASKED_IDENTITY),
    ("Disculpe la molestia, gracias. Hasta luego.", I.GOODBYE),
    ("Entendido, ya no le vamos a llamar. Disculpe la molestia.", I.GOODBYE),
    ("No se preocupe, maneje con cuidado. Le marco más tarde.", I.TOLD_CALLBACK),
    ("No se preocupe, le marco más tarde. Que le vaya bien.", I.TOLD_CALLBACK),
    ("No le escucho, le marco más tarde. Hasta luego.", I.TOLD_CALLBACK),
    ("Se nos acabó el tiempo de la llamada, le marco más tarde. Gracias.", I.TOLD_CALLBACK),
    ("Claro, aquí espero.", I.WAITING),
    ("¿Ya podemos seguir?", I.PROMPTED),
    ("¿Sigue ahí?", I.PROMPTED),
    ("¿Bueno? No le escucho.", I.PROMPTED),
    ("Sí, soy una asistente virtual de Fletes del Norte. ¿Hablo con Beto Salinas?", I.ASKED_IDENTITY),
    ("Soy Karla, asistente virtual de Fletes del Norte. ¿Es correcto?", I.ASKED_CONFIRM),
    ("Solo le puedo ayudar con los datos de este viaje. ¿A dónde va?", I.ASKED_DESTINATION),
    ("Disculpe, no le entendí. ¿Qué día fue?", I.ASKED_DATE),
    ("El origen y el destino no pueden ser iguales. ¿De dónde salió?", I.ASKED_ORIGIN),
    ("De eso no tengo información, pero le puedo pasar con una persona. ¿Es correcto su viaje?", I.ASKED_CONFIRM),
]

PARAPHRASED = [
    ("Hola, muy buenas, ¿me comunico con don Beto Salinas?", I.ASKED_IDENTITY),
    ("Disculpe, ¿es usted el señor Salinas?", I.ASKED_IDENTITY),
    ("Buenas, ¿se encuentra Beto Salinas?", I.ASKED_IDENTITY),
    ("¿Con quién tengo el gusto?", I.ASKED_IDENTITY),
    ("¿Podría pasarme con él, por favor?", I.ASKED_IDENTITY),
    ("Tengo registrado un viaje de Monterrey a Nuevo Laredo el nueve de marzo, ¿me lo confirma?", I.ASKED_CONFIRM),
    ("Su viaje sale de Monterrey y va a Nuevo Laredo, ¿está bien?", I.ASKED_CONFIRM),
    ("¿Los datos son correctos?", I.ASKED_CONFIRM),
    ("El viaje es de Monterrey a Nuevo Laredo, ¿verdad?", I.ASKED_CONFIRM),
    ("Muy bien, entonces su destino sería Saltillo, ¿es así?", I.READ_BACK),
    ("Le cambio el destino a Saltillo, ¿de acuerdo?", I.READ_BACK),
    ("Va, la fecha queda así: ayer, lunes nueve de marzo, ¿correcto?", I.READ_BACK),
    ("O sea que fue a Saltillo, Coahuila, ¿sí?", I.READ_BACK),
    ("¿Se refiere a Laredo, Texas?", I.READ_BACK),
    ("¿Cuál es el dato incorrecto?", I.ASKED_WHICH_FIELD),
    ("Entiendo, ¿qué es lo que está mal?", I.ASKED_WHICH_FIELD),
    ("¿Qué le corregimos?", I.ASKED_WHICH_FIELD),
    ("¿Qué parte no coincide?", I.ASKED_WHICH_FIELD),
    ("¿Desde qué ciudad salió con la carga?", I.ASKED_ORIGIN),
    ("¿Cuál fue el origen?", I.ASKED_ORIGIN),
    ("Dígame, ¿de dónde cargó?", I.ASKED_ORIGIN),
    ("¿Y hacia dónde se dirige?", I.ASKED_DESTINATION),
    ("¿Cuál es el destino correcto?", I.ASKED_DESTINATION),
    ("¿A qué ciudad llevó la carga?", I.ASKED_DESTINATION),
    ("¿Dónde descarga?", I.ASKED_DESTINATION),
    ("¿Cuándo salió?", I.ASKED_DATE),
    ("¿Cuál sería la fecha correcta?", I.ASKED_DATE),
    ("¿Me dice el día, por favor? ¿Qué día fue el viaje?", I.ASKED_DATE),
    ("¿De dónde salió y a dónde va?", I.ASKED_ALL),
    ("Me falta saber de dónde sale y en qué fecha.", I.ASKED_ALL),
    ("¿De cuál Matamoros me habla, el de Tamaulipas o el de Coahuila?", I.ASKED_OPTION),
    ("¿Fue el martes tres o el miércoles cuatro?", I.ASKED_OPTION),
    ("Perdón, ¿me podría repetir la ciudad?", I.ASKED_REPEAT),
    ("No le escuché bien, ¿me lo deletrea?", I.ASKED_REPEAT),
    ("¿Cómo dijo?", I.ASKED_REPEAT),
    ("¿Todavía está en la línea?", I.PROMPTED),
    ("Tómese su tiempo, yo espero.", I.WAITING),
    ("Ya quedó validado su viaje, muchas gracias, que tenga buen día.", I.TOLD_CONFIRMED),
    ("Ya lo actualicé, el destino es Saltillo. Gracias.", I.TOLD_UPDATED),
    ("Su viaje quedó dado de alta. Buen viaje.", I.TOLD_CREATED),
    ("Ahorita lo transfiero con un compañero, no cuelgue.", I.TOLD_TRANSFER),
    ("Sale, le hablo al rato entonces.", I.TOLD_CALLBACK),
    ("Que tenga excelente día, adiós.", I.GOODBYE),
    ("Permítame un momento, por favor.", I.OTHER),
    ("Gracias.", I.OTHER),
    ("¿Le gusta el fútbol?", I.OTHER),
]

CUT_SHORT = [
    ("Buenas tardes, habla Karla, asistente virtual", I.ASKED_IDENTITY),
    ("Buenas tardes, habla Karla, asistente virtual de Fletes. ¿Hablo con", I.ASKED_IDENTITY),
    ("Gracias. Le llamo por su viaje de", I.ASKED_CONFIRM),
    ("Gracias. Le llamo por su viaje de Monterrey a Nuevo Laredo,", I.ASKED_CONFIRM),
    ("¿Qué dato está", I.ASKED_WHICH_FIELD),
    ("¿Cuál puerto: Manzanillo,", I.ASKED_OPTION),
    ("Entonces el destino es", I.READ_BACK),
    ("Entonces registro su viaje de Silao", I.READ_BACK),
    ("No me aparece su viaje registrado; ¿de dónde salió", I.ASKED_ORIGIN),
    ("Claro, le comunico con una", I.TOLD_TRANSFER),
    ("su viaje de monterrey a nuevo laredo con fecha del lunes nueve de marzo es correcto", I.ASKED_CONFIRM),
]


@pytest.fixture
def heard(stage):
    """Return a way to let a driver hear something."""
    scenario = stage.scenario()

    def hear(text: str, **more: bool) -> KarlaTurn:
        return understand_karla(text, scenario, stage.gazetteer, scenario.answered_at, **more)

    return hear


@pytest.mark.parametrize(("text", "intent"), FIXED + PARAPHRASED + CUT_SHORT)
def test_a_driver_knows_what_karla_is_after(heard, text: str, intent: KarlaIntent) -> None:
    assert heard(text).intent == intent


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("¿Con quién hablo y en qué le ayudo?", Detail.OPEN),
        ("¿Me lo puede comunicar, por favor?", Detail.PASS_ON),
        ("¿A qué hora le puedo marcar?", Detail.WHEN_TO_CALL),
        ("Ya quedó actualizado. ¿Le puedo ayudar en algo más?", Detail.ANYTHING_ELSE),
        ("Permítame un momento.", Detail.HOLD_ON),
    ],
)
def test_a_driver_notices_what_the_intent_leaves_open(heard, text: str, detail: Detail) -> None:
    assert heard(text).detail == detail


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (STATES_TRIP, {"origin": "monterrey", "destination": "nuevo-laredo", "date": "2026-03-09"}),
        ("Entonces el destino es Laredo, Texas. ¿Es correcto?", {"destination": "laredo-tx"}),
        ("Cambio el destino de Veracruz a Manzanillo, ¿de acuerdo?", {"destination": "manzanillo"}),
        ("Cambio el origen de Veracruz a Puebla, ¿de acuerdo?", {"origin": "puebla"}),
        ("En vez de Veracruz, va a Manzanillo, ¿es correcto?", {"destination": "manzanillo"}),
        ("El origen es Saltillo y el destino Torreón. ¿Es correcto?", {"origin": "saltillo", "destination": "torreon"}),
        ("Entonces la fecha es ayer, lunes nueve de marzo. ¿Es correcto?", {"date": "2026-03-09"}),
        ("Va de Saltillo hacia el puerto de Manzanillo, ¿sí?", {"origin": "saltillo", "destination": "manzanillo"}),
        ("Listo, ya quedó actualizado el destino: Laredo, Texas. Gracias.", {"destination": "laredo-tx"}),
    ],
)
def test_a_driver_hears_which_place_is_origin_and_which_is_destination(
    heard, text: str, values: dict[str, str]
) -> None:
    assert {fact: set(value.meanings) for fact, value in heard(text).values.items()} == {
        fact: {value} for fact, value in values.items()
    }


@pytest.mark.parametrize(
    ("text", "unheard"),
    [
        ("Gracias. Le llamo por su viaje de Monterrey a Nuevo", Fact.DESTINATION),
        ("Gracias. Le llamo por su viaje de Monterrey a Laredo", Fact.DESTINATION),
        ("Entonces la fecha es el treinta y", Fact.DATE),
        ("Entonces la fecha es el lunes", Fact.DATE),
    ],
)
def test_a_value_at_the_edge_of_what_was_heard_does_not_count(heard, text: str, unheard: Fact) -> None:
    assert unheard not in heard(text, unfinished=True).values


def test_the_options_are_what_she_offers(heard) -> None:
    asked = heard("¿Cuál puerto: Manzanillo, Veracruz o Lázaro Cárdenas?")

    assert [set(option.meanings) for option in asked.options] == [{"manzanillo"}, {"veracruz"}, {"lazaro-cardenas"}]


def test_days_may_be_options_too(heard) -> None:
    asked = heard("¿El lunes dos o el lunes nueve de marzo?")

    assert asked.option_of is Fact.DATE
    assert [set(option.meanings) for option in asked.options] == [{"2026-03-02"}, {"2026-03-09"}]


def test_once_he_has_corrected_something_a_confirmation_is_a_read_back(heard) -> None:
    text = "El viaje es de Monterrey a Nuevo Laredo, ¿es correcto?"

    assert heard(text).intent is I.ASKED_CONFIRM
    assert heard(text, corrected=True).intent is I.READ_BACK


def test_another_value_than_the_systems_makes_it_a_read_back(heard) -> None:
    assert heard("Va de Monterrey a Saltillo, ¿es correcto?").intent is I.READ_BACK


def test_only_what_is_asked_is_asked(heard) -> None:
    assert heard("¿De dónde salió y a dónde va?").asked == (Fact.ORIGIN, Fact.DESTINATION)


def test_a_driver_notices_that_another_man_is_asked_for(heard) -> None:
    assert heard("¿Hablo con Jesús Treviño?").names_somebody_else("Beto Salinas")
    assert not heard("¿Hablo con don Beto?").names_somebody_else("Beto Salinas")
    assert not heard("¿Hablo con usted?").names_somebody_else("Beto Salinas")
