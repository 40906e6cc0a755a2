"""What a driver remembers of the call so far. He only remembers saying what he said to its end."""

from collections import Counter
from dataclasses import dataclass, field

from simulator.driver.handset import Utterance
from simulator.driver.hearing.listening import KarlaTurn
from simulator.driver.knowledge import Fact, Value


@dataclass(slots=True)
class Memory:
    """The call so far, in his head."""

    question: KarlaTurn | None = None  # the last one that she asked
    claimed: dict[Fact, Value] = field(default_factory=dict)  # what she last said of each fact
    found_wrong: set[Fact] = field(default_factory=set)  # facts that he heard wrong and that are not mended yet
    told: Counter[Fact] = field(default_factory=Counter)  # how often he has stated each fact
    last_told: tuple[Fact, ...] = ()
    meant: dict[Utterance, tuple[Fact, ...]] = field(default_factory=dict)  # what each utterance states
    mandes: int = 0
    objections: int = 0
    rejected: bool = False  # he has said no to what she had
    waited: bool = False
    checked_who: bool = False

    @property
    def corrected(self) -> bool:
        """Whether he has stated anything yet."""
        return bool(self.told)

    def still_wrong(self) -> list[Fact]:
        """Return what he heard wrong and she has not put right, in the usual order."""
        return [fact for fact in Fact if fact in self.found_wrong]

    def said(self, utterance: Utterance) -> None:
        """Remember an utterance that he finished."""
        if facts := self.meant.get(utterance):
            self.told.update(facts)
            self.last_told = facts

    def claim(self, values: dict[Fact, Value], wrong: list[Fact]) -> None:
        """Remember what she said of the trip, and which of it was wrong."""
        self.claimed.update(values)
        self.found_wrong -= values.keys()
        self.found_wrong.update(wrong)
