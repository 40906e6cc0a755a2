"""A driver with a grammar for a brain: he listens, understands, reacts by a table, and takes turns as people do.

Time is the loop's clock; chance comes from one stream for each effect, so a seed gives the same call every time.
"""

import asyncio

from runtime.understanding.places import Gazetteer
from simulator.driver import announcements
from simulator.driver.floor import Conversation
from simulator.driver.grammar import Streams
from simulator.driver.handset import Handset
from simulator.driver.head import Head
from simulator.driver.mouth import Mouth, Noticed, listen
from simulator.driver.phrases import Phrases
from simulator.persona import Persona
from simulator.scenario import Scenario


class GrammarDriver:
    """A simulated driver. Equal streams and an equal Karla give an equal call."""

    def __init__(
        self, persona: Persona, scenario: Scenario, gazetteer: Gazetteer, phrases: Phrases, streams: Streams
    ) -> None:
        self._persona = persona
        self._scenario = scenario
        self._gazetteer = gazetteer
        self._phrases = phrases
        self._streams = streams

    async def live(self, handset: Handset) -> None:
        """Hold the call until he has hung up or the line has ended."""
        chance = self._streams("announcement")
        match self._scenario.answered_by:
            case "voicemail":
                await announcements.play_voicemail(handset, self._persona, self._phrases, chance)
            case "carrier":
                await announcements.play_carrier(handset, self._phrases, chance)
            case "nobody":
                await announcements.stay_silent(handset)
            case _:
                await self._converse(handset)

    async def _converse(self, handset: Handset) -> None:
        head = Head(self._persona, self._scenario, self._gazetteer, self._phrases, self._streams)
        noticed: asyncio.Queue[Noticed] = asyncio.Queue()
        async with asyncio.TaskGroup() as tasks:
            ears = tasks.create_task(listen(handset, noticed))
            mouth = Mouth(handset, tasks, noticed)
            await Conversation(head, handset, mouth, noticed, self._streams).hold()
            mouth.stop()
            ears.cancel()
