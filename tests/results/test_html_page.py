"""The page of a run: one file, nothing from outside, nothing that came from a call is ever markup."""

import base64
import gzip
import hashlib
import json
import re
import wave
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from runtime.trips import Trip
from simulator.commands.report import report as command
from simulator.results.call_folder import CallSummary, StoredVerdict, write_trip
from simulator.results.html.changes import changes
from simulator.results.run_folder import Request, RunFolder, RunInfo
from simulator.scoring.checks import Check, Status, Verdict
from simulator.scoring.cost import shipped_prices
from simulator.scoring.expectation import Expectation
from simulator.scoring.metrics import measure
from simulator.scoring.scripted import confirmed_call

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)> \"'`${alert(3)}` {{ 7*7 }} \u202e🚛\u2028"
TRIP = Trip("T-1", "D-1", "monterrey", "veracruz", date(2026, 3, 10))
SETTINGS = {"seed": HOSTILE, "modelled": ["ears", "stt_final (published)"], "git": {"commit": "abc", "dirty": None}}


def played(run: RunFolder, name: str, status: Status, *, sound: bool = True) -> CallSummary:
    """Put a call into the run's folder in which the driver, his name and his reason are hostile."""
    folder, call = run.call(name), confirmed_call().driver(19.0, 20.0, HOSTILE)
    folder.path.mkdir(parents=True)
    call.note(20.5, "stt.final", text=f"{HOSTILE} </style>", ref=HOSTILE, utt=[4])
    call.ledger.write(folder.ledger)
    write_trip(folder.trip, TRIP, TRIP, None)
    expectation = Expectation(title=HOSTILE, persona=HOSTILE, outcomes=("confirmed",), says=(HOSTILE,))
    why = "" if status == Status.PASS else HOSTILE
    checks = (Check("says", not why, why),)
    StoredVerdict(Verdict(status, why, checks), expectation).write(folder.verdict)
    if sound:
        with wave.open(str(folder.audio), "wb") as file:
            file.setparams((2, 2, 8000, 0, "NONE", ""))
            file.writeframes(bytes(4 * 8000))
    metrics = measure(call.ledger, expectation, shipped_prices())
    return CallSummary(
        name,
        HOSTILE,
        HOSTILE,
        "gsm",
        1,
        "s",
        HOSTILE,
        ("confirm",),
        status,
        why,
        ("says",) if why else (),
        metrics=metrics,
    )


def a_run(path: Path, *statuses: Status, sound: bool = True) -> RunFolder:
    path.mkdir()
    run = RunFolder(path)
    summaries = [played(run, f"call-{number}", status, sound=sound) for number, status in enumerate(statuses)]
    names = tuple(summary.call for summary in summaries)
    run.write_info(RunInfo(path.name, Request("uno.yaml"), names, SETTINGS, digest="d" * 64))
    for summary in summaries:
        run.append(summary)
    run.finish(run.info(), "finished")
    return run


def reported(run: RunFolder, *options: str) -> Result:
    return CliRunner().invoke(command, [str(run.path), "--out", str(run.path.parent), *options])


def page_of(run: RunFolder, *options: str) -> str:
    result = reported(run, *options)
    assert result.exit_code == 0, result.output
    return (run.path / "report.html").read_text(encoding="utf-8")


def unpacked(page: str, name: str) -> Any:
    found = re.search(rf'id="{name}">([A-Za-z0-9+/=]+)</script>', page)
    assert found, name
    return json.loads(gzip.decompress(base64.b64decode(found[1])))


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    run = a_run(tmp_path_factory.mktemp("runs") / "one", Status.PASS, Status.FAIL, Status.PASS, Status.INFRA)
    return page_of(run)


def test_nothing_that_came_from_a_call_is_markup(page: str) -> None:
    outside = re.sub(r"<(script|style)[^>]*>.*?</\1>", "", page, flags=re.DOTALL)

    assert "alert(1)" in outside and "{{ 7*7 }}" in outside
    assert not re.search(r"<script|<img|onerror=alert\(2\)>|<[^>]+ on\w+=|<[^>]+ style=", outside)


def test_only_our_own_script_and_style_may_run(page: str) -> None:
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    script = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    style = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)

    assert policy and len(script) == len(style) == 1
    for name, (text,) in (("script-src", script), ("style-src", style)):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{name} &#39;sha256-{digest}&#39;" in policy[1]
    assert policy[1].startswith("default-src &#39;none&#39;") and "unsafe" not in policy[1] and "http" not in policy[1]


