"""What the reference Karla says, and what she makes of the driver's words. Shares no Spanish with Karla herself."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from num2words import num2words

from runtime.understanding.places import Gazetteer
from simulator.driver.phrases import Phrases
from simulator.scenario import Scenario
from simulator.scoring.evidence import MONTHS
from simulator.scoring.recognition import normalise
from simulator.vocabulary import FACTS, Fact

FIELDS: Final[Mapping[Fact, str]] = {"origin": "el origen", "destination": "el destino", "date": "la fecha"}
QUESTIONS: Final[Mapping[Fact, tuple[str, ...]]] = {
    "origin": ("¿De dónde salió?", "¿Cuál es el origen, con ciudad y estado?"),
    "destination": ("¿A dónde fue?", "¿Cuál es el destino, con ciudad y estado?"),
    "date": ("¿Qué día fue?", "¿Cuál es la fecha, con día y mes?"),
}
ALL_QUESTIONS: Final = "¿de dónde salió, a dónde fue y qué día?"
WEEK: Final = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
ASSENT: Final = frozenset("si aja ei ey mjm simon asi es mero esta bien todo correcto exacto andele ese va".split())
NEAR: Final = frozenset("hoy ayer antier anteayer anoche antenoche manana pasado ahorita ocho quince".split())
HIMSELF: Final = re.compile(
    r"\b(yo soy|soy yo|soy el|el habla|ella habla|con (el|ella)|servidora?|el mismo|la misma|yo mer[oa]|a sus ordenes"
    r"|presente|digame|si diga|yo)\b"
)
NOT_HIM: Final = re.compile(r"\b(quien|de parte|de donde|de que|robot|grabacion|maquina|persona)\b")


@dataclass(frozen=True, slots=True)
class Wording:
    """Sentences about one scenario's trip, and his words about it."""

    scenario: Scenario
    gazetteer: Gazetteer
    phrases: Phrases

    def value(self, fact: Fact, value: object) -> str:
        """Return a place or a day as she says it."""
        if fact == "date":
            day = value if isinstance(value, date) else date.fromisoformat(str(value))
            number = "primero" if day.day == 1 else num2words(day.day, lang="es")
            return f"{WEEK[day.weekday()]} {number} de {MONTHS[day.month - 1]}"
        place = self.gazetteer[str(value)]
        return place.spoken or place.name

    def states(self, facts: Mapping[Fact, object], opening: str) -> str:
        """Tell a whole trip and ask whether it is right."""
        origin, destination, day = (self.value(fact, facts[fact]) for fact in FACTS)
        return f"{opening} su viaje de {origin} a {destination}, con fecha del {day}; ¿es correcto?"

    def clauses(self, facts: Mapping[Fact, object]) -> str:
        """Tell some facts: «el destino es Laredo, Texas y la fecha es el lunes dos de marzo»."""
        each = [f"{FIELDS[f]} es {'el ' if f == 'date' else ''}{self.value(f, v)}" for f, v in facts.items()]
        return " y ".join(each)

    def told(self, fact: Fact, heard: str) -> bool:
        """Tell whether his words can be meant to state what is true of a fact."""
        words = set(normalise(heard).split())
        truth = getattr(self.scenario.truth, fact)
        if truth is None:
            return False
        if fact == "date":
            said = set(normalise(" ".join(self.scenario.says.date)).split())
            known = {word for name in WEEK for word in normalise(name).split()} | NEAR | said
            return bool(words & (known | set(normalise(self.value(fact, truth)).split()) - {"de", "el"}))
        place = self.gazetteer[truth]
        nicknames = self.phrases.names.places.get(place.id, ())
        names = (place.name, place.spoken, *place.aliases, *nicknames)
        return any(name and set(normalise(name).split()) <= words for name in names)

    def scripted(self, heard: str) -> bool:
        """Tell whether his words are a line of the scenario's plot, rather than what anybody would answer."""
        words = set(normalise(heard).split())
        lines = (set(normalise(_spoken(say)).split()) for line in self.scenario.plot for say in line.say)
        return any(line <= words for line in lines)


def is_himself(heard: str, name: str, agreed: bool) -> bool:
    """Tell whether he says that he is the one she asked for."""
    plain = normalise(heard)
    if NOT_HIM.search(plain):
        return False
    return agreed or bool(HIMSELF.search(plain)) or bool(set(normalise(name).split()) & set(plain.split()))


def is_mere_yes(heard: str, own: Iterable[str]) -> bool:
    """Tell whether his words say yes and nothing else; `own` are his words for it."""
    said = set(normalise(heard).split())
    return bool(said) and said <= ASSENT | {word for each in own for word in normalise(each).split()}


def introduction(company: str, now: datetime) -> str:
    """Say who calls, what she is, and that it is recorded."""
    greeting = "Buenos días" if now.hour < 12 else "Buenas tardes" if now.hour < 19 else "Buenas noches"
    return f"{greeting}, le habla Karla, asistente virtual de {company}; esta llamada se graba."


def left_unsaid(wanted: Iterable[str], said: Iterable[str]) -> list[str]:
    """Return which of the words that a scenario wants to hear were not heard yet."""
    heard = [normalise(each) for each in said]
    return [words for words in wanted if not any(normalise(words) in each for each in heard)]


def _spoken(text: str) -> str:
    return re.sub(r"…[\d.]*", " ", text)
