"""The audio of a call for people and for later scoring: a stereo WAV, Karla left and the driver right."""

import wave
from pathlib import Path

import numpy as np

from runtime.audio import FRAME_BYTES, RATE_HZ, Pcm, to_array


class Recording:
    """Both sides of a call as they pass, one 20 ms frame each at a time."""

    def __init__(self) -> None:
        self._karla = bytearray()
        self._driver = bytearray()

    def add(self, karla: Pcm, driver: Pcm) -> None:
        """Append one frame of each side: 320 bytes. Raises: ValueError, for any other length."""
        if len(karla) != FRAME_BYTES or len(driver) != FRAME_BYTES:
            raise ValueError(f"a frame has {FRAME_BYTES} bytes, not {len(karla)} and {len(driver)}")
        self._karla += karla
        self._driver += driver

    def write(self, path: Path) -> None:
        """Write what was heard as 16-bit PCM at 8 kHz, in two channels; the same call gives the same bytes."""
        both = np.stack([to_array(bytes(self._karla)), to_array(bytes(self._driver))], axis=1)
        with wave.open(str(path), "wb") as file:
            file.setnchannels(2)
            file.setsampwidth(2)
            file.setframerate(RATE_HZ)
            file.writeframes(both.tobytes())
