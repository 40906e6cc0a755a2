"""A comparison on a terminal: what differs, which calls changed, by how much, how sure, and last what it comes to."""

from collections.abc import Sequence
from typing import Final

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from simulator.comparison.changes import Shift, SliceChange
from simulator.comparison.comparison import Comparison, Decision, p_text
from simulator.comparison.pairing import Pair
from simulator.results.gates import gate_rows
from simulator.results.tables import COLOURS

MOST_SHOWN: Final = 20
INDENT: Final = 8
VERDICTS: Final = {
    0: ("green", "No regression found"),
    1: ("red", "Regression"),
    3: ("yellow", "This comparison proves nothing"),
}
GATE_COLOURS: Final = {"broken": "red", "unproven": "yellow", "kept": "green", "absent": "dim"}


def show(console: Console, comparison: Comparison, decision: Decision, most: int = MOST_SHOWN) -> None:
    """Print everything; of the calls that changed, `most` of each kind."""
    _origins(console, comparison)
    valid = comparison.pairing.valid
    _calls(console, comparison, "Newly broken", [pair for pair in valid if pair.broken], most)
    _calls(console, comparison, "Newly fixed", [pair for pair in valid if pair.fixed], most)
    _calls(console, comparison, "Without proof on one side", comparison.pairing.unproven, most)
    console.print(_shifts(comparison), "", sep="\n")
    if changed := [each for each in comparison.slices if each.pairs.broken or each.pairs.fixed]:
        console.print(_slices(changed), "", sep="\n")
    if comparison.gates:
        console.print(_gates(comparison), "", sep="\n")
    _test(console, comparison)
    colour, verdict = VERDICTS[decision.code]
    console.print(Text(verdict, style=f"bold {colour}"))
    for reason in decision.reasons:
        console.print(Padding(Text(reason), (0, 0, 0, 2)))


def _origins(console: Console, comparison: Comparison) -> None:
    base, new, pairing = comparison.base, comparison.new, comparison.pairing
    console.print(Text.assemble((base.name, "bold"), " → ", (new.name, "bold")), soft_wrap=True)
    for each in comparison.origins:
        console.print(Text(f"  {each}", style="" if each.karla else "yellow"))
    if not comparison.origins:
        console.print(Text("  same code, prompt, corpus and lines", style="dim"))
    if base.info.digest == new.info.digest:
        console.print(Text("  same digest: every call went the same, to the byte", style="dim"))
    if any(not each.karla for each in comparison.origins):
        console.print(Text("  In yellow what Karla is measured with: a call may have changed because of it", "yellow"))
    console.print(f"  {len(pairing.pairs)} calls in both with the same seed, {comparison.pairs.count} of them valid")
    alone = ((pairing.only_base, f"only in {base.name}"), (pairing.only_new, f"only in {new.name}"))
    for names, where in (*alone, (pairing.other_seed, "in both with another seed")):
        if names:
            text = Text(f"  {len(names)} {where}, not compared: {names[0]} …", style="yellow")
            console.print(text, soft_wrap=True)
    console.print()


def _calls(console: Console, comparison: Comparison, title: str, pairs: Sequence[Pair], most: int) -> None:
    if not pairs:
        return
    console.print(Text(f"{title}: {len(pairs)}", style="bold"))
    for pair in pairs[:most]:
        new = pair.new
        was = "" if pair.broken or pair.fixed else f"{pair.base.status} → "
        trial = f", trial {new.trial}" if new.trial > 1 else ""
        head = Text.assemble(f"{was}", (f"{new.status:<{INDENT}}", COLOURS[new.status]), (new.scenario, "bold"))
        console.print(head.append(f"  {new.persona}, {new.channel}{trial}"))
        why = new.why or f"before: {pair.base.why}"
        console.print(Padding(Text(why), (0, 0, 0, INDENT)))
        if pair.first_error:
            console.print(Padding(Text(f"first error: {pair.first_error}", "dim"), (0, 0, 0, INDENT)))
        console.print(Text(" " * INDENT + comparison.new.replay(new), style="cyan"), soft_wrap=True)
    if len(pairs) > most:
        console.print(f"… and {len(pairs) - most} more; --all shows them")
    console.print()


def _shifts(comparison: Comparison) -> Table:
    table = _table("What changed", "", "base", "new", "change", "95 % interval", "n")
    success = comparison.success
    pairs = (f"{_signed(100 * success.low, 1)} to {_signed(100 * success.high, 1)} points", str(comparison.pairs.count))
    for shift in comparison.shifts:
        base, new, change, over = _shown(shift)
        if shift.name == "success":
            table.add_row(shift.name, base, new, change, *pairs)
            table.add_row("  drawn by scenario", "", "", "", over, "")
        else:
            table.add_row(shift.name, base, new, change, over, str(shift.count))
    return table


def _shown(shift: Shift) -> tuple[str, str, str, str]:
    """Return base, new, change and its interval in the figure's own unit."""
    if shift.base is None or shift.new is None:
        return "none" if shift.base is None else "", "none" if shift.new is None else "", "", ""
    scale, digits, unit, after = {
        "share": (100, 1, " %", " points"),
        "ms": (1, 0, " ms", " ms"),
        "usd": (1, 5, " US$", " US$"),
    }[shift.unit]
    plain = [f"{scale * value:.{digits}f}{unit}" for value in (shift.base, shift.new)]
    change = _signed(scale * (shift.new - shift.base), digits) + after
    over = shift.over
    bounds = f"{_signed(scale * over.low, digits)} to {_signed(scale * over.high, digits)}{after}" if over else ""
    return plain[0], plain[1], change, bounds


def _slices(changed: Sequence[SliceChange]) -> Table:
    table = _table("Slices in which a call changed", "", "pairs", "broken", "fixed", "p worse", "after Holm")
    for each in changed:
        pairs = each.pairs
        holm = p_text(each.adjusted) if each.adjusted is not None else "too few"
        name = Text(f"{each.slice[0]}: {each.slice[1]}")
        table.add_row(name, str(pairs.count), str(pairs.broken), str(pairs.fixed), p_text(pairs.p_worse), holm)
    return table


def _gates(comparison: Comparison) -> Table:
    table = _table("Gates", "", "over", "gate", "found")
    for column in table.columns[1:]:
        column.justify = "left"
    table.columns[3].no_wrap = False
    for status, scope, gate, why in gate_rows(comparison.gates):
        table.add_row(Text(status, GATE_COLOURS[status]), scope, gate, why)
    return table


def _test(console: Console, comparison: Comparison) -> None:
    pairs = comparison.pairs
    console.print(
        f"Exact McNemar test: {pairs.broken} broken, {pairs.fixed} fixed of {pairs.count} pairs;"
        f" p of getting worse {p_text(pairs.p_worse)}, of any change {p_text(pairs.p_different)}"
    )
    for each in comparison.powers:
        needed = "over 20,000" if each.pairs_needed is None else f"{each.pairs_needed:,}"
        console.print(
            f"Power: a loss of {100 * each.drop:g} points is flagged with probability {each.probability:.2f};"
            f" for 0.80 it takes {needed} pairs"
        )
    console.print()


def _signed(value: float, digits: int) -> str:
    return f"{value if abs(value) >= 0.5 * 10**-digits else 0.0:+.{digits}f}"


def _table(title: str, first: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.header_style = "dim"
    table.add_column(first, no_wrap=True, overflow="ignore")
    for name in columns:
        table.add_column(name, justify="right", no_wrap=True)
    return table
