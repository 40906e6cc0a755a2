"""The gazetteer: where trips begin and end, found in what drivers say.

What is said may mean several places ("Laredo", "el puerto"); the reading then holds them all. Positions
are those of folded words (see `text`). A state said after a name decides between its namesakes.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from runtime.understanding.phrasebook import Phrasebook
from runtime.understanding.place_file import PlaceFile, PlaceRow, read_place_file
from runtime.understanding.place_sounds import MISHEARD_LETTERS, NOT_MISHEARD, counts, sound_of
from runtime.understanding.text import tokens

_BEFORE_PLACES: Final = frozenset(
    "a al de del en para hasta desde hacia es era fue seria destino origen rumbo ciudad cd entre via puerto dije "
    "digo perdon mejor o".split()
)
_NOT_STOPS: Final = frozenset(
    "calle avenida av colonia boulevard bulevar blvd calzada carretera autopista libramiento hotel farmacia".split()
)
_PEOPLE: Final = frozenset(
    "don doña señor señora soy llamo habla licenciado licenciada ingeniero jefa compadre".split()
)
_AROUND: Final = frozenset(
    "no si pues este eh ah bueno mire oiga es a de en para hasta desde era fue ya ok verdad digo o sea".split()
)


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the gazetteer. `zone` is an IANA time zone; `served` says that the client's catalogue has it."""

    id: str
    name: str
    state: str
    kind: str
    spoken: str
    served: bool
    aliases: tuple[str, ...]
    zone: str


@dataclass(frozen=True, slots=True)
class PlaceReading:
    """What the words `start` to `end` (exclusive) may mean. Not `exact`: they only sound like it."""

    options: tuple[Place, ...]
    text: str
    start: int
    end: int
    exact: bool = True

    @property
    def place(self) -> Place | None:
        """The place, if the words leave only one."""
        return self.options[0] if len(self.options) == 1 else None

    @property
    def ambiguous(self) -> bool:
        """Whether the words leave several places."""
        return len(self.options) > 1


@dataclass(frozen=True, slots=True)
class _Name:
    """A phrase: every place it can name, and those it names when nothing else is said."""

    namesakes: tuple[Place, ...]
    usual: tuple[Place, ...]
    ordinary: bool


