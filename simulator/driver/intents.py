"""What Karla can be doing, and the wordings by which a driver tells one thing from another.

Patterns see a clause in lower case, without accents (ñ stays) and without punctuation. They are families of wordings,
not Karla's fixed sentences, so that a language model's phrasing is understood as well.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class KarlaIntent(StrEnum):
    """What Karla is doing, as the driver hears it. The values are the `when` of a scenario's plot."""

    ANSWERED = "answered"
    ASKED_IDENTITY = "asked_identity"
    ASKED_CONFIRM = "asked_confirm"
    ASKED_WHICH_FIELD = "asked_which_field"
    ASKED_ORIGIN = "asked_origin"
    ASKED_DESTINATION = "asked_destination"
    ASKED_DATE = "asked_date"
    ASKED_ALL = "asked_all"
    ASKED_OPTION = "asked_option"
    READ_BACK = "read_back"
    ASKED_REPEAT = "asked_repeat"
    OFFERED_HUMAN = "offered_human"
    PROMPTED = "prompted"
    WAITING = "waiting"
    TOLD_CONFIRMED = "told_confirmed"
    TOLD_UPDATED = "told_updated"
    TOLD_CREATED = "told_created"
    TOLD_TRANSFER = "told_transfer"
    TOLD_CALLBACK = "told_callback"
    GOODBYE = "goodbye"
    OTHER = "other"


class Detail(StrEnum):
    """What an intent's name leaves open."""

    NONE = ""
    OPEN = "open"  # she does not know who calls: «¿con quién hablo y en qué le ayudo?»
    PASS_ON = "pass_on"  # noqa: S105  she wants somebody else on the phone
    WHEN_TO_CALL = "when_to_call"
    ANYTHING_ELSE = "anything_else"
    HOLD_ON = "hold_on"  # she is busy for a moment


@dataclass(frozen=True, slots=True)
class Family:
    """A family of wordings."""

    intent: KarlaIntent
    pattern: re.Pattern[str]
    detail: Detail = Detail.NONE


def _family(intent: KarlaIntent, pattern: str, detail: Detail = Detail.NONE) -> Family:
    return Family(intent, re.compile(rf"\b(?:{pattern})\b"), detail)


_I = KarlaIntent
_PLACE = r"(?:ciudad|lugar|parte|estado|punto|lado|municipio|poblacion|patio|planta)"
_CORRECT = r"(?:correct[oa]s?|bien|asi|cierto|verdad|ciert[oa]s?)"

