"""Every mutant, by id, and by the names under which they can play."""

from collections.abc import Mapping
from typing import Final

from simulator.rig.mutants.facts import FACTS
from simulator.rig.mutants.floor import FLOOR
from simulator.rig.mutants.mutant import Mutant
from simulator.rig.mutants.people import PEOPLE
from simulator.rig.mutants.words import WORDS
from simulator.rig.mutants.writes import WRITES
from simulator.rig.roles import MakeKarla

MUTANTS: Final[Mapping[str, Mutant]] = {each.id: each for each in (*FLOOR, *WORDS, *FACTS, *WRITES, *PEOPLE)}


def castings() -> dict[str, MakeKarla]:
    """Return every broken Karla and the healthy one beside her, by the name that `--brain` takes."""
    found: dict[str, MakeKarla] = {mutant.name: mutant.karla for mutant in MUTANTS.values()}
    return found | {m.healthy_name: m.healthy for m in MUTANTS.values() if m.healthy_name != "rules"}