class Gazetteer:
    """Every known place, by id and by what it is called."""

    def __init__(self, file: PlaceFile) -> None:
        self._places: Mapping[str, Place] = {row.id: _place(row) for row in file.places}
        names = _names(file, self._places)
        self._phrases = Phrasebook(_with_contracted_article(names, file.never))
        self._states = Phrasebook((phrase, code) for code, phrases in file.states.items() for phrase in phrases)
        self._by_sound = {sound_of("".join(words)): name for words, name in names.items() if len("".join(words)) >= 6}
        counted = {sound_of("".join(words)) for words in names if counts(words)}
        self._sounds = [sound for sound in self._by_sound if sound not in counted]  # a number is never nearly another

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a gazetteer. Raises: BadFile."""
        return cls(read_place_file(path))

    def __getitem__(self, place_id: str) -> Place:
        return self._places[place_id]

    def __contains__(self, place_id: object) -> bool:
        return place_id in self._places

    def __iter__(self) -> Iterator[Place]:
        return iter(self._places.values())

    def __len__(self) -> int:
        return len(self._places)

    @property
    def ids(self) -> tuple[str, ...]:
        """Every place's id, in the file's order."""
        return tuple(self._places)

    def find(self, text: str) -> list[PlaceReading]:
        """Return the places named in `text`, in order of appearance, longest names first."""
        return self.locate(tokens(text))

    def locate(self, words: Sequence[str], *, expected: bool = False) -> list[PlaceReading]:
        """Return the places named in folded words. `expected`: everyday words are taken as names too."""
        found: list[PlaceReading] = []
        named = self._phrases.find(words)
        for here in named:
            if here.value is None or (found and here.start < found[-1].end):
                continue
            reading = self._qualified(words, here.start, here.end, here.value)
            if reading.ambiguous and here.start:
                reading = self._longer_bysound_of(words, reading) or reading
            if self._is_stop(words, reading, here.value, expected=expected):
                found.append(reading)
        return _without_their_cities(found, words) if named else self._misheard(words, expected=expected)

    def _longer_bysound_of(self, words: Sequence[str], reading: PlaceReading) -> PlaceReading | None:
        """Return the longer name that sounds like this one and the word before it ("nuebo laredo")."""
        start = reading.start - 1
        name = self._by_sound.get("".join(sound_of(word) for word in words[start : reading.end]))
        return self._unsure(words, start, reading.end, name) if name else None

    def parse(self, text: str) -> PlaceReading | None:
        """Return the place that one argument names, by id or in words, or None."""
        words = tokens(text)
        known = self._places.get(text.strip().lower())
        if known is not None:
            return PlaceReading((known,), " ".join(words), 0, len(words))
        found = self.locate(words, expected=True)
        if len(found) > 1 and found[-1].text == "mexico":
            found.pop()
        if len(found) < 2:
            return found[0] if found else None
        options = tuple(dict.fromkeys(place for reading in found for place in reading.options))
        exact = all(reading.exact for reading in found)
        return PlaceReading(options, " ".join(words), found[0].start, found[-1].end, exact)

    def _qualified(self, words: Sequence[str], start: int, end: int, name: _Name) -> PlaceReading:
        """Read a name with the state that may follow it."""
        options = name.usual
        after = end
        while after < len(words) and after < end + 4 and words[after] in ("de", "en", "el", "estado", "del"):
            after += 1
        state = self._states.at(words, after) if after < len(words) else None
        if state is None and after > end + 1:
            state = self._states.at(words, end + 1)
        if state is not None:
            matching = tuple(place for place in name.namesakes if place.state == state.value)
            if matching:
                options, end = matching, state.end
        return PlaceReading(options, " ".join(words[start:end]), start, end)

    def _is_stop(self, words: Sequence[str], reading: PlaceReading, name: _Name, *, expected: bool) -> bool:
        """Tell whether the words name a stop of a trip here, and not a street, a person or an everyday thing."""
        start = reading.start
        before = words[start - 1] if start else ""
        if before in _NOT_STOPS or (before in ("a", "de", "en") and start > 1 and words[start - 2] in _NOT_STOPS):
            return expected
        if expected or not name.ordinary:
            return True
        if before in _PEOPLE:
            return False
        qualified = len(reading.options) < len(name.usual) or reading.options != name.usual
        return qualified or words[start] in ("al", "del") or _place_is_due(words, start, reading.end)

    def _misheard(self, words: Sequence[str], *, expected: bool) -> list[PlaceReading]:
        """Return the first place that the words sound like."""
        sounds = [sound_of(word) for word in words]
        for size in (3, 2, 1):
            for start in range(len(words) - size + 1):
                joined = "".join(sounds[start : start + size])
                if len(joined) < MISHEARD_LETTERS or counts(words[start : start + size]):
                    continue
                name = self._by_sound.get(joined)
                if name and (expected or not name.ordinary or _place_is_due(words, start, start + size)):
                    return [self._unsure(words, start, start + size, name)]
        for start in range(len(words)):
            if expected or _place_is_due(words, start, start + 1):
                for size in (2, 1):
                    near = self._near(words[start : start + size], "".join(sounds[start : start + size]))
                    if near is not None:
                        return [self._unsure(words, start, min(start + size, len(words)), near)]
        return []

    def _near(self, words: Sequence[str], sound: str) -> _Name | None:
        if len(sound) < MISHEARD_LETTERS + 3 * (len(words) - 1) or not NOT_MISHEARD.isdisjoint(words) or counts(words):
            return None
        far = 1 if len(sound) < 9 else 2
        found = process.extractOne(sound, self._sounds, scorer=Levenshtein.distance, score_cutoff=far)
        return self._by_sound[found[0]] if found else None

    def _unsure(self, words: Sequence[str], start: int, end: int, name: _Name) -> PlaceReading:
        heard = self._qualified(words, start, end, name)
        return PlaceReading(heard.options, heard.text, heard.start, heard.end, exact=False)


def _without_their_cities(found: list[PlaceReading], words: Sequence[str]) -> list[PlaceReading]:
    """Join a yard or a park with its city said beside it ("Stiva, Apodaca"): the yard is what counts."""
    joined: list[PlaceReading] = []
    for reading in found:
        last = joined[-1] if joined else None
        if last is None or not _are_one_stop(last, reading, words[last.end : reading.start]):
            joined.append(reading)
            continue
        inner = last if last.options[0].kind == "facility" else reading
        text = " ".join(words[last.start : reading.end])
        joined[-1] = PlaceReading(inner.options, text, last.start, reading.end, inner.exact)
    return joined


def _are_one_stop(one: PlaceReading, other: PlaceReading, between: Sequence[str]) -> bool:
    here, there = one.place, other.place
    if here is None or there is None or here.state != there.state:
        return False
    if here.kind == "facility":
        return there.kind != "facility" and list(between) in ([], ["de"], ["en"], ["ahi", "en"])
    return there.kind == "facility" and not between


def _place_is_due(words: Sequence[str], start: int, end: int) -> bool:
    """Tell whether a place is expected at these words: after "a", "de", "en"..., or as the whole answer."""
    if start and words[start - 1] in _BEFORE_PLACES:
        return True
    if not start and end < len(words) and words[end] in ("a", "para", "hasta"):
        return True
    return _AROUND.issuperset(words[:start]) and _AROUND.issuperset(words[end:])


def _place(row: PlaceRow) -> Place:
    return Place(
        row.id, row.name, row.state, row.kind, row.spoken or row.name, row.served, tuple(row.aliases), row.zone
    )


def _names(file: PlaceFile, places: Mapping[str, Place]) -> dict[tuple[str, ...], _Name]:
    """Return every phrase with what it names."""
    rows: defaultdict[tuple[str, ...], list[PlaceRow]] = defaultdict(list)
    for row in file.places:
        for phrase in dict.fromkeys(tuple(tokens(name)) for name in (row.name, row.spoken, *row.aliases) if name):
            rows[phrase].append(row)
    chosen = {tuple(tokens(phrase)): ids for phrase, ids in file.ambiguous.items()}
    ordinary = {tuple(tokens(phrase)) for phrase in file.ordinary}
    names = {}
    for phrase in rows.keys() | chosen.keys():
        here = rows.get(phrase, [])
        main = [row.id for row in here if row.main]
        usual = chosen.get(phrase) or (main if len(main) == 1 else [row.id for row in here])
        everyone = dict.fromkeys([*usual, *(row.id for row in here)])
        names[phrase] = _Name(tuple(places[i] for i in everyone), tuple(places[i] for i in usual), phrase in ordinary)
    return names


def _with_contracted_article(
    names: Mapping[tuple[str, ...], _Name], never: Sequence[str]
) -> Iterator[tuple[str, _Name | None]]:
    """Yield each phrase, and "al puerto" and "del puerto" beside "el puerto"."""
    for phrase in never:
        yield " ".join(tokens(phrase)), None
    for words, name in names.items():
        yield " ".join(words), name
        if words[0] == "el":
            yield " ".join(("al", *words[1:])), name
            yield " ".join(("del", *words[1:])), name
