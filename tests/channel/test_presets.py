"""The lines that ship, and what is said about one that is written wrongly."""

from pathlib import Path

import pytest

from runtime.errors import BadFile
from simulator.channel.coding import amr
from simulator.channel.coding.codecs import Codec
from simulator.channel.presets import read_channels


def test_the_shipped_lines_go_from_the_cleanest_to_the_worst() -> None:
    channels = read_channels()

    assert {"clean", "g711", "gsm", "gsm_cab", "gsm_bad", "g711_noisy"} <= set(channels)
    names = list(channels)
    assert (names[0], names[-1]) == ("clean", "gsm_bad")
    assert channels["gsm_bad"].codecs[0] is Codec.GSM
    assert all(channel.origin and channel.about for channel in channels.values())


def test_every_condition_of_the_plan_has_a_line() -> None:
    channels = read_channels()

    assert {channel.preset for channel in channels.values()} >= {f"C{number}" for number in range(11)}
    assert channels["clean"].preset == "C0" and channels["g711"].preset == "C1" and channels["gsm"].preset == "C2"


def test_a_line_says_what_must_be_installed_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    channels = read_channels()
    monkeypatch.setattr(amr, "PACKAGE", "no_such_package")

    assert {name for name, channel in channels.items() if channel.missing} == {"amr", "amr_edge"}
    assert "«amr»" in channels["amr"].missing


def test_a_jitter_buffer_is_delay_too() -> None:
    far = read_channels()["gsm_far"]

    assert far.jitter is not None
    assert far.added_seconds == pytest.approx((300 + far.jitter.buffer_ms) / 1000)
    assert read_channels()["gsm"].added_seconds == 0


@pytest.mark.parametrize(
    ("lines", "line", "said"),
    [
        ("a:\n  origin: test\n  codecs: [gms]\n", 3, "'gsm', 'amr_12.2'"),
        ("a:\n  origin: test\n  nois: cab\n", 3, "did you mean «noise»"),
        ("a:\n  origin: test\n  loss: 0.7\n", 3, "less than"),
        ("a:\n  codecs: [ulaw]\n", 1, "is missing"),
        ("a:\n  origin: test\n  noise: cab\n", 1, "go together"),
        ("a:\n  origin: test\n  codecs: [ulaw, gsm]\n", 1, "comes first"),
        ("a:\n  origin: test\n  lombard: [0.3, 0.7]\n", 1, "raised against"),
        ("a:\n  origin: test\n  drop: {at_seconds: [30, 8]}\n", 3, "lower one first"),
        ("a:\n  origin: test\n  preset: C11\n", 3, "not possible here"),
    ],
)
def test_a_mistake_is_refused_where_it_was_made(tmp_path: Path, lines: str, line: int, said: str) -> None:
    path = tmp_path / "channels.yaml"
    path.write_text(lines)

    with pytest.raises(BadFile, match=said) as refused:
        read_channels(path)

    assert refused.value.line == line