QUESTIONS: Final = (
    _family(_I.ASKED_IDENTITY, r"con quien (?:hablo|tengo el gusto)|quien (?:me )?(?:habla|llama)", Detail.OPEN),
    _family(
        _I.ASKED_IDENTITY, r"en que (?:le|lo|la|te) (?:puedo )?(?:ayud|servir)\w*|como (?:le|lo) ayudo", Detail.OPEN
    ),
    _family(
        _I.ASKED_IDENTITY,
        r"me l[oa] (?:puede |podria |pudiera )?(?:comunic\w*|pas\w*)"
        r"|(?:puede|podria|pudiera) (?:comunicar|pasar)\w*|esta (?:el )?por ahi|se encuentra (?:el|ella|ahi|por ahi)"
        r"|(?:puedo|podria|pudiera) hablar con",
        Detail.PASS_ON,
    ),
    _family(
        _I.ASKED_IDENTITY,
        r"hablo con|habla con|me comunico con|(?:es|sera|seria) usted|se encuentra|busco (?:a|al)|tengo el gusto con"
        r"|me (?:da|dice|indica|confirma) su nombre|cual es su nombre"
        r"|es (?:el |la )?(?:señor|señora|don|operador)",
    ),
    _family(
        _I.ASKED_CONFIRM,
        rf"(?:es|esta|estan|son|seria|sea|quedo|queda|va|parece|todo) {_CORRECT}|{_CORRECT} o (?:no|incorrecto)"
        r"|(?:me|usted|nos) (?:l[oa]s? )?(?:puede |podria )?confirma\w*|confirma (?:que|si|el|la|los|esos|estos|usted)"
        r"|de acuerdo|coinciden?|se refiere a|quiere decir|^(?:si|correcto|verdad|cierto|no|sale|esta bien|asi)$",
    ),
    _family(
        _I.ASKED_WHICH_FIELD,
        r"(?:que|cual|cuales) (?:dato|informacion|campo|parte)s?(?: no)?(?: coinciden?| esta bien)?"
        r"|que (?:es lo que )?(?:esta|estaria|viene|tiene) mal"
        r"|cual (?:es|esta|seria) (?:el |la |lo )?(?:mal|equivocad[oa]|incorrect[oa]|error|dato)"
        r"|que (?:le |hay que |debo |necesito |habria que )(?:cambi|corri|corre|actualiz)\w*|donde esta el error"
        r"|que (?:es lo|esta|seria lo) (?:incorrecto|equivocado)|el origen el destino o la fecha",
    ),
    _family(
        _I.ASKED_ORIGIN,
        rf"(?:de|desde|en|por) (?:donde|que {_PLACE}) (?:me dijo que |fue que )?"
        r"(?:sal|carg|vien|parti|empez|inici|arranc|lo carg|la carg|es que sal)\w*"
        r"|cual (?:es|fue|seria|era) (?:el |su )?(?:origen|punto de (?:partida|salida|carga)|lugar de (?:salida|carga))"
        r"|(?:cual|que) origen|(?:y |en )?el origen correcto|de donde a|desde donde|de donde$",
    ),
    _family(
        _I.ASKED_DESTINATION,
        rf"(?:a|en|hacia|hasta|para|por) (?:donde|que {_PLACE}) (?:me dijo que |fue que )?"
        r"(?:va|fue|se dirig|lleg|llev|entreg|descarg|iba|ir|es la entrega|la llev|lo llev|es que va|tiene que)\w*"
        r"|cual (?:es|fue|seria|era) (?:el |su )?(?:destino|punto de (?:llegada|entrega)|lugar de (?:entrega|descarga))"
        r"|(?:cual|que) destino|el destino correcto|hacia donde|para donde|a donde$|donde (?:entrega|descarga)\w*"
        r"|cual (?:es )?su destino",
    ),
    _family(
        _I.ASKED_DATE,
        r"(?:que|cual|cuales) (?:es |fue |seria |era |sera )?(?:el |la |su )?(?:dia|fecha)s?(?: correct[oa])?"
        r"|cuando (?:sal|fue|carg|es|va|se |lo |ser|inici|entreg)\w*|(?:y )?la fecha correcta|cuando$",
    ),
    _family(
        _I.ASKED_OPTION,
        r"cual (?!dato|es\b|esta\b|fue\b|seria\b|era\b|destino|origen|fecha|dia|informacion|campo|parte)\w+"
        r"|cual (?:es|seria) (?:el |la |lo )?correct[oa]|cual$|a cual|de cual|cual de",
    ),
    _family(
        _I.ASKED_REPEAT,
        rf"(?:repet|repit)\w*|que {_PLACE}|(?:dig[ao]m?e|diga) (?:otra vez|de nuevo)|como (?:dijo|dice|se llama)"
        r"|me l[oa] deletrea|deletre\w*|otra vez|mande|que me dijo|perdon$|como$",
    ),
    _family(
        _I.OFFERED_HUMAN,
        r"(?:prefiere|quiere|desea|gusta|le gustaria) (?:usted )?(?:que (?:le |lo |la )?(?:comuni|transf|enlac|pase)\w*"
        r"|hablar con (?:un|una|alguien)\b)(?: (?:con|a) \w+ \w+)?",
    ),
    _family(
        _I.PROMPTED,
        r"(?:sigue|esta|continua|anda)s? (?:ahi|en la linea|conmigo)|(?:aun|todavia) (?:esta|sigue)|me (?:escucha|oye)"
        r"|(?:ya )?(?:podemos|puedo) (?:seguir|continuar)|seguimos|continuamos|ya esta listo|bueno$|oiga$",
    ),
    _family(
        _I.OTHER,
        r"(?:a que hora|cuando) (?:le |lo |la )?(?:puedo |podria )?(?:marc|llam|habl|encuentr)\w*"
        r"|le puedo (?:marc|llam)ar",
        Detail.WHEN_TO_CALL,
    ),
    _family(_I.OTHER, r"algo mas|alguna otra cosa|otra cosa|en que mas", Detail.ANYTHING_ELSE),
)
"""What expects an answer. Where several fit, the one that ends last in the last clause counts."""

