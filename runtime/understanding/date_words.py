"""The words of dates: days, months, and what tells the past from the future. All folded (see `text`)."""

import re
from collections.abc import Iterable
from typing import Final

WEEKDAYS: Final = {
    word: day
    for day, words in enumerate(
        (
            "lunes",
            "martes",
            "miercoles mircoles miercole",
            "jueves juebes",
            "viernes biernes",
            "sabado savado",
            "domingo",
        )
    )
    for word in words.split()
}
SPOKEN_WEEKDAYS: Final = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")

SPOKEN_MONTHS: Final = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio",
    "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
)  # fmt: skip
MONTHS: Final = (
    {word: month for month, word in enumerate(SPOKEN_MONTHS, 1)}
    | {word[:3]: month for month, word in enumerate(SPOKEN_MONTHS, 1)}
    | {"setiembre": 9, "sept": 9}
)

FIRST: Final = frozenset(("primero", "1o", "1ro", "1ero"))

PAST: Final = frozenset(
    "sali salimos saliste salieron fue fui fuimos era eran estuve estuvo llegue llegamos cargue cargamos "
    "cargaron descargue descargamos descargaron entregue entregamos entregaron recogi recogimos levante vine "
    "vino venia iba traia hice hicimos hizo hicieron tuve dieron di pase paso quede empece termine terminamos "
    "acabe acabo acabamos arranque agarre tome sacaron mandaron mandaste anduve deje hubo comence habia sido "
    "salido cargado llegado entregado descargado vengo venimos pasado pasada anterior dijeron toco parti subi "
    "baje lleve acababa cruce cruzamos".split()
)
FUTURE: Final = frozenset(
    "voy salgo vamos llegare sera seria saldre saldremos cargare descargare entregare va van ire iremos toca "
    "tengo quiero pienso espero saliendo estare viene proximo proxima siguiente vaya programado salga".split()
)

# After "el nueve", these say that it was a count or an hour, not a day.
COUNTED: Final = frozenset(
    "toneladas tonelada tons kilos kilo horas hora minutos minuto dias dia kilometros kilometro km cajas caja "
    "tarimas tarima pallets pallet ejes pesos mil y por am pm veces semanas semana meses viajes viaje unidades "
    "bultos metros litros cientos".split()
)
DAY_PARTS: Final = frozenset("mañana mañanita tarde tardecita noche nochecita madrugada mediodia".split())

DAYS_FROM_TODAY: Final[tuple[tuple[str, int | None], ...]] = (
    ("(el dia de |)hoy( mismo|)", 0),
    ("esta (mañana|tarde|noche|madrugada|mañanita)", 0),
    ("(ahora|ahorita|hoy) (en|por|a) la (mañana|tarde|noche|mañanita|madrugada)", 0),
    ("(ahora|hoy) temprano", 0),
    ("(el dia de |)ayer", -1),
    ("(anoche|ayer noche)", -1),
    ("(el dia de |)antier", -2),
    ("antes de (ayer|anoche)", -2),
    ("(antenoche|antier noche|antes noche)", -2),
    ("(antes de antier|tras antier|trasantier|antes de antes de ayer)", -3),
    ("(el dia de |)mañana", 1),
    ("pasado mañana", 2),
    ("(de |)hoy en ocho( dias|)", 7),
    ("de mañana en ocho( dias|)", 8),
    ("(de |)hoy en quince( dias|)", 14),
    ("de mañana en quince( dias|)", 15),
    ("(en|dentro de) (ocho dias|8 dias|una semana)", 7),
    ("(en|dentro de) (quince dias|15 dias|dos semanas)", 14),
    ("hace (ocho dias|8 dias|una semana)", -7),
    ("hace (quince dias|15 dias|dos semanas)", -14),
    # Words that hold a date's name without being one.
    ("(en|por|a|de|toda|para|cada) la (mañana|tarde|noche|mañanita)", None),
    ("la (mañana|tarde|noche|mañanita)", None),
    ("(muy|tan) de mañana", None),
    ("hasta mañana$", None),
    ("hoy en dia", None),
    ("de ayer a hoy", None),
    ("(dos|tres|cuatro|cinco|seis|siete|nueve|diez|mil|cien) hoy no circula", None),
)
"""Days from today by phrase; None where there is no date in spite of the words. "Quince" is two weeks."""

EARLY_HOURS: Final = 4  # before this hour, the day that just ended may still be called "hoy"

CODED: Final = re.compile(r"numfecha(\d+)x(\d+)x(\d+)")
_NUMERIC: Final = re.compile(
    r"\b(?:(\d{4})-(\d{1,2})-(\d{1,2})(?:T[\d:.Z+-]*)?|(\d{1,2})([/.-])(\d{1,2})\5(\d{4}|\d{2})|(\d{1,2})/(\d{1,2}))(?!\w)"
)


def encode(text: str) -> str:
    """Replace dates in figures (ISO, or day first) by one word each, which survives folding."""
    return _NUMERIC.sub(_encoded, text)


def _encoded(match: re.Match[str]) -> str:
    year, month, day, day2, _, month2, year2, day3, month3 = match.groups(default="")
    long_year = f"20{year2}" if len(year2) == 2 else year2
    return f" numfecha{year or long_year or 0}x{month or month2 or month3}x{day or day2 or day3} "


def decode(words: Iterable[str]) -> str:
    """Return the words with coded dates as figures again."""
    return CODED.sub(lambda m: "/".join(part for part in reversed(m.groups()) if part != "0"), " ".join(words))
