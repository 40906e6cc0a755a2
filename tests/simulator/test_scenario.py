"""Scenarios: what is read, what is refused with its line and a hint, and what contradicts itself."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from runtime.errors import BadFile
from runtime.trips import Trip
from runtime.understanding.places import Gazetteer
from simulator.persona import PERSONAS, Mood, Persona
from simulator.scenario import Scenario, TripRecord, lint
from simulator.yaml_file import BadFiles

type Write = Callable[[str, str], Path]

GOOD = """\
title: El destino es «el puerto»
tags: [update, ambiguous_place]
direction: outbound
now: 2026-03-11T10:20:00
zone: America/Monterrey
trip: {id: T-1, origin: monterrey, destination: veracruz, date: 2026-03-10}
other_trips:
  - {id: T-2, driver_id: D-900, origin: puebla, destination: toluca, date: 2026-03-09}
truth: {origin: monterrey, destination: manzanillo, date: 2026-03-10}
says: {destination: ["el puerto", "Manzanillo"]}
plot:
  - {when: asked_confirm, say: "No, fui al puerto"}
expect:
  outcome: updated
  trip: {destination: manzanillo}
  says: [Manzanillo]
"""


def test_a_scenario_is_read_with_its_trip_and_its_truth(write: Write, gazetteer: Gazetteer) -> None:
    scenario = Scenario.read(write("el_puerto.yaml", GOOD), gazetteer)

    assert scenario.id == "el_puerto"
    assert scenario.trip_of("D-1") == Trip("T-1", "D-1", "monterrey", "veracruz", date(2026, 3, 10))
    assert [trip.driver_id for trip in scenario.other_trips_of("D-1")] == ["D-900"]
    assert scenario.expected_facts() == {
        "origin": "monterrey",
        "destination": "manzanillo",
        "date": date(2026, 3, 10),
    }
    assert scenario.answered_at.isoformat() == "2026-03-11T10:20:00-06:00"
    assert scenario.plot[0].once
    assert scenario.expect.outcome == ("updated",)


def test_without_a_truth_the_driver_knows_what_the_system_has(write: Write, gazetteer: Gazetteer) -> None:
    lines = [line for line in GOOD.splitlines() if not line.startswith(("truth", "  trip: {dest", "  says"))]
    text = "\n".join(lines).replace("outcome: updated", "outcome: confirmed\n  trip: unchanged")

    scenario = Scenario.read(write("bien.yaml", text), gazetteer)

    assert scenario.truth.destination == "veracruz"


def test_a_call_may_give_a_driver_other_habits(write: Write, gazetteer: Gazetteer) -> None:
    scenario = Scenario.read(write("tose.yaml", GOOD + "habits: {coughs: 1}\n"), gazetteer)
    chuy = Persona.read(PERSONAS / "chuy_trevino.yaml")

    played = scenario.played_by(chuy)

    assert played.habits == chuy.habits.model_copy(update={"coughs": 1})


FAULTS = [
    ("title: El destino es «el puerto»\n", "", 1, "title", ""),
    ("tags: [update,", "tags: [updat,", 2, "tags[0]", "did you mean «update»?"),
    ("direction: outbound", "direction: outbond", 3, "direction", "did you mean «outbound»?"),
    ("2026-03-11T10:20:00", "2026-02-30T10:20:00", 4, "now", ""),
    ("2026-03-11T10:20:00", "2026-03-11T10:20:00-06:00", 4, "now", ""),
    ("America/Monterrey", "America/Monterey", 5, "zone", "did you mean «America/Monterrey»?"),
    ("destination: veracruz, date", "destination: veracrus, date", 6, "trip.destination", "did you mean «veracruz»?"),
    ("veracruz, date: 2026-03-10", "veracruz, date: 2026-02-30", 6, "trip.date", ""),
    ("veracruz, date: 2026-03-10", "veracruz, date: 20260310", 6, "trip.date", ""),
    ("driver_id: D-900", "driver: D-900", 8, "other_trips[0].driver", "did you mean «driver_id»?"),
    ("truth: {origin: monterrey, ", "truth: {", 9, "truth.origin", ""),
    ("when: asked_confirm", "when: askedconfirm", 12, "plot[0].when", "did you mean «asked_confirm»?"),
    ("say: ", "sya: ", 12, "plot[0].sya", "did you mean «say»?"),
    ('puerto"}', 'puerto", once: si}', 12, "plot[0].once", ""),
    ("outcome: updated", "outcome: update", 14, "expect.outcome", "did you mean «updated»?"),
    ("outcome: updated", "outcome: []", 14, "expect.outcome", ""),
    ("{destination: m", "{destinatoin: m", 15, "expect.trip.destinatoin", "did you mean «destination»?"),
    ("trip: {destination: manzanillo}", "trip: unchange", 15, "expect.trip", "did you mean «unchanged»?"),
]  # fmt: skip


@pytest.mark.parametrize(("good", "bad", "line", "key", "hint"), FAULTS)
def test_a_bad_scenario_is_refused_with_line_key_and_hint(
    write: Write, gazetteer: Gazetteer, good: str, bad: str, line: int, key: str, hint: str
) -> None:
    found = faults_of(write("malo.yaml", GOOD.replace(good, bad, 1)), gazetteer)

    assert (key, line, hint) in [(fault.key, fault.line, fault.hint) for fault in found]


CONTRADICTIONS = [
    ("tags: [update, ", "tags: [", "tags"),
    ("direction: outbound", "direction: outbound\ncaller_id: known", "caller_id"),
    ("direction: outbound", "direction: inbound", "caller_id"),
    ("direction: outbound", "direction: inbound\ncaller_id: unknown", "expect.transfer"),
    ("destination: veracruz", "destination: monterrey", "trip.destination"),
    ("manzanillo, date: 2026-03-10", "manzanillo, date: 2025-03-10", "truth.date"),
    ("id: T-2", "id: T-1", "other_trips[0].id"),
    ('"No, fui al puerto"', '"No", then: hold', "plot[0].then"),
    ('"No, fui al puerto"', '"No", seconds: 3', "plot[0]"),
    (', say: "No, fui al puerto"', "", "plot[0]"),
    ("outcome: updated", "outcome: confirmed", "expect.outcome"),
    ("outcome: updated", "outcome: created", "expect.outcome"),
    ("outcome: updated", "outcome: callback", "expect.trip"),
    ("outcome: updated", "outcome: updated\n  transfer: must", "expect.transfer"),
    ("outcome: updated", "outcome: updated\n  transfer: may", "expect.transfer"),
    ("outcome: updated", "outcome: [updated, transferred]", "expect.transfer"),
    ("trip: {destination: manzanillo}", "trip: unchanged", "expect.trip"),
    ("trip: {destination: manzanillo}", "trip: absent", "expect.trip"),
    ("trip: {destination: manzanillo}", "trip: {date: 2026-03-10}", "expect.trip.date"),
    ("trip: {destination: manzanillo}", "trip: {destination: tampico}", "expect.trip.destination"),
    ("destination: manzanillo, date", "destination: catemaco, date", "expect.transfer"),
    ("says: [Manzanillo]", "says: [Manzanillo]\n  never_says: [manzanillo]", "expect.says[0]"),
    ("outbound", "outbound\nanswered_by: voicemail", "expect.outcome"),
    ("outbound", "outbound\nanswered_by: nobody", "expect.outcome"),
]


@pytest.mark.parametrize(("good", "bad", "key"), CONTRADICTIONS)
def test_a_scenario_that_contradicts_itself_is_refused(
    write: Write, gazetteer: Gazetteer, good: str, bad: str, key: str
) -> None:
    found = faults_of(write("contradice.yaml", GOOD.replace(good, bad, 1)), gazetteer)

    assert key in {fault.key for fault in found}
    assert all(fault.line for fault in found)


def test_a_stranger_must_be_told_nothing(write: Write, gazetteer: Gazetteer) -> None:
    text = GOOD.replace("outbound", "outbound\nanswered_by: wrong_person")
    text = text.replace(
        "outcome: updated\n  trip: {destination: manzanillo}", "outcome: wrong_party\n  trip: unchanged"
    )

    assert {fault.key for fault in faults_of(write("otro.yaml", text), gazetteer)} == {"expect.never_says"}


def test_every_fault_of_a_scenario_is_reported_at_once(write: Write, gazetteer: Gazetteer) -> None:
    text = GOOD.replace("outbound", "outbond").replace("toluca", "tolluca").replace("updated", "update")

    assert [fault.line for fault in faults_of(write("malo.yaml", text), gazetteer)] == [3, 8, 14]


def test_a_refusal_reads_as_one_line_that_an_editor_can_jump_to(write: Write, gazetteer: Gazetteer) -> None:
    path = write("malo.yaml", GOOD.replace("toluca", "tolluca"))

    with pytest.raises(BadFile) as refused:
        Scenario.read(path, gazetteer)

    assert str(refused.value) == (
        f"{path}:8: other_trips[0].destination: unknown place «tolluca» (did you mean «toluca»?)"
    )


def test_lint_finds_nothing_in_a_sound_scenario(write: Write, gazetteer: Gazetteer) -> None:
    assert lint(Scenario.read(write("bien.yaml", GOOD), gazetteer), gazetteer) == []


def faults_of(path: Path, gazetteer: Gazetteer) -> list[BadFile]:
    with pytest.raises(BadFiles) as refused:
        Scenario.read_whole(path, gazetteer)
    return refused.value.faults


def test_a_call_may_give_a_driver_another_mood(write: Write, gazetteer: Gazetteer) -> None:
    """The persona's own is kept otherwise."""
    persona = Persona.read(PERSONAS / "adela_rios.yaml")
    plain = Scenario.read(write("el_puerto.yaml", GOOD), gazetteer)
    cross = Scenario.read(write("cross.yaml", GOOD + "mood: {starts: 0.6, each_turn: -0.1}\n"), gazetteer)

    assert cross.played_by(persona).mood == Mood(starts=0.6, each_turn=-0.1)
    assert plain.played_by(persona) is persona


def test_a_note_reaches_the_trip_without_what_could_act() -> None:
    """Control characters are blanks, and it has an end."""
    record = TripRecord(
        id="T-1", origin="monterrey", destination="saltillo", date=date(2026, 3, 9), note="a\n\x1b[2Jb" * 99
    )

    note = record.of("D-1").note

    assert note.startswith("a [2Jb") and note.isprintable() and len(note) <= 280
