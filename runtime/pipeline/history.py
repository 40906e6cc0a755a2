"""The conversation as a model reads it: what the driver said, what he really heard, what the tools gave."""

from runtime.pipeline.ports import Message, Role, ToolCall
from runtime.pipeline.tools import ToolResult
from runtime.understanding.text import fold


class History:
    """The messages of one call so far, oldest first."""

    def __init__(self) -> None:
        self.messages: tuple[Message, ...] = ()

    @property
    def driver_spoke(self) -> bool:
        """Tell whether the driver has said anything at all."""
        return any(message.role is Role.DRIVER for message in self.messages)

    def with_turn(self, text: str) -> tuple[Message, ...]:
        """Return the messages with a turn of his; of a turn that goes on unanswered only the whole is kept."""
        last = self.messages[-1:]
        goes_on = bool(last) and last[0].role is Role.DRIVER and fold(text).startswith(fold(last[0].text))
        return (*(self.messages[:-1] if goes_on else self.messages), Message(Role.DRIVER, text))

    def add_turn(self, text: str) -> None:
        """Add a turn of his."""
        self.messages = self.with_turn(text)

    def add_heard(self, text: str, *, complete: bool) -> None:
        """Add what he heard of a turn of hers; one that was cut off ends in «…»."""
        if text:
            self.messages += (Message(Role.KARLA, text if complete else f"{text}…"),)

    def add_use(self, call: ToolCall, result: ToolResult) -> None:
        """Add a tool's use and its result."""
        self.messages += (Message(Role.TOOL, "", call), Message(Role.TOOL, result.text, call))
