"""A Chromium that is offline and notes everything that a page should not do; tests are skipped where there is none."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="module")
def chromium() -> Iterator["Browser"]:
    """Return a running Chromium; while it runs, no event loop can run in this process: not beyond these tests."""
    playwright = pytest.importorskip("playwright.sync_api", reason="no playwright")
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no Chromium")
    flags = ["--no-sandbox", "--mute-audio"]
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=found, args=flags)
        yield browser
        browser.close()


@dataclass
class Visit:
    """A page that is open, what it complained of, and what it asked for besides itself and sounds of its own."""

    page: "Page"
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def opens(self, path: Path) -> "Page":
        """Open a file."""
        self.page.goto(path.as_uri())
        self.page.wait_for_selector("html[data-ready]")
        return self.page

    def until(self, condition: str) -> None:
        """Wait for the page to come into a state; its policy forbids the usual way of asking it."""
        look = f"const look = () => ({condition}) ? done() : requestAnimationFrame(look); look();"
        self.page.evaluate(f"new Promise((done, late) => {{ setTimeout(() => late('too late'), 15000); {look} }})")

    def number(self, expression: str) -> float:
        """Return a number that the page computes."""
        return float(self.page.evaluate(expression))


@pytest.fixture
def visit(chromium: "Browser") -> Iterator[Visit]:
    """Return a visitor whose page must neither complain nor ask for anything."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, offline=True)
    made = Visit(context.new_page())
    made.page.set_default_timeout(15_000)
    made.page.on("console", lambda message: made.complaints.append(f"{message.type}: {message.text}"))
    made.page.on("pageerror", lambda error: made.complaints.append(str(error)))
    made.page.on("dialog", lambda dialog: (made.complaints.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    made.page.on("request", lambda request: made.requests.append(request.url))
    yield made
    context.close()
    assert made.complaints == []
    assert [url for url in made.requests[1:] if not url.startswith("blob:")] == []
