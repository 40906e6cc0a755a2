"""A Karla who is broken on purpose, and the one check or figure that has to catch her.

What is broken is a part (ears, model, voice, trips), her manners, how the call is held, or named things of the runtime
that are something else while her call lasts.
"""

from collections.abc import Callable, Generator, Iterable
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from runtime.integrations.rules_llm import RulesModel
from runtime.pipeline.call import Parts, hold_call
from runtime.pipeline.ports import LanguageModel
from runtime.pipeline.turn_taking import Manners
from simulator.rig.bench import Bench
from simulator.rig.roles import Hold, Karla
from simulator.suite import CallSpec

type Instead = Callable[[Any], Any]
"""From what there is to what shall be in its place."""


@dataclass(frozen=True, slots=True)
class Change:
    """One name of the runtime's, and what it stands for instead: made anew for each call."""

    owner: object
    name: str
    instead: Instead

    @contextmanager
    def made(self) -> Generator[None]:
        """Change it until the block ends. Raises: AttributeError, if there is nothing of that name."""
        healthy = getattr(self.owner, self.name)
        setattr(self.owner, self.name, self.instead(healthy))
        try:
            yield
        finally:
            setattr(self.owner, self.name, healthy)


def _as_it_is[T](part: T) -> T:
    return part


@dataclass(frozen=True, slots=True)
class Mutant:
    """One fault. `calls` are scenarios in which it shows; `caught_by` is a check, or a figure of `simulator.proof`.

    `world` is what the calls need to be unusual, for a healthy Karla as well: a client's system that is down.
    """

    id: str
    breaks: str
    caught_by: str
    calls: tuple[str, ...]
    changes: tuple[Change, ...] = ()
    model: Callable[[LanguageModel], LanguageModel] = _as_it_is
    parts: Callable[[Parts], Parts] = _as_it_is
    manners: Manners = field(default_factory=Manners)
    hold: Hold = hold_call
    world: Callable[[Parts], Parts] = _as_it_is

    @property
    def name(self) -> str:
        """What `--brain` calls her."""
        return f"mutant.{self.id}"

    @property
    def healthy_name(self) -> str:
        """What `--brain` calls Karla as she ships, in the same world."""
        return "rules" if self.world is _as_it_is else f"healthy.{self.id}"

    def karla(self, spec: CallSpec, bench: Bench) -> Karla:
        """Return the broken Karla for a call."""
        return Karla(
            self.model(RulesModel(bench.gazetteer)),
            self.manners,
            lambda parts: self.parts(self.world(parts)),
            self.hold,
            partial(changed, self.changes),
        )

    def healthy(self, spec: CallSpec, bench: Bench) -> Karla:
        """Return the Karla who ships, in this mutant's world."""
        return Karla(RulesModel(bench.gazetteer), parts=self.world)


@contextmanager
def changed(changes: Iterable[Change]) -> Generator[None]:
    """Make all of the changes until the block ends."""
    with ExitStack() as stack:
        for change in changes:
            stack.enter_context(change.made())
        yield


def steady(value: object) -> Instead:
    """Return the change that puts `value` there, whatever there was."""
    return lambda _: value
