"""The page of a run in a browser: two clicks to the failing moment, by mouse or by keyboard, at any width."""

import math
import wave
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from runtime.trips import Trip
from simulator.commands.report import report as command
from simulator.results.call_folder import CallSummary, StoredVerdict, write_trip
from simulator.results.run_folder import Request, RunFolder, RunInfo
from simulator.scoring.checks import Check, Status, Verdict
from simulator.scoring.cost import shipped_prices
from simulator.scoring.expectation import Expectation
from simulator.scoring.fault.blame import Blame
from simulator.scoring.fault.kinds import Kind, Whose
from simulator.scoring.metrics import measure
from simulator.scoring.scripted import confirmed_call

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MOMENT = 16.4
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)> ${alert(3)}"
TRIP = Trip("T-1", "D-1", "monterrey", "veracruz", date(2026, 3, 10))
EXPECTED = {"origin": "monterrey", "destination": "laredo-tx", "date": "2026-03-10"}


def tone(path: Path, seconds: float) -> None:
    t = np.arange(int(8000 * seconds)) / 8000
    side = np.rint(8000 * np.sin(2 * math.pi * 440 * t)).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setparams((2, 2, 8000, 0, "NONE", ""))
        file.writeframes(np.stack([side, side], axis=1).tobytes())


def played(run: RunFolder, name: str, status: Status) -> CallSummary:
    """Put a call of 22.5 s into the run; one that fails goes wrong at MOMENT, with hostile words for a reason."""
    folder, call = run.call(name), confirmed_call()
    folder.path.mkdir(parents=True)
    call.ledger.write(folder.ledger)
    write_trip(folder.trip, TRIP, TRIP, EXPECTED)
    tone(folder.audio, 22.5)
    failed = status == Status.FAIL
    why = HOSTILE if failed else ""
    blame = Blame(Kind.ANSWER_MISHEARD, MOMENT, 1, Whose.CHANNEL, HOSTILE) if failed else None
    expectation = Expectation(title=f"{name} {HOSTILE}", persona="Don Chuy", outcomes=("confirmed",), trip=EXPECTED)
    StoredVerdict(Verdict(status, why, (Check("trip", not failed, why),)), expectation, blame).write(folder.verdict)
    metrics = measure(call.ledger, expectation, shipped_prices())
    return CallSummary(
        name, name, "chuy", "gsm", 1, "s", f"{name} {HOSTILE}", ("confirm",), status, why, metrics=metrics, blame=blame
    )


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    run = RunFolder(tmp_path_factory.mktemp("run"))
    names = ("good", "bad", "worse")
    run.write_info(RunInfo("r", Request("uno.yaml"), names, {"clock": "virtual", "modelled": ["ears"]}))
    for name in names:
        run.append(played(run, name, Status.PASS if name == "good" else Status.FAIL))
    run.finish(run.info(), "finished")
    written = CliRunner().invoke(command, [str(run.path)])
    assert written.exit_code == 0, written.output
    return run.path / "report.html"


def test_the_failing_moment_is_heard_after_two_clicks(visit: Any, page_file: Path) -> None:
    page = visit.opens(page_file)

    page.click(".failing a >> nth=0")
    page.wait_for_selector(".player")
    ready = visit.number("document.querySelector('audio').currentTime")
    page.click("button.play")

    visit.until(f"document.querySelector('audio').currentTime > {MOMENT - 1.5}")
    assert ready == pytest.approx(MOMENT - 2.0, abs=0.05)
    assert visit.number("document.querySelector('audio').currentTime") < MOMENT
    assert page.evaluate("!document.querySelector('audio').paused")


def test_the_failing_moment_is_heard_without_a_mouse(visit: Any, page_file: Path) -> None:
    page = visit.opens(page_file)

    page.focus(".failing a >> nth=0")
    page.keyboard.press("Enter")
    page.wait_for_selector(".player")
    page.keyboard.press("Enter")

    visit.until("!document.querySelector('audio').paused")
    page.keyboard.press("Escape")
    page.wait_for_selector("#overview:not([hidden])")


def test_what_sounds_is_marked_and_a_turn_that_is_clicked_sounds(visit: Any, page_file: Path) -> None:
    page = visit.opens(page_file)
    page.click(".failing a >> nth=0")
    page.wait_for_selector(".player")

    page.click(".turn.karla .say >> nth=0")
    visit.until("Math.abs(document.querySelector('audio').currentTime - 2) < 0.05")

    current = page.text_content(".turn[aria-current=true]") or ""
    assert "asistente virtual" in current and page.text_content(".time") == "0:02.0 / 0:22.5"


def test_the_first_critical_error_stands_in_the_conversation_and_the_trip_says_what_is_wrong(
    visit: Any, page_file: Path
) -> None:
    page = visit.opens(page_file)
    page.click(".failing a >> nth=0")
    page.wait_for_selector(".player")

    assert HOSTILE in (page.text_content(".turningpoint") or "")
    assert "✗ wrong" in (page.text_content(".diff") or "") and "the line's: answer misheard" in page.inner_text("#call")


def test_the_list_is_searched_filtered_and_sorted(visit: Any, page_file: Path) -> None:
    page = visit.opens(page_file)

    page.fill("input[name=words]", "worse")
    assert page.text_content("#found") == "1 of 3 calls"
    page.click("button[type=reset]")
    page.select_option("select[name=status]", "PASS")
    visit.until("document.querySelector('#found').textContent === '1 of 3 calls'")
    page.select_option("select[name=status]", "")
    page.click("#table th button >> nth=1")
    page.click("#table th button >> nth=1")

    assert [row.split()[0] for row in page.locator("#table tbody a").all_inner_texts()] == ["worse", "good", "bad"]
    assert page.get_attribute("#table th >> nth=1", "aria-sort") == "descending"


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_nothing_is_wider_than_the_window(visit: Any, page_file: Path, width: int) -> None:
    visit.page.set_viewport_size({"width": width, "height": 800})
    page = visit.opens(page_file)
    overview = visit.number("document.documentElement.scrollWidth")

    page.click(".failing a >> nth=0")
    page.wait_for_selector(".player")

    assert overview <= width and visit.number("document.documentElement.scrollWidth") <= width


def test_an_address_leads_straight_to_a_call(visit: Any, page_file: Path) -> None:
    visit.page.goto(f"{page_file.as_uri()}#call=good")

    visit.page.wait_for_selector(".player")

    assert "good" in (visit.page.text_content("#call h1") or "")
    assert visit.number("document.querySelector('audio').currentTime") == 0.0
