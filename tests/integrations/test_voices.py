"""The named voices: what ships is usable, and a mistake is refused where it was made."""

from pathlib import Path

import pytest

from runtime.errors import BadFile
from runtime.integrations.espeak import VoiceSettings
from runtime.integrations.voices import read_voices

SHIPPED = Path(__file__).parents[2] / "corpus" / "voices.yaml"


def test_karla_has_her_voice_and_no_driver_shares_it() -> None:
    voices = read_voices(SHIPPED)

    assert voices["karla"] == VoiceSettings("f2", pitch=55, rate=170)
    assert len(voices) > 20 and {"buzon", "carrier", "operadora", "esposa"} <= set(voices)
    assert len(set(voices.values())) == len(voices)


@pytest.mark.parametrize(
    ("text", "line", "key", "said"),
    [
        ("a: {variant: f2}\nb: {variant: hugo}\n", 2, "b.variant", "did you mean 'Hugo'?"),
        ("a:\n  variant: f2\n  picth: 3\n", 3, "a.picth", "did you mean 'pitch'?"),
        ("a:\n  variant: f2\n  rate: fast\n", 3, "a.rate", "valid integer"),
        ("a: {variant: f2, pitch: 120}\n", 1, "a.pitch", "less than or equal to 100"),
        ("a: {variant: f2}\na: {variant: f3}\n", 2, "a", "twice"),
        ("a: {pitch: 3}\n", 1, "a.variant", "required"),
        ("1: {variant: f2}\n", 1, "1", "dictionary"),
        ("- f2\n", 1, "", "map of voice names"),
        ("a: {variant: f2\n", 2, "", "not YAML"),
    ],
)
def test_a_mistake_is_refused_where_it_was_made(tmp_path: Path, text: str, line: int, key: str, said: str) -> None:
    path = tmp_path / "voices.yaml"
    path.write_text(text)

    with pytest.raises(BadFile) as refused:
        read_voices(path)

    assert (refused.value.path, refused.value.line, refused.value.key) == (path, line, key)
    assert said in str(refused.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"none\.yaml"):
        read_voices(tmp_path / "none.yaml")
