"""One call as JSON for a page: everything its view shows, computed from its folder alone."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final
from wave import Error as WaveError

from runtime.errors import BadFile
from simulator.results.call_folder import CallFolder, CallSummary, StoredVerdict, read_trips
from simulator.results.html.conversation import events, states, turns
from simulator.results.html.moments import Case, Moment, moments
from simulator.results.html.sound import PEAK_SECONDS, mp3, peaks
from simulator.results.story import story
from simulator.results.words import fact_in_words
from simulator.scoring.expectation import FACTS, Expectation, trip_facts
from simulator.scoring.ledger import Event, Json, Ledger
from simulator.scoring.timeline import Timeline

LEAD_IN_SECONDS: Final = 2.0

type Object = dict[str, Json]


@dataclass(frozen=True, slots=True)
class Job:
    """A call to be put on a page, with or without its sound."""

    folder: Path
    summary: CallSummary
    with_sound: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A call ready for a page: its view as JSON, and its sound as MP3; empty without."""

    view: Object
    sound: bytes = b""


def show(job: Job) -> Shown:
    """Read a call's folder; what is missing from it is missing from the page. Raises: BadFile, for a broken file."""
    folder = CallFolder(job.folder)
    if not (folder.ledger.exists() and folder.verdict.exists()):
        return Shown({"missing": f"This call was not played to an end. {job.summary.why}".strip()})
    view = _view(folder, job.summary)
    if not folder.audio.exists():
        return Shown(view)
    try:
        view["peaks"], view["peakSeconds"] = list(peaks(folder.audio)), PEAK_SECONDS
        return Shown(view, mp3(folder.audio) if job.with_sound else b"")
    except (OSError, EOFError, ValueError, WaveError) as error:
        raise BadFile(folder.audio, f"is no recording of a call: {error}") from error


def _view(folder: CallFolder, summary: CallSummary) -> Object:
    ledger, stored = Ledger.read(folder.ledger), StoredVerdict.read(folder.verdict)
    timeline, trips, lines = Timeline.of(ledger), read_trips(folder.trip), story(ledger)
    wrong = moments(Case(timeline, stored, summary.metrics))
    start = ledger.first("call.start")
    return {
        "seconds": max([timeline.ended, *(event.t for event in ledger)]),
        "who": stored.expectation.persona,
        "direction": _told(start, "direction"),
        "now": _told(start, "now"),
        "zone": _told(start, "zone"),
        "turns": turns(timeline, lines),
        "events": events(timeline, lines),
        "states": states(ledger),
        "wrong": [_moment(each) for each in wrong],
        "start": max(0.0, wrong[0].t - LEAD_IN_SECONDS) if wrong else 0.0,
        "checks": [{"name": each.name, "ok": each.ok, "why": each.why} for each in stored.verdict.checks],
        "trip": _trip(trips, stored.expectation),
        "ends": _ends(stored.expectation, summary, timeline),
        "line": dict(summary.channel_report),
    }


def _moment(moment: Moment) -> Json:
    return {"t": moment.t, "label": moment.label, "what": moment.what, "first": moment.first}


def _told(start: Event | None, key: str) -> str:
    return start.text(key) if start else ""


def _trip(trips: dict[str, dict[str, object] | None], expectation: Expectation) -> Json:
    """Return a row for each fact: before, after, as it should be, whether it is right, and what the driver knows."""
    before, after = trip_facts(trips["before"]) or {}, trip_facts(trips["after"]) or {}
    wanted = expectation.trip or {}
    return [
        {
            "fact": fact,
            "before": fact_in_words(before.get(fact)),
            "after": fact_in_words(after.get(fact)),
            "should": fact_in_words(wanted.get(fact)),
            "truth": fact_in_words(expectation.truth.get(fact)),
            "right": after.get(fact) == wanted.get(fact),
            "changed": before.get(fact) != after.get(fact),
        }
        for fact in FACTS
    ]


def _ends(expectation: Expectation, summary: CallSummary, timeline: Timeline) -> Json:
    """Return what else was expected, each beside what came: name, should, was, right."""
    handed = timeline.ledger.first("transfer") is not None
    may = {"never": not handed, "must": handed, "may": True}[expectation.transfer]
    rows: list[tuple[str, str, str, bool]] = [
        (
            "outcome",
            " or ".join(expectation.outcomes) or "any",
            summary.outcome or "none",
            not expectation.outcomes or summary.outcome in expectation.outcomes,
        ),
        ("handed to a person", expectation.transfer, "yes" if handed else "no", may),
    ]
    failed = {check for check in summary.failed if check in ("says", "never_says")}
    if expectation.says:
        rows.append(("Karla says", _quoted(expectation.says), "", "says" not in failed))
    if expectation.never_says:
        rows.append(("Karla never says", _quoted(expectation.never_says), "", "never_says" not in failed))
    return [{"name": name, "should": should, "was": was, "right": right} for name, should, was, right in rows]


def _quoted(words: tuple[str, ...]) -> str:
    return ", ".join(f"«{each}»" for each in words)
