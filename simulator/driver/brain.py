"""A driver with a grammar for a brain: he listens, understands, reacts by a table, and takes turns as people do.

Time is the loop's clock; chance comes from one stream for each effect, so a seed gives the same call every time.
"""

import asyncio
from collections.abc import Callable
from functools import partial

from runtime.understanding.places import Gazetteer
from simulator.driver.floor.conversation import Conversation
from simulator.driver.floor.mouth import Mouth, Noticed, listen
from simulator.driver.handset import Handset
from simulator.driver.head import Head
from simulator.driver.others import announcements
from simulator.driver.phrases import Phrases
from simulator.driver.speech.grammar import Streams
from simulator.persona import Persona
from simulator.scenario import Scenario

type MakeHead = Callable[[Persona, Scenario, Gazetteer, Phrases, Streams], Head]


class GrammarDriver:
    """A simulated driver. Equal streams and an equal Karla give an equal call.

    `make_head` gives him another brain than the grammar. After a line that broke, `live` may be called once more with a
    new handset: he remembers what was said before.
    """

    def __init__(
        self,
        persona: Persona,
        scenario: Scenario,
        gazetteer: Gazetteer,
        phrases: Phrases,
        streams: Streams,
        make_head: MakeHead = Head,
    ) -> None:
        self._make_head = partial(make_head, persona, scenario, gazetteer, phrases, streams)
        self._persona = persona
        self._scenario = scenario
        self._phrases = phrases
        self._streams = streams
        self._head: Head | None = None

    async def live(self, handset: Handset, *, calls_back: bool = False) -> None:
        """Hold the call until he has hung up or the line has ended. `calls_back`: he redialled, so she speaks first."""
        if self._head is not None:
            await self._converse(handset, self._head, picks_up=not calls_back)
            return
        chance = self._streams("announcement")
        match self._scenario.answered_by:
            case "voicemail":
                await announcements.play_voicemail(handset, self._persona, self._phrases, chance)
            case "carrier":
                await announcements.play_carrier(handset, self._phrases, chance)
            case "ivr":
                await announcements.play_menu(handset, self._phrases, chance)
            case "nobody":
                await announcements.stay_silent(handset)
            case "screening" if not await announcements.screen(handset, self._phrases, chance):
                pass
            case _:
                self._head = self._make_head()
                await self._converse(handset, self._head)

    async def _converse(self, handset: Handset, head: Head, *, picks_up: bool = True) -> None:
        noticed: asyncio.Queue[Noticed] = asyncio.Queue()
        async with asyncio.TaskGroup() as tasks:
            ears = tasks.create_task(listen(handset, noticed))
            mouth = Mouth(handset, tasks, noticed)
            await Conversation(head, handset, mouth, noticed, self._streams).hold(picks_up=picks_up)
            mouth.stop()
            ears.cancel()