def test_nothing_is_fetched_from_anywhere(page: str) -> None:
    found = set(
        re.findall(r"https?://[^\s\"'<)]+|url\([^)]*\)|@import|src=\S+", re.sub(r">[A-Za-z0-9+/=]{200,}<", "><", page))
    )

    assert found == {"http://www.w3.org/2000/svg", "src=x"}  # the name of a language; and the attacker's, as text


def test_a_call_is_unpacked_as_it_was(page: str) -> None:
    listed = unpacked(page, "index")["calls"]
    view = unpacked(page, "view-1")

    assert [call["status"] for call in listed] == ["PASS", "FAIL", "PASS", "INFRA"]
    assert listed[1]["why"] == HOSTILE and listed[1]["title"] == HOSTILE
    assert view["turns"][-1]["text"] == HOSTILE and view["wrong"][0]["what"] == HOSTILE
    assert view["start"] == pytest.approx(view["wrong"][0]["t"] - 2.0)


def test_failing_calls_and_one_good_one_are_in_the_page_as_mp3(page: str) -> None:
    heard = re.findall(r'id="sound-(\d)">([A-Za-z0-9+/=]+)<', page)

    assert [number for number, _ in heard] == ["0", "1", "3"]
    assert all(base64.b64decode(sound)[:2] == b"\xff\xe3" for _, sound in heard)


@pytest.mark.parametrize(("audio", "sounds"), [("all", 4), ("none", 0)])
def test_all_calls_or_none_can_be_heard(tmp_path: Path, audio: str, sounds: int) -> None:
    run = a_run(tmp_path / "one", Status.PASS, Status.FAIL, Status.PASS, Status.INFRA)

    result = reported(run, "--audio", audio, "--json")

    written = json.loads(result.stdout)
    assert written["sounds"] == sounds and written["bytes"] == (run.path / "report.html").stat().st_size


def test_without_recordings_the_page_still_shows_every_call(tmp_path: Path) -> None:
    page = page_of(a_run(tmp_path / "one", Status.FAIL, sound=False))

    assert unpacked(page, "view-0")["turns"] and "peaks" not in unpacked(page, "view-0")
    assert "No call can be heard in this file" in page


def test_a_call_that_was_not_played_to_an_end_says_so(tmp_path: Path) -> None:
    run = a_run(tmp_path / "one", Status.PASS, Status.INFRA)
    (run.call("call-1").verdict).unlink()

    assert unpacked(page_of(run), "view-1") == {"missing": f"This call was not played to an end. {HOSTILE}".strip()}


def test_the_same_run_gives_the_same_bytes(tmp_path: Path) -> None:
    run = a_run(tmp_path / "one", Status.PASS, Status.FAIL)

    assert page_of(run) == page_of(run)


def test_those_who_decide_read_calls_at_risk_in_spanish(tmp_path: Path) -> None:
    page = page_of(a_run(tmp_path / "one", *[Status.PASS] * 3, Status.FAIL))

    for words in ("3 de 4", "Llamadas al mes en riesgo", "50,000", "modelado, sin telefonía"):
        assert words in page


def test_what_broke_since_an_earlier_run_is_marked(tmp_path: Path) -> None:
    a_run(tmp_path / "before", Status.PASS, Status.FAIL, Status.INFRA)
    page = page_of(a_run(tmp_path / "after", Status.FAIL, Status.PASS, Status.PASS), "--base", "before")

    assert [call["change"] for call in unpacked(page, "index")["calls"]] == ["broken", "fixed", ""]
    assert "1 newly broken" in page and "1 fixed" in page and "of 2 pairs" in page


def test_a_call_that_an_earlier_run_did_not_have_is_new() -> None:
    call = CallSummary("b", "uno", "jesus", "gsm", 1, "s", "T", (), Status.PASS, "")

    found = changes("base", [replace(call, call="a")], [call])

    assert found.of == {"b": "new"} and (found.new, found.gone, found.pairs.count) == (1, 1, 0)


@pytest.mark.parametrize(
    "options", [("--base", "nothing"), ("--gates", "nothing.yaml"), ("-o", "no/such/folder/x.html")]
)
def test_what_cannot_be_read_or_written_is_named(tmp_path: Path, options: tuple[str, str]) -> None:
    result = reported(a_run(tmp_path / "one", Status.PASS), *options)

    assert result.exit_code == 2 and options[1] in result.stderr


def test_a_recording_that_is_none_is_named(tmp_path: Path) -> None:
    run = a_run(tmp_path / "one", Status.FAIL)
    run.call("call-0").audio.write_bytes(b"RIFF, but not really")

    assert reported(run).exit_code == 2
