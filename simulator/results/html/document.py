"""The file that `karla report` writes: one HTML page with everything in it.

What a call said, its peaks and its events lie in the page as gzip in base64, one block a call, unpacked when the call
is opened; the list of all calls is one such block, and each sound is an MP3 in base64. So nothing that came from a call
is ever markup. The page's own policy allows its one script and its one style by their SHA-256, sounds from memory, and
nothing else: no request leaves it.
"""

import base64
import gzip
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from simulator.results.call_folder import CallSummary
from simulator.results.gates import GateResult, gate_rows
from simulator.results.html import overview, summary
from simulator.results.html.call import Job, show
from simulator.results.html.changes import Changes
from simulator.results.html.sound import varied
from simulator.results.report import Report, quality_rows
from simulator.scoring.ledger import Json
from simulator.statistics.samples import percentile

PAGE: Final = Path(__file__).parent / "page"
SCRIPTS: Final = ("elements", "list", "heat", "timeline", "conversation", "player", "call", "start")
DECIMALS: Final = 3
MOST_LISTED: Final = 8


@dataclass(frozen=True, slots=True)
class Block:
    """A call in the page: its packed view, and its sound; both base64."""

    view: str
    sound: str


@dataclass(frozen=True, slots=True)
class Extras:
    """What goes with a run: its gates, how it changed, and how many sounds were wanted and are too many."""

    gates: tuple[GateResult, ...] = ()
    changes: Changes | None = None
    sounds_left_out: int = 0


def render(report: Report, blocks: Sequence[Block], extras: Extras) -> str:
    """Return the page; `blocks` are the run's calls, in the order of the report."""
    style = (PAGE / "report.css").read_text(encoding="utf-8")
    script = "\n".join((PAGE / f"{name}.js").read_text(encoding="utf-8") for name in SCRIPTS)
    script = f'"use strict";\n(() => {{\n{script}\n}})();'
    cost_drawing, cost_table = overview.cost_bar(report)
    changes = extras.changes
    return _template().render(
        report=report,
        info=report.info,
        counts=report.counts,
        policy=_policy(style, script),
        style=Markup(style),  # noqa: S704  a file of ours
        script=Markup(script),  # noqa: S704  a file of ours
        index=pack(_index(report, blocks, changes)),
        blocks=blocks,
        verdict=summary.verdict(report, extras.gates),
        success=overview.total_share(report),
        spanish=summary.spanish(report),
        figures=summary.headline_figures(report, timed=summary.timed(report)),
        failing=varied(report.not_passed())[:MOST_LISTED],
        statuses=summary.statuses(report),
        gates=gate_rows(extras.gates),
        gate_counts=summary.gate_counts(extras.gates),
        changes=changes,
        slices=overview.slice_bars(report),
        clusters=overview.clusters(report),
        latency=overview.latency_drawing(report),
        components=overview.component_bars(report),
        latency_table=overview.latency_table(report),
        cost=cost_drawing,
        cost_table=cost_table,
        quality=quality_rows(report),
        modelled=summary.modelled(report),
        timed=summary.timed(report),
        provenance=provenance_rows(report.info.provenance),
        sounds=sum(bool(block.sound) for block in blocks),
        sounds_left_out=extras.sounds_left_out,
    )


def packed(job: Job) -> Block:
    """Read a call's folder and pack it. Raises: BadFile."""
    shown = show(job)
    return Block(pack(shown.view), base64.b64encode(shown.sound).decode())


def pack(value: Json) -> str:
    """Return JSON as gzip in base64, the same for the same value; numbers are rounded to three decimals."""
    text = json.dumps(_rounded(value), ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(gzip.compress(text.encode(), 9, mtime=0)).decode()


def provenance_rows(provenance: Mapping[str, Json]) -> list[tuple[str, str]]:
    """Return where a run comes from as name and text, nested names joined."""
    rows: list[tuple[str, str]] = []
    for name, value in provenance.items():
        if isinstance(value, dict):
            rows += [(f"{name.replace('_', ' ')}: {key}", _plain(each)) for key, each in value.items()]
        else:
            rows.append((name.replace("_", " "), _plain(value)))
    return rows


def _plain(value: Json) -> str:
    if isinstance(value, list):
        return ", ".join(_plain(each) for each in value)
    named = {None: "unknown", True: "yes", False: "no", "": "none"}
    return named[value] if isinstance(value, bool | None) or value == "" else str(value)


def _index(report: Report, blocks: Sequence[Block], changes: Changes | None) -> Json:
    calls: list[Json] = [
        _row(call, bool(blocks[number].sound), changes.of.get(call.call, "") if changes else "", report)
        for number, call in enumerate(report.calls)
    ]
    return {"run": report.info.id, "path": report.run, "base": changes.base if changes else "", "calls": calls}


def _row(call: CallSummary, has_sound: bool, change: str, report: Report) -> Json:
    metrics = call.metrics
    waits = [turn.seconds * 1000 for turn in metrics.latencies] if metrics else []
    return {
        "call": call.call,
        "status": str(call.status),
        "scenario": call.scenario,
        "title": call.title,
        "persona": call.persona,
        "channel": call.channel,
        "trial": call.trial,
        "seed": call.seed,
        "tags": list(call.tags),
        "why": call.why,
        "failed": list(call.failed),
        "outcome": call.outcome,
        "blame": overview.blamed(call),
        "p95": percentile(waits, 95),
        "usd": round(metrics.cost.usd * 1e6) if metrics else None,
        "seconds": metrics.seconds if metrics else None,
        "sound": has_sound,
        "change": change,
        "replay": report.replay(call),
    }


def _policy(style: str, script: str) -> str:
    """Return the content security policy: nothing but this script, this style and sounds that the page holds."""
    allowed = {"script-src": script, "style-src": style}
    hashes = [f"{name} 'sha256-{_sha256(text)}'" for name, text in allowed.items()]
    return "; ".join(["default-src 'none'", *hashes, "media-src blob:", "base-uri 'none'", "form-action 'none'"])


def _sha256(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _rounded(value: Json) -> Json:
    match value:
        case float():
            return round(value, DECIMALS)
        case dict():
            return {key: _rounded(each) for key, each in value.items()}
        case list():
            return [_rounded(each) for each in value]
    return value


def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string((PAGE / "report.html").read_text(encoding="utf-8"))
