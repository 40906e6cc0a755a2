"""Karla's fixed sentences, in the Spanish that drivers hear. At most two sentences and 35 words each turn.

Whatever promises or reads back is said in these words, never in a model's: a sentence here is only
spoken once the server knows that it is true. They are also what a phrase cache holds.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from runtime.trips import Field

FIELD_NAMES: Mapping[Field, str] = {
    Field.ORIGIN: "el origen",
    Field.DESTINATION: "el destino",
    Field.DATE: "la fecha",
}
FIELD_QUESTIONS: Mapping[Field, str] = {
    Field.ORIGIN: "¿De dónde salió?",
    Field.DESTINATION: "¿A dónde va?",
    Field.DATE: "¿Qué día fue?",
}

SIMPLER_QUESTIONS: Mapping[Field, str] = {
    Field.ORIGIN: "¿En qué ciudad cargó?",
    Field.DESTINATION: "¿En qué ciudad entrega?",
    Field.DATE: "¿En qué fecha?",
}

WHICH_FIELD = "¿Qué dato está mal: el origen, el destino o la fecha?"
ALL_FIELDS = "¿De dónde salió, a dónde va y qué día?"
FETCH_HIM = "¿Me lo puede comunicar, por favor?"
WAITS = "Claro, aquí espero."
STILL_WAITING = "¿Ya podemos seguir?"
STILL_THERE = "¿Sigue ahí?"
CANNOT_HEAR = "¿Bueno? No le escucho."
GIVES_UP = "No le escucho, le marco más tarde. Hasta luego."
SORRY_TO_BOTHER = "Disculpe la molestia, gracias. Hasta luego."
NO_MORE_CALLS = "Entendido, ya no le vamos a llamar. Disculpe la molestia."
TRANSFER = "Claro, le comunico con una persona. No cuelgue, por favor."
TRANSFER_COMPLAINT = "Lamento mucho la situación. Le comunico con una persona para que lo atienda."
TRANSFER_EMERGENCY = "Si hay heridos, marque al nueve once. Le comunico ahora mismo con una persona."
TRANSFER_FAULT = "Disculpe, tengo un problema con el sistema. Le comunico con una persona."
CALL_BACK_DRIVING = "No se preocupe, maneje con cuidado. Le marco más tarde."
CALL_BACK_BUSY = "No se preocupe, le marco más tarde. Que le vaya bien."
THANKS = "Gracias, que le vaya muy bien."
TOO_LONG = "Se nos acabó el tiempo de la llamada, le marco más tarde. Gracias."
ONLY_THIS_TRIP = "Solo le ayudo con los datos de su viaje."
NO_INFORMATION = "De eso no tengo información."
NOT_UNDERSTOOD = "Disculpe, no le entendí."
WHERE_AGAIN = "¿Me repite el lugar, por favor, con ciudad y estado?"
SAME_PLACES = "El origen y el destino no pueden ser iguales."
BAD_DATE = "Esa fecha no me queda clara."
SURE = "¿Sí es correcto?"
IN_HIS_WORDS = "Dígamelo usted, por favor."
ONLY_SPANISH = "Disculpe, solo hablo español. ¿Podemos seguir en español?"
NOT_HER_FIELD = "Eso lo ve su despachador; yo solo reviso origen, destino y fecha."
ALREADY_SETTLED = "Sus datos ya habían quedado registrados."
NOT_NEEDED = "Ese dato no hace falta."
ONE_LEG = "Aquí solo reviso este viaje; el otro lo ve su despachador."
WHICH_CITY = "¿Qué ciudad le queda ahí?"


def introduction(company: str, when: datetime) -> str:
    """Say who calls, that she is a machine, and that the call is recorded."""
    return f"{_greeting(when)}, habla Karla, asistente virtual de {company}; esta llamada se graba."


def introduces_herself_again(company: str) -> str:
    """Say who calls when the line had broken: somebody else may have the telephone now."""
    return f"Habla Karla de nuevo, asistente virtual de {company}; se nos cortó, y esta llamada también se graba."


def asks_identity(name: str) -> str:
    """Ask for the right party."""
    return f"¿Hablo con {name}?"


ASKS_WHO_CALLS = "¿Con quién hablo y en qué le ayudo?"


def who_is_calling(company: str) -> str:
    """Answer «¿quién habla?» after the introduction."""
    return f"Soy Karla, asistente virtual de {company}."


def offers_human(company: str) -> str:
    """Answer «esto es extorsión»: say who calls, and offer a person."""
    return f"Le entiendo; soy Karla, asistente virtual de {company}. ¿Prefiere que le comunique con una persona?"


def tells_the_screener(company: str, name: str) -> str:
    """Answer «diga su nombre y el motivo de su llamada», with nothing of the trip."""
    return f"Habla Karla, asistente virtual de {company}; esta llamada se graba. Busco a {name}, por su trabajo."


def is_a_machine(company: str) -> str:
    """Answer «¿eres robot?» honestly."""
    return f"Sí, soy una asistente virtual de {company}."


def states_trip(values: Mapping[Field, str]) -> str:
    """Read the trip on record and ask whether it is right. `values` are in spoken form."""
    return (
        f"Le llamo por su viaje de {values[Field.ORIGIN]} a {values[Field.DESTINATION]}, "
        f"con fecha del {values[Field.DATE]}; ¿es correcto?"
    )


def field_asked(question: str) -> Field | None:
    """Return the one field that a question asks for, however a model words it."""
    text = question.lower()
    asked = [field for field, words in _ASKING.items() if any(word in text for word in words)]
    return asked[0] if len(asked) == 1 else None


_ASKING: Mapping[Field, tuple[str, ...]] = {
    Field.ORIGIN: ("de dónde", "desde dónde", "origen", "cargó"),
    Field.DESTINATION: ("a dónde", "hacia dónde", "adónde", "destino", "entrega"),
    Field.DATE: ("qué día", "fecha", "cuándo"),
}


def asked_again(question: str) -> str:
    """Return a question as it is put again: the reading of a trip in fewer words, any other as it was."""
    found = _READING.fullmatch(question)
    return f"¿De {found['origin']} a {found['destination']}, el {found['date']}: es correcto?" if found else question


_READING = re.compile(r"Le llamo por su viaje de (?P<origin>.+?) a (?P<destination>.+), con fecha del (?P<date>.+); .*")


def values_of(statement: str) -> str:
    """Return the part of `states_trip` that holds the values, without the question behind it."""
    return statement.rpartition(";")[0]


def trip_missing() -> str:
    """Say that the system has no trip, and ask for all of it."""
    return f"No me aparece su viaje registrado; {ALL_FIELDS[0]}{ALL_FIELDS[1:].lower()}"


def reads_back_change(values: Mapping[Field, str]) -> str:
    """Read a change back. `values` are in spoken form, only the changed fields."""
    return f"Entonces {_clauses(values)}; ¿es correcto?"


def reads_back_trip(values: Mapping[Field, str]) -> str:
    """Read a whole new trip back."""
    return (
        f"Entonces registro su viaje de {values[Field.ORIGIN]} a {values[Field.DESTINATION]}, "
        f"con fecha del {values[Field.DATE]}; ¿es correcto?"
    )


def asks_option(options: Sequence[str], subject: str = "") -> str:
    """Ask which of a few: «¿Cuál puerto: Manzanillo, Veracruz o Lázaro Cárdenas?»."""
    listed = options[0] if len(options) == 1 else f"{', '.join(options[:-1])} o {options[-1]}"
    return f"¿{subject}: {listed}?" if subject else f"¿{listed[0].upper()}{listed[1:]}?"


def asks_which_date(options: Sequence[str]) -> str:
    """Ask which of a few days."""
    return asks_option(options, "Cuál fecha")


def asks_missing(fields: Sequence[Field]) -> str:
    """Ask for what a new trip still lacks, one field at a time."""
    return FIELD_QUESTIONS[fields[0]]


def confirmed() -> str:
    """Close a confirmed trip."""
    return f"Perfecto, queda confirmado su viaje. {THANKS}"


def updated(values: Mapping[Field, str]) -> str:
    """Close an updated trip. `values` are in spoken form."""
    return f"Listo, ya quedó actualizado: {_clauses(values)}. {THANKS}"


def created(values: Mapping[Field, str]) -> str:
    """Close a created trip."""
    return f"Listo, ya quedó registrado su viaje de {values[Field.ORIGIN]} a {values[Field.DESTINATION]}. {THANKS}"


def _clauses(values: Mapping[Field, str]) -> str:
    said = [f"{FIELD_NAMES[f]} es {'el ' if f is Field.DATE else ''}{values[f]}" for f in Field if f in values]
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} y {said[-1]}"


def _greeting(when: datetime) -> str:
    if when.hour < 12:
        return "Buenos días"
    return "Buenas tardes" if when.hour < 19 else "Buenas noches"
