"""A run as JUnit XML, which every CI system shows: a testsuite a scenario, a testcase a call.

FAIL is a failure (Karla), INFRA and STALE an error (the harness), INVALID skipped (the simulated driver), each with its
reason; skipped is also a call that was planned and not played. Gates are one testsuite more: a broken one is a failure,
an unproven one skipped. Times are seconds on the line, not of the machine.
The schema is that of Jenkins' xunit plugin, junit-10.xsd. What XML 1.0 cannot hold is left out.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from runtime.errors import BadFile
from simulator.results.call_folder import CallSummary
from simulator.results.gates import GateResult, GateStatus
from simulator.results.report import Report
from simulator.scoring.checks import Status

NO_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
STARTED: Final = re.compile(r"\d{8}-\d{6}")
ELEMENTS: Final = {
    Status.FAIL: "failure",
    Status.INFRA: "error",
    Status.STALE: "error",
    Status.INVALID: "skipped",
}


def junit_xml(report: Report, gates: Sequence[GateResult] = ()) -> bytes:
    """Return the document, in UTF-8."""
    root = Element("testsuites", name=_plain(f"karla {report.info.id}"))
    by_scenario: dict[str, list[CallSummary]] = {}
    for call in report.calls:
        by_scenario.setdefault(call.scenario, []).append(call)
    for scenario, calls in by_scenario.items():
        root.append(_suite(report, scenario, calls))
    if (missing := _missing(report)) is not None:
        root.append(missing)
    if gates:
        root.append(_gates(gates))
    for count in ("tests", "failures", "errors"):
        root.set(count, str(sum(int(suite.get(count, "0")) for suite in root)))
    root.set("time", _seconds(report.calls))
    indent(root)
    document: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return document + b"\n"


def write_junit(path: Path, report: Report, gates: Sequence[GateResult] = ()) -> None:
    """Write the document, and the folders it lies in. Raises: BadFile."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(junit_xml(report, gates))
    except OSError as error:
        raise BadFile(path, f"cannot be written: {error.strerror}") from error


def _suite(report: Report, scenario: str, calls: Sequence[CallSummary]) -> Element:
    suite = Element("testsuite", name=_plain(scenario), time=_seconds(calls))
    if started := _started(report.info.id):
        suite.set("timestamp", started)
    properties = SubElement(suite, "properties")
    for name, value in (("title", calls[0].title), ("tags", " ".join(calls[0].tags))):
        SubElement(properties, "property", name=name, value=_plain(value))
    for call in calls:
        case = SubElement(suite, "testcase", name=_plain(call.call), classname=_plain(f"karla.{scenario}"))
        case.set("time", _seconds([call]))
        if call.status != Status.PASS:
            kind = call.failed[0] if call.failed else str(call.status)
            _outcome(case, ELEMENTS[call.status], kind, call.why, _told(report, call))
    return _counted(suite)


def _missing(report: Report) -> Element | None:
    """Return the calls that were planned and not played; None if there are none."""
    played = {call.call for call in report.calls}
    names = [name for name in report.info.calls if name not in played]
    suite = Element("testsuite", name="not played", time="0.000")
    for name in names:
        case = SubElement(suite, "testcase", name=_plain(name), classname="karla.not_played", time="0.000")
        _outcome(case, "skipped", "NOT_PLAYED", f"the run is {report.info.progress}: this call was not played", "")
    return _counted(suite) if names else None


def _gates(results: Sequence[GateResult]) -> Element:
    suite = Element("testsuite", name="gates", time="0.000")
    for result in results:
        case = SubElement(suite, "testcase", name=f"{_plain(result.scope)}: {result.gate}", classname="karla.gates")
        case.set("time", "0.000")
        if result.status == GateStatus.BROKEN:
            _outcome(case, "failure", result.gate, result.why, "")
        elif result.status != GateStatus.KEPT:
            _outcome(case, "skipped", str(result.status), result.why, "")
    return _counted(suite)


def _outcome(case: Element, element: str, kind: str, message: str, text: str) -> None:
    found = SubElement(case, element, type=_plain(kind), message=_plain(message))
    found.text = _plain(text) or None


def _counted(suite: Element) -> Element:
    suite.set("tests", str(len(suite.findall("testcase"))))
    for count, element in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(count, str(len(suite.findall(f"testcase/{element}"))))
    return suite


def _told(report: Report, call: CallSummary) -> str:
    first = call.blame
    blame = f"first error: {first.kind} ({first.whose}) at {first.at:.1f} s: {first.why}\n" if first else ""
    checks = f"failed checks: {', '.join(call.failed)}\n" if call.failed else ""
    outcome = f"outcome: {call.outcome}\n" if call.outcome else ""
    return f"{call.why}\n{blame}{outcome}{checks}to see it: {report.replay(call)}"


def _seconds(calls: Iterable[CallSummary]) -> str:
    """Return how long the calls took on the line, not how long it took to simulate them."""
    return f"{sum(call.metrics.seconds for call in calls if call.metrics):.3f}"


def _started(run: str) -> str:
    """Return when a run began, from its id; empty if the id does not say."""
    found = STARTED.match(run)
    try:
        return datetime.strptime(found[0], "%Y%m%d-%H%M%S").isoformat() if found else ""  # noqa: DTZ007  no zone there
    except ValueError:
        return ""


def _plain(text: str) -> str:
    return NO_XML.sub("", text)
