"""Asking the model, and asking it early: an answer begun before the driver's turn is surely over.

A draft is kept until the turn is over, or thrown away. No tool runs and nothing is said before it is taken.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

from runtime.pipeline.journal import Journal
from runtime.pipeline.ports import LanguageModel, Piece, Request, Usage
from runtime.understanding.text import fold


class Draft:
    """An answer to `request`, made for a turn of `text`, that is already streaming."""

    def __init__(self, text: str, model: LanguageModel, request: Request, tasks: asyncio.TaskGroup) -> None:
        self.text = text
        self.request = request
        self._pieces: asyncio.Queue[Piece | Exception | None] = asyncio.Queue()
        self._task = tasks.create_task(self._fill(model.answer(request)))

    async def _fill(self, answer: AsyncGenerator[Piece]) -> None:
        try:
            async for piece in answer:
                self._pieces.put_nowait(piece)
        except Exception as fault:  # noqa: BLE001  whoever takes the draft raises it
            self._pieces.put_nowait(fault)
        else:
            self._pieces.put_nowait(None)

    def drop(self) -> None:
        """Stop and forget it."""
        self._task.cancel()

    async def taken(self) -> AsyncGenerator[Piece]:
        """Yield the answer from its beginning. Raises: ProviderError."""
        try:
            while (piece := await self._pieces.get()) is not None:
                if isinstance(piece, Exception):
                    raise piece
                yield piece
        finally:
            self.drop()


class Thinker:
    """The model of one call, with at most one draft under way."""

    def __init__(self, model: LanguageModel, journal: Journal) -> None:
        self._model = model
        self._journal = journal
        self._draft: Draft | None = None

    def draft(self, text: str, request: Request, turn: int, tasks: asyncio.TaskGroup) -> None:
        """Begin to answer a turn of `text`, in case it ends with it."""
        self.drop_draft()
        self._journal("llm.start", turn=turn, draft=True)
        self._draft = Draft(text, self._model, request, tasks)

    def drop_draft(self) -> None:
        """Forget the draft, if there is one."""
        if self._draft is not None:
            self._draft.drop()
            self._draft = None

    def as_drafted(self, text: str) -> str:
        """Return `text` as the draft has it: final words may differ in commas and accents, which is no other turn."""
        return self._draft.text if self._draft is not None and fold(self._draft.text) == fold(text) else text

    async def answer(self, request: Request, turn: int) -> AsyncGenerator[Piece]:
        """Stream the answer to `request`: the draft's, if that is what was drafted. Raises: ProviderError."""
        draft, self._draft = self._draft, None
        if draft is not None and draft.request == request:
            pieces = draft.taken()
        else:
            if draft is not None:
                draft.drop()
            self._journal("llm.start", turn=turn, draft=False)
            pieces = self._model.answer(request)
        first = True
        async with aclosing(pieces):
            async for piece in pieces:
                if first:
                    self._journal("llm.first", turn=turn)
                    first = False
                if isinstance(piece, Usage):
                    used = {
                        "input_tokens": piece.input_tokens,
                        "cached_tokens": piece.cached_tokens,
                        "output_tokens": piece.output_tokens,
                    }
                    self._journal("llm.end", turn=turn, **used)
                yield piece