STATEMENTS: Final = (
    _family(
        _I.TOLD_TRANSFER,
        r"(?:comunico|transfiero|enlazo|paso|comunicare|transferire|pasare) (?:\w+ ){0,3}?"
        r"(?:con|a) (?:un|una|el|la|mi|alguien)"
        r"|(?:le|lo|la) (?:comunico|transfiero|voy a (?:comunicar|pasar|transferir))"
        r"|no cuelgue",
    ),
    _family(
        _I.TOLD_UPDATED,
        r"(?:quedo|queda|fue|esta|ha sido|quedaron) (?:ya )?(?:actualizad|corregid|cambiad|modificad)\w+"
        r"|ya (?:l[oa] )?(?:actualice|cambie|corregi|modifique)|actualizad[oa] (?:el|la|su)",
    ),
    _family(
        _I.TOLD_CREATED,
        r"(?:quedo|queda|fue|esta|ha sido) (?:ya )?(?:registrad|dad[oa] de alta|cread|anotad)\w*"
        r"|ya (?:l[oa] )?(?:registre|di de alta)|registrad[oa] su viaje",
    ),
    _family(
        _I.TOLD_CONFIRMED,
        r"(?:quedo|queda|esta|fue) (?:ya )?(?:confirmad|validad)[oa]|(?:viaje|datos?) (?:\w+ )?"
        r"(?:confirmad|validad)[oa]s?|todo (?:coincide|en orden|quedo)|ya (?:l[oa] )?confirme",
    ),
    _family(
        _I.TOLD_CALLBACK,
        r"le (?:marco|llamo|hablo|marcamos|llamamos|marcare|llamare|vuelvo a (?:marcar|llamar))"
        r" (?:\w+ ){0,2}?(?:mas tarde|luego|despues|al rato|en (?:un|una|otro|otra|unos|unas)\w*|ahorita|mañana)"
        r"|maneje con (?:mucho )?cuidado",
    ),
    _family(
        _I.WAITING,
        r"aqui (?:lo |le |la )?espero|(?:le|lo|la) espero|con calma|no hay prisa|sin prisa|tomese su tiempo"
        r"|yo espero|espero en la linea",
    ),
    _family(
        _I.GOODBYE,
        r"hasta luego|adios|que le vaya (?:muy )?bien|buen viaje|que tenga (?:muy )?(?:buen|bonit|excelente)\w*"
        r"|disculpe la molestia|ya no le (?:vamos a llamar|llamaremos|marcaremos)|nos vemos",
    ),
    _family(_I.PROMPTED, r"no (?:le|lo|la) (?:escucho|oigo)|no se (?:escucha|oye)"),
    _family(
        _I.OTHER,
        r"permitame|deme un \w+|un (?:momento|segundo|momentito)|estoy (?:revis|registr|consult|actualiz)\w+"
        r"|dejeme (?:ver|revisar|checar)|ya (?:casi|mero)",
        Detail.HOLD_ON,
    ),
    _family(
        _I.READ_BACK,
        r"entonces (?:el|la|su|es|registro|cambio|seria|queda\w*|dice|fue|va|sale)|registro (?:su|el)"
        r"|(?:cambio|actualizo|corrijo|pongo|anoto) (?:el|la|su|que)|quedaria|queda asi|le (?:cambio|corrijo)|seria",
    ),
    _family(
        _I.ASKED_CONFIRM,
        r"(?:su|el|un) viaje (?:es )?(?:de|del|desde|que)|tengo (?:registrado|anotado|un viaje)"
        r"|me (?:aparece|sale)",
    ),
    _family(_I.ASKED_IDENTITY, r"habla karla|asistente virtual"),
)
"""What he understands when there is no question; the first that fits counts."""

READING_BACK: Final = re.compile(
    r"\b(?:entonces|registro|cambio|actualizo|corrijo|anoto|quedaria|queda asi|quedo asi|seria|pongo|le cambio)\b"
)
"""Wordings by which a question whether something is right is a read-back."""

NOUNS: Final = {
    "origin": re.compile(r"\b(?:origen|salida|salio|cargo)\b"),
    "destination": re.compile(r"\b(?:destino|entrega|llegada|descarga)\b"),
    "date": re.compile(r"\b(?:fecha|dia)\b"),
}
"""Which field a request to repeat is about."""
