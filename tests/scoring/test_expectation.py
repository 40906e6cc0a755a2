"""The trip as it is compared: by what it means, not by how it is written."""

import pytest

from simulator.scoring.expectation import canonical_fact, differences, trip_facts

TRIP = {"origin": "monterrey", "destination": "nuevo-laredo", "date": "2026-03-09"}


@pytest.mark.parametrize(
    ("name", "value", "canonical"),
    [
        ("destination", "nuevo-laredo", "nuevo-laredo"),
        ("destination", "Nuevo Laredo", "nuevo-laredo"),
        ("destination", "Laredo, Texas", "laredo-tx"),
        ("destination", "un rancho", "un rancho"),
        ("date", "2026-03-09", "2026-03-09"),
        ("date", "2026-03-09T23:10:00-06:00", "2026-03-09"),
        ("date", "quién sabe", "quién sabe"),
    ],
)
def test_a_fact_has_one_spelling(name: str, value: str, canonical: str) -> None:
    assert canonical_fact(name, value) == canonical


def test_order_identifiers_and_times_of_change_are_no_difference() -> None:
    record = {"fecha": "2026-03-09", "destino": "Nuevo Laredo", "origen": "monterrey", "id": "T-1", "updated_at": "x"}

    assert differences(trip_facts(record), TRIP) == ""


def test_every_field_that_differs_is_named() -> None:
    wrong = TRIP | {"origin": "saltillo", "date": "2026-03-10"}

    told = differences(wrong, TRIP)

    assert told == "origin is saltillo, should be monterrey; date is 2026-03-10, should be 2026-03-09"


def test_laredo_is_not_nuevo_laredo() -> None:
    assert "should be nuevo-laredo" in differences(trip_facts(TRIP | {"destination": "Laredo, Texas"}), TRIP)
