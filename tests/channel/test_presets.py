"""The lines that ship, and what is said about one that is written wrongly."""

from pathlib import Path

import pytest

from runtime.errors import BadFile
from simulator.channel.codecs import Codec
from simulator.channel.presets import read_channels


def test_the_shipped_lines_go_from_the_cleanest_to_the_worst() -> None:
    channels = read_channels()

    assert {"clean", "g711", "gsm", "gsm_cab", "gsm_bad", "g711_noisy"} <= set(channels)
    names = list(channels)
    assert (names[0], names[-1]) == ("clean", "gsm_bad")
    assert channels["gsm_bad"].codecs[0] is Codec.GSM
    assert all(channel.origin and channel.about for channel in channels.values())


@pytest.mark.parametrize(
    ("lines", "line", "said"),
    [
        ("a:\n  origin: test\n  codecs: [gms]\n", 3, "'alaw' or 'gsm'"),
        ("a:\n  origin: test\n  nois: cab\n", 3, "did you mean «noise»"),
        ("a:\n  origin: test\n  loss: 0.7\n", 3, "less than"),
        ("a:\n  codecs: [ulaw]\n", 1, "is missing"),
        ("a:\n  origin: test\n  noise: cab\n", 1, "go together"),
    ],
)
def test_a_mistake_is_refused_where_it_was_made(tmp_path: Path, lines: str, line: int, said: str) -> None:
    path = tmp_path / "channels.yaml"
    path.write_text(lines)

    with pytest.raises(BadFile, match=said) as refused:
        read_channels(path)

    assert refused.value.line == line
