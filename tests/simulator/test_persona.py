"""Personas: what is read, and what is refused with its line and a hint."""

from collections.abc import Callable
from pathlib import Path

import pytest

from runtime.errors import BadFile
from simulator.persona import PERSONAS, Persona, voice_names
from simulator.yaml_file import BadFiles

type Write = Callable[[str, str], Path]

GOOD = """\
name: Don Chuy
full_name: Jesús Treviño
about: Operador de Monterrey.
region: norte
voice: norteno_mayor
words:
  yes: ["Simón", "Así es"]
  no: ["Nel"]
habits:
  barges_in: 0.2
  pause_seconds: [0.6, 1.2]
"""


def test_a_persona_is_read_with_its_own_words(write: Write) -> None:
    persona = Persona.read(write("don_chuy.yaml", GOOD))

    assert persona.id == "don_chuy"
    assert persona.words.yes == ("Simón", "Así es")
    assert persona.words.no == ("Nel",), "`no` is a word, not a boolean"
    assert persona.habits.barges_in == 0.2
    assert persona.habits.coughs == 0


def test_a_driver_has_the_same_invented_number_every_time(write: Write) -> None:
    path = write("don_chuy.yaml", GOOD)

    assert Persona.read(path).phone == Persona.read(path).phone
    assert Persona.read(path).phone.startswith("+52555555")
    assert Persona.read(path).driver_id == "D-don_chuy"


FAULTS = [
    ("region: norte", "region: nortee", 4, "region", "did you mean «norte»?"),
    ("voice: norteno_mayor", "voice: norteno_major", 5, "voice", "did you mean «norteno_mayor»?"),
    ("name: Don Chuy", "nmae: Don Chuy", 1, "nmae", "did you mean «name»?"),
    ("name: Don Chuy", 'name: ""', 1, "name", ""),
    ("  barges_in: 0.2", "  barge_in: 0.2", 10, "habits.barge_in", "did you mean «barges_in»?"),
    ("  barges_in: 0.2", "  barges_in: 1.2", 10, "habits.barges_in", ""),
    ("  barges_in: 0.2", "  barges_in: mucho", 10, "habits.barges_in", ""),
    ("  barges_in: 0.2", '  barges_in: "0.2"', 10, "habits.barges_in", ""),
    ("  barges_in: 0.2", "  barges_in: .nan", 10, "habits.barges_in", ""),
    ("[0.6, 1.2]", "[1.2, 0.6]", 11, "habits.pause_seconds", ""),
    ("[0.6, 1.2]", "[0.6]", 11, "habits.pause_seconds[1]", ""),
    ('["Nel"]', "[3]", 8, "words.no[0]", ""),
    ("words:", "id: chuy\nwords:", 6, "id", ""),
]


@pytest.mark.parametrize(("good", "bad", "line", "key", "hint"), FAULTS)
def test_a_bad_persona_is_refused_with_line_key_and_hint(
    write: Write, good: str, bad: str, line: int, key: str, hint: str
) -> None:
    path = write("don_chuy.yaml", GOOD.replace(good, bad, 1))

    with pytest.raises(BadFile) as refused:
        Persona.read(path)

    faults = [refused.value] if refused.value.key == key else all_faults(path)
    found = next(fault for fault in faults if fault.key == key)
    assert (found.line, found.hint) == (line, hint)


def all_faults(path: Path) -> list[BadFile]:
    with pytest.raises(BadFiles) as refused:
        Persona.read_whole(path, voice_names())
    return refused.value.faults


def test_every_fault_of_a_persona_is_reported_at_once(write: Write) -> None:
    text = GOOD.replace("region: norte", "region: sur").replace("0.2", "7").replace("name: Don Chuy\n", "", 1)

    faults = all_faults(write("don_chuy.yaml", text))

    assert {fault.key for fault in faults} == {"name", "region", "habits.barges_in"}
    assert [fault.line for fault in faults] == sorted(fault.line or 0 for fault in faults)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("name: [", 2),
        ("- a\n- b\n", 1),
        ("", 1),
        ("name: a\nname: b\n", 2),
        ("? [a]\n: b\n", 1),
        ("a: !!python/x 1", 1),
    ],
)
def test_what_is_no_mapping_of_yaml_is_refused_with_its_line(write: Write, text: str, line: int) -> None:
    with pytest.raises(BadFile) as refused:
        Persona.read(write("broken.yaml", text))

    assert refused.value.line == line


def test_a_missing_file_is_a_bad_file(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="no such file"):
        Persona.read(tmp_path / "nadie.yaml")


@pytest.mark.parametrize("path", sorted(PERSONAS.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_shipped_persona_can_be_played(path: Path) -> None:
    persona = Persona.read(path)

    assert persona.words.answers
    assert persona.words.yes
    assert persona.words.no
    assert persona.habits.model_fields_set, "a driver without habits is a machine"
