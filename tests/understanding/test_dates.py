"""Dates as drivers say them, on Tuesday 10 March 2026."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runtime.understanding.dates import find_dates, parse_date, say_date, say_day

MEXICO = ZoneInfo("America/Mexico_City")


def days(*texts: str) -> list[date]:
    """Return dates written `MM-DD` (of 2026) or in full."""
    return [date.fromisoformat(text if len(text) > 5 else f"2026-{text}") for text in texts]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("el tres de enero del año antepasado", "2024-01-03"), ("el tres de enero del año pasado", "2025-01-03"),
        ("el tres de enero del año que viene", "2027-01-03"), ("el tres de enero de este año", "2026-01-03"),
        ("el quince de septiembre del próximo año", "2027-09-15"), ("el dos de mayo del año entrante", "2027-05-02"),
    ],
)  # fmt: skip
def test_a_year_that_is_said_is_the_year(said: str, meant: str) -> None:
    now = datetime(2026, 3, 10, 11, 0, tzinfo=MEXICO)

    assert [list(found.options) for found in find_dates(said, now)] == [days(meant)]


@pytest.mark.parametrize(
    "said",
    [
        "el cuatro cuatro siete uno",
        "el viaje es el cuatro cuatro siete uno",
        "el ocho ocho dos cero",
        "el diez once doce",
    ],
)
def test_a_folio_is_no_day_of_the_month(said: str) -> None:
    assert not find_dates(said, datetime(2026, 3, 10, 11, 0, tzinfo=MEXICO))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("hoy", "03-10"), ("hoy mismo", "03-10"), ("ayer", "03-09"), ("antier", "03-08"), ("anteayer", "03-08"),
        ("antes de ayer", "03-08"), ("antes de antier", "03-07"), ("mañana", "03-11"), ("pasado mañana", "03-12"),
        ("mañana temprano", "03-11"), ("mañana en la mañana", "03-11"), ("anoche", "03-09"), ("antenoche", "03-08"),
        ("ayer en la noche", "03-09"), ("hoy en la madrugada", "03-10"), ("antier en la tarde", "03-08"),
        ("ayer en la madrugada", "03-09"), ("esta mañana", "03-10"), ("el día de ayer", "03-09"),
        ("salí en la madrugada", "03-10"), ("salgo en la madrugada", "03-11"), ("la noche de ayer", "03-09"),
        ("de hoy en ocho", "03-17"), ("de mañana en ocho", "03-18"), ("de hoy en quince", "03-24"),
        ("de mañana en quince", "03-25"), ("en ocho días", "03-17"), ("en quince días", "03-24"),
        ("dentro de tres días", "03-13"), ("en dos semanas", "03-24"), ("hace dos días", "03-08"),
        ("hace ocho días", "03-03"), ("hace quince días", "02-24"), ("hace una semana", "03-03"),
        ("hace 3 días", "03-07"), ("el lunes", "03-09"), ("el martes", "03-10"), ("salí el viernes", "03-06"),
        ("salgo el viernes", "03-13"), ("fue el domingo", "03-08"), ("el viernes que pasó", "03-06"),
        ("el viernes pasado", "03-06"), ("el pasado viernes", "03-06"), ("el martes pasado", "03-03"),
        ("el martes que viene", "03-17"), ("este lunes", "03-09"), ("el lunes que viene", "03-16"),
        ("el próximo lunes", "03-16"), ("el viernes de la semana pasada", "03-06"),
        ("el viernes de esta semana", "03-13"), ("el lunes en ocho", "03-23"),
        ("el lunes de la semana pasada", "03-02"), ("el miércoles de la próxima semana", "03-18"),
        ("el lunes nueve", "03-09"), ("el lunes nueve de marzo", "03-09"), ("lunes 9 de marzo", "03-09"),
        ("el lunes en la noche", "03-09"), ("la madrugada del lunes", "03-09"), ("el lunes a las nueve", "03-09"),
        ("el sábado siete", "03-07"), ("el jueves doce", "03-12"), ("el nueve", "03-09"), ("el día nueve", "03-09"),
        ("el doce", "03-12"), ("el primero", "03-01"), ("salí el veinte", "02-20"), ("salgo el veinte", "03-20"),
        ("el 9 de este mes", "03-09"), ("el nueve de marzo", "03-09"), ("nueve de marzo", "03-09"),
        ("el primero de abril", "04-01"), ("1º de abril", "04-01"), ("el veintiocho del mes pasado", "02-28"),
        ("nueve de marzo del dos mil veintiséis", "03-09"), ("el nueve de marzo de 2026", "03-09"),
        ("el nueve de marzo del veintiséis", "03-09"), ("9 mar 2026", "03-09"),
        ("el nueve de marzo del año pasado", "2025-03-09"), ("el treinta de diciembre", "2025-12-30"),
        ("el cinco de enero", "01-05"), ("fin de mes", "03-31"), ("el último de febrero", "02-28"),
        ("2026-03-09", "03-09"), ("2026-03-09T10:30:00-06:00", "03-09"), ("9/3", "03-09"), ("09/03/2026", "03-09"),
        ("9-3-26", "03-09"), ("09.03.2026", "03-09"), ("ayer, lunes nueve de marzo", "03-09"),
        ("antier domingo", "03-08"), ("ahorita", "03-10"), ("al rato", "03-10"), ("ahorita salgo", "03-10"),
        ("fue ayer, o sea el lunes", "03-09"), ("el nueve, lunes", "03-09"), ("del lunes", "03-09"),
        ("juebes doce", "03-12"),
    ],
)  # fmt: skip
def test_a_clear_date_is_one_day(said: str, meant: str, tuesday: datetime) -> None:
    reading = parse_date(said, tuesday)

    assert reading is not None
    assert reading.options == tuple(days(meant))
    assert reading.date == days(meant)[0]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("el viernes", ("03-06", "03-13")), ("el sábado", ("03-07", "03-14")), ("el veinticinco", ("02-25", "03-25")),
        ("el martes nueve de marzo", ("03-09", "03-10")), ("ayer domingo", ("03-08", "03-09")),
        ("el lunes o el martes", ("03-09", "03-10")), ("lunes o martes", ("03-09", "03-10")),
        ("del lunes para amanecer martes", ("03-09", "03-10")), ("nueve o diez de marzo", ("03-09", "03-10")),
        ("el nueve o el diez", ("03-09", "03-10")), ("hace como tres días", ("03-06", "03-07", "03-08")),
        ("el treinta y uno", ("01-31", "03-31")),
    ],
)  # fmt: skip
def test_an_unclear_date_keeps_every_day_it_may_be(said: str, meant: tuple[str, ...], tuesday: datetime) -> None:
    reading = parse_date(said, tuesday)

    assert reading is not None
    assert reading.ambiguous
    assert reading.date is None
    assert reading.options == tuple(days(*meant))


@pytest.mark.parametrize(
    "said", ["31 de febrero", "treinta y uno de abril", "el cuarenta de marzo", "30/02/2026", "2026-02-30"]
)
def test_a_day_that_does_not_exist_is_reported_as_such(said: str, tuesday: datetime) -> None:
    reading = parse_date(said, tuesday)

    assert reading is not None
    assert reading.options == ()
    assert reading.text


@pytest.mark.parametrize(
    "said",
    [
        "", "sí", "salí en la mañana", "a principios de marzo", "a mediados de mes", "nueve toneladas",
        "el nueve de la mañana", "los lunes", "don Domingo", "hasta mañana", "ahorita no puedo hablar", "a las nueve",
        "por la tarde", "hoy en día", "veintitantas toneladas", "en ocho", "en quince minutos", "el andén cuatro",
        "tres días de estadía", "buenas noches",
    ],
)  # fmt: skip
def test_what_is_no_date_gives_none(said: str, tuesday: datetime) -> None:
    assert parse_date(said, tuesday) is None


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("no era el lunes, era el martes", ["03-09", "03-10"]),
        ("salí el domingo y llegué ayer en la noche", ["03-08", "03-09"]),
        ("cargué antier, digo, ayer", ["03-08", "03-09"]),
        ("el nueve de marzo salí de Toluca a las cuatro de la mañana", ["03-09"]),
    ],
)
def test_dates_come_in_the_order_they_are_said(said: str, meant: list[str], tuesday: datetime) -> None:
    assert [reading.date for reading in find_dates(said, tuesday)] == days(*meant)


def test_the_year_is_the_one_nearest_to_now() -> None:
    january = datetime(2027, 1, 4, 9, 0, tzinfo=MEXICO)

    assert parse_date("el treinta de diciembre", january).date == date(2026, 12, 30)  # type: ignore[union-attr]
    assert parse_date("el veintinueve", january).date == date(2026, 12, 29)  # type: ignore[union-attr]
    assert parse_date("veintinueve de febrero", january).options == ()  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("anoche", ("03-09",)), ("ayer", ("03-09",)), ("salgo hoy", ("03-10",)),
        ("hoy en la noche", ("03-09", "03-10")), ("salí hoy", ("03-09", "03-10")),
        ("ya entregué hoy en la noche", ("03-09", "03-10")), ("mañana", ("03-11",)), ("en la madrugada", ("03-10",)),
    ],
)  # fmt: skip
def test_half_an_hour_past_midnight_today_may_be_yesterday(said: str, meant: tuple[str, ...]) -> None:
    past_midnight = datetime(2026, 3, 10, 0, 30, tzinfo=MEXICO)

    assert parse_date(said, past_midnight).options == tuple(days(*meant))  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("03-10", "hoy, martes diez de marzo"), ("03-09", "ayer, lunes nueve de marzo"),
        ("03-08", "antier, domingo ocho de marzo"), ("03-11", "mañana, miércoles once de marzo"),
        ("03-12", "pasado mañana, jueves doce de marzo"), ("03-06", "el viernes seis de marzo"),
        ("04-01", "el miércoles primero de abril"),
        ("2025-03-31", "el lunes treinta y uno de marzo de dos mil veinticinco"),
    ],
)  # fmt: skip
def test_karla_says_days_in_words(day: str, words: str, tuesday: datetime) -> None:
    assert say_date(days(day)[0], tuesday) == words


def test_karla_names_a_day_apart_from_today() -> None:
    assert say_day(date(2026, 3, 9)) == "el lunes nueve de marzo"


_MOMENTS = st.dates(date(2000, 1, 1), date(2099, 12, 31)).flatmap(
    lambda day: st.times().map(lambda hour: datetime.combine(day, hour, tzinfo=MEXICO))
)


@settings(max_examples=100)
@given(_MOMENTS, st.integers(-60, 60))
def test_what_karla_says_she_also_understands(now: datetime, away: int) -> None:
    day = now.date() + timedelta(days=away)

    for said in (say_date(day, now), say_day(day), day.isoformat(), f"{day.day}/{day.month}/{day.year}"):
        reading = parse_date(said, now)
        assert reading is not None
        assert reading.date == day, said


_WORDS = (
    "el la de del lunes martes viernes nueve treinta y uno o para marzo febrero ayer hoy mañana "
    "pasado en ocho quince dias hace "
    "que viene fue salgo primero fin mes dos mil 31 2026 9/3 2026-13-45 99/99 no como ultimo dia "
    "este semana noche madrugada"
).split()


@settings(max_examples=100)
@given(st.lists(st.sampled_from(_WORDS), max_size=10), _MOMENTS)
def test_no_mumble_of_dates_is_too_much(words: list[str], now: datetime) -> None:
    for reading in find_dates(" ".join(words), now):
        assert reading.text
        assert reading.options == tuple(sorted(set(reading.options)))
