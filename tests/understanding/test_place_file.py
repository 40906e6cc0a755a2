"""A gazetteer with a mistake in it is refused, with the line it is on."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from runtime.errors import BadFile
from runtime.understanding.places import Gazetteer

GOOD = """\
states:
  NL: [nuevo leon]
  TAMPS: [tamaulipas]
ambiguous:
  el puente: [monterrey, reynosa]
places:
  - {id: monterrey, name: Monterrey, state: NL, kind: city}
  - {id: reynosa, name: Reynosa, state: TAMPS, kind: border}
"""


def test_a_small_gazetteer_is_enough(tmp_path: Path) -> None:
    path = tmp_path / "places.yaml"
    path.write_text(GOOD, encoding="utf-8")

    assert Gazetteer.read(path).ids == ("monterrey", "reynosa")


@pytest.mark.parametrize(
    ("right", "wrong", "line", "says"),
    [
        ("name: Reynosa", "nmae: Reynosa", 8, "name"),
        ("kind: border", "kind: village", 8, "kind"),
        ("kind: border", "kind: border, alias: [rey]", 8, "did you mean aliases?"),
        ("id: reynosa", "id: monterrey", 8, "twice"),
        ("state: TAMPS", "state: TAMP", 8, "did you mean TAMPS?"),
        ("[monterrey, reynosa]", "[monterrey, reinosa]", 5, "did you mean reynosa?"),
        ("[monterrey, reynosa]", "[monterrey]", 5, "at least two"),
        ("kind: border", "kind: border, served: maybe", 8, "served"),
        ("ambiguous:", "ambigous:", 4, "did you mean ambiguous?"),
        ("kind: border}", "kind: border", 9, "expected ','"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, right: str, wrong: str, line: int, says: str) -> None:
    path = tmp_path / "places.yaml"
    path.write_text(GOOD.replace(right, wrong), encoding="utf-8")

    with pytest.raises(BadFile, match=r"places\.yaml") as refused:
        Gazetteer.read(path)

    assert says in str(refused.value)
    assert refused.value.line == line


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="No such file"):
        Gazetteer.read(tmp_path / "nowhere.yaml")


def test_every_zone_of_the_gazetteer_exists(gazetteer: Gazetteer) -> None:
    assert all(ZoneInfo(zone) for zone in {place.zone for place in gazetteer})
