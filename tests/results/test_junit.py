"""JUnit XML: who failed is told apart, the counts are right, and what XML cannot hold is left out."""

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.errors import BadFile
from simulator.results.call_folder import CallSummary
from simulator.results.gates import GateResult, GateStatus
from simulator.results.junit import junit_xml, write_junit
from simulator.results.report import Report
from simulator.results.run_folder import Request, RunInfo
from simulator.scoring.checks import Status
from simulator.scoring.fault.blame import Blame
from simulator.scoring.fault.kinds import Kind, Whose

ATTRIBUTES = {
    "testsuites": {"name", "tests", "failures", "errors", "time"},
    "testsuite": {"name", "tests", "failures", "errors", "skipped", "time", "timestamp"},
    "properties": set[str](),
    "property": {"name", "value"},
    "testcase": {"name", "classname", "time"},
    "failure": {"type", "message"},
    "error": {"type", "message"},
    "skipped": {"type", "message"},
}
"""What junit-10.xsd allows of what is used here."""
REQUIRED = {"testsuite": {"name", "tests", "failures", "errors"}, "testcase": {"name"}, "property": {"name", "value"}}
CHILDREN = {
    "testsuites": {"testsuite"},
    "testsuite": {"properties", "testcase"},
    "properties": {"property"},
    "testcase": {"failure", "error", "skipped"},
}


def call(name: str, status: Status, why: str = "", **rest: object) -> CallSummary:
    scenario = name.split("--")[0]
    return CallSummary(
        name, scenario, "jesus", "gsm", 1, "s", "Título «raro» & <más>", ("confirm",), status, why, **rest
    )


def report(*calls: CallSummary, planned: tuple[str, ...] = ()) -> Report:
    return Report(RunInfo("20261122-193234-todo", Request("s.yaml"), planned, {}), calls, "todo")


ALL = report(
    call("uno--a", Status.PASS),
    call("uno--b", Status.FAIL, "la fecha está mal", failed=("trip", "outcome"), outcome="confirmed"),
    call("dos--a", Status.INVALID, "el chofer inventó"),
    call("dos--b", Status.INFRA, "the rig failed"),
)


def invalid_against_the_schema(element: Element) -> Iterator[str]:
    if extra := set(element.keys()) - ATTRIBUTES[element.tag]:
        yield f"{element.tag} has {extra}"
    if missing := REQUIRED.get(element.tag, set()) - set(element.keys()):
        yield f"{element.tag} lacks {missing}"
    for child in element:
        if child.tag not in CHILDREN.get(element.tag, set()):
            yield f"{child.tag} in {element.tag}"
        yield from invalid_against_the_schema(child)


def test_karlas_failure_the_harness_error_and_the_drivers_fault_are_three_things() -> None:
    root = fromstring(junit_xml(ALL))

    assert [suite.get("name") for suite in root] == ["uno", "dos"]
    assert [(case.get("name"), [child.tag for child in case]) for case in root.iter("testcase")] == [
        ("uno--a", []),
        ("uno--b", ["failure"]),
        ("dos--a", ["skipped"]),
        ("dos--b", ["error"]),
    ]
    assert root.attrib | {"time": ""} == {
        "name": "karla 20261122-193234-todo", "tests": "4", "failures": "1", "errors": "1", "time": ""
    }  # fmt: skip
    assert root[0].get("timestamp") == "2026-11-22T19:32:34"


def test_a_failure_says_why_what_went_wrong_first_and_how_to_see_it() -> None:
    blame = Blame(Kind.FACT_MISHEARD, 12.31, 2, Whose.CHANNEL, "«antier» was heard as «ayer»")
    root = fromstring(junit_xml(report(call("uno--a", Status.FAIL, "mal", failed=("trip",), blame=blame))))

    failure = next(root.iter("failure"))

    assert (failure.get("type"), failure.get("message")) == ("trip", "mal")
    assert "first error: fact_misheard (channel) at 12.3 s: «antier»" in (failure.text or "")
    assert "replay todo uno--a" in (failure.text or "")


def test_a_call_that_was_never_played_is_skipped() -> None:
    root = fromstring(junit_xml(report(call("uno--a", Status.PASS), planned=("uno--a", "uno--b"))))

    assert [case.get("name") for case in root.iter("testcase") if case.find("skipped") is not None] == ["uno--b"]


def test_gates_are_cases_too() -> None:
    gates = [GateResult("all calls", "success", each, 0.9, 0.8, f"why {each}") for each in GateStatus]

    suite = fromstring(junit_xml(ALL, gates))[-1]

    assert (suite.get("name"), suite.get("failures"), suite.get("skipped")) == ("gates", "1", "2")
    assert suite[1].find("failure") is not None and suite[0].find("failure") is None


@given(st.text(), st.text())
def test_whatever_is_said_the_document_is_whole_and_valid(name: str, why: str) -> None:
    gates = [GateResult(name, "success", GateStatus.BROKEN, 0.9, 0.8, why)]

    root = fromstring(junit_xml(report(call(f"uno--{name}", Status.FAIL, why), call("dos", Status.INFRA)), gates))

    assert not list(invalid_against_the_schema(root))


def test_colours_and_zeros_are_left_out_and_spanish_is_not() -> None:
    xml = junit_xml(report(call("uno--a", Status.FAIL, "\x1b[31mñandú\x00 \ud800«¿sí?»")))

    assert 'message="[31mñandú «¿sí?»"'.encode() in xml


def test_the_document_is_valid_with_everything_in_it() -> None:
    gates = [GateResult("all calls", "success", each, 0.9, None, "why") for each in GateStatus]

    assert not list(invalid_against_the_schema(fromstring(junit_xml(ALL, gates))))


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    write_junit(tmp_path / "deep" / "junit.xml", ALL)
    (tmp_path / "file").write_text("")

    assert (tmp_path / "deep" / "junit.xml").read_bytes() == junit_xml(ALL)
    with pytest.raises(BadFile, match="cannot be written"):
        write_junit(tmp_path / "file" / "junit.xml", ALL)
