"""A model's answer begun before the driver's turn is surely over. It is kept until the turn is, or thrown away."""

import asyncio
from collections.abc import AsyncGenerator

from runtime.pipeline.ports import LanguageModel, Piece, Request


class Draft:
    """An answer to `request`, made for a turn of `text`, that is already streaming.

    No tool runs before somebody takes it.
    """

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
