"""The program that loads espeak-ng: a pristine process that forks a fresh child for each utterance.

espeak-ng carries state from one utterance into the next, so the same request gives other samples the
second time. A child forked from a process that has initialised the library and never used it always
starts from the same state, and so always gives the same bytes, once the seed that the library takes from
the time of day has been replaced. The file runs alone (`python -I -S`) and
imports nothing of the project, which makes the process small, quick to start and cheap to fork.
Selecting the parent voice before the first fork loads the dictionary once, 4 ms off each utterance.

Usage: `espeak_worker.py LIBRARY DATA`. Messages on stdin and stdout are a little-endian uint32 length
and that many bytes. First comes a greeting: 0 and the JSON `{"version", "rate_hz"}`. A request is the JSON
`{"voice", "rate", "pitch", "range", "word_gap", "text"}`. An answer is 0, a uint32 count, that many events
of three int32 (type, character, sample) and the samples as int16. In place of either, 1 and the reason as
UTF-8. The end of stdin ends the process. Struct and constants: espeak-ng's `speak_lib.h`.
"""

import ctypes as c
import json
import os
import signal
import struct
import sys

AUDIO_OUTPUT_SYNCHRONOUS = 2
INITIALIZE_DONT_EXIT = 0x8000
POSITION_CHARACTER = 1
CHARS_UTF8 = 1
PARENT_VOICE = b"es-419"
PARAMETERS = {"rate": 1, "pitch": 3, "range": 4, "word_gap": 7}
LIST_END, WORD, CLAUSE_END = 0, 1, 5
RENDER_LIMIT_SECONDS = 20
SEED = c.c_long(1)


class EventId(c.Union):
    """`id` of `espeak_EVENT`."""

    _fields_ = (("number", c.c_int), ("name", c.c_char_p), ("string", c.c_char * 8))


class Event(c.Structure):
    """`espeak_EVENT`: `text_position` counts characters from 1, `sample` counts from the utterance's start."""

    _fields_ = (
        ("type", c.c_int),
        ("unique_identifier", c.c_uint),
        ("text_position", c.c_int),
        ("length", c.c_int),
        ("audio_position", c.c_int),
        ("sample", c.c_int),
        ("user_data", c.c_void_p),
        ("id", EventId),
    )


Callback = c.CFUNCTYPE(c.c_int, c.POINTER(c.c_short), c.c_int, c.POINTER(Event))


class Refused(Exception):
    """The library said no."""


class Library:
    """espeak-ng, initialised and not yet used."""

    def __init__(self, library: str, data: str) -> None:
        self._espeak = c.CDLL(library)
        self.rate_hz: int = self._espeak.espeak_Initialize(
            AUDIO_OUTPUT_SYNCHRONOUS, 0, os.fsencode(data), INITIALIZE_DONT_EXIT
        )
        if self.rate_hz <= 0:
            raise Refused(f"no usable espeak-ng data in {data}")
        if self._espeak.espeak_SetVoiceByName(PARENT_VOICE) != 0:
            raise Refused(f"no Spanish voice in {data}")
        self._espeak.espeak_Info.restype = c.c_char_p
        self.version: str = self._espeak.espeak_Info(None).decode()
        self._samples = bytearray()
        self._events: list[tuple[int, int, int]] = []
        self._callback = Callback(self._collect)
        self._espeak.espeak_SetSynthCallback(self._callback)
        self._espeak.espeak_ng_SetRandSeed(SEED)  # it was the time of day

    def render(self, request: dict[str, str | int]) -> bytes:
        """Synthesise one utterance and return the answer's body. Raises: Refused."""
        voice = str(request["voice"])
        if self._espeak.espeak_SetVoiceByName(voice.encode()) != 0:
            raise Refused(f"no voice {voice}")
        for name, number in PARAMETERS.items():
            self._espeak.espeak_SetParameter(number, int(request[name]), 0)
        text = str(request["text"]).encode()
        if self._espeak.espeak_Synth(text, len(text) + 1, 0, POSITION_CHARACTER, 0, CHARS_UTF8, None, None) != 0:
            raise Refused("synthesis failed")
        events = b"".join(struct.pack("<3i", *event) for event in self._events)
        return struct.pack("<I", len(self._events)) + events + bytes(self._samples)

    def _collect(self, wave: "c._Pointer[c.c_short]", count: int, events: "c._Pointer[Event]") -> int:
        if count > 0:
            self._samples += c.string_at(wave, 2 * count)
        index = 0
        while events[index].type != LIST_END:
            event = events[index]
            if event.type in (WORD, CLAUSE_END):
                self._events.append((event.type, event.text_position, event.sample))
            index += 1
        return 0


def read(size: int) -> bytes:
    """Return `size` bytes of stdin, or nothing once it has ended."""
    data = b""
    while len(data) < size:
        piece = os.read(0, size - len(data))
        if not piece:
            return b""
        data += piece
    return data


def write(descriptor: int, data: bytes) -> None:
    """Write all of `data`."""
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def send(message: bytes) -> None:
    """Write one message to stdout."""
    write(1, struct.pack("<I", len(message)) + message)


def render_apart(library: Library, request: bytes) -> bytes:
    """Render in a forked child and return the answer."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        signal.alarm(RENDER_LIMIT_SECONDS)
        try:
            answer = b"\0" + library.render(json.loads(request))
        except (Refused, KeyError, TypeError, ValueError) as error:
            answer = b"\1" + f"{error}".encode()
        write(writing, answer)
        os._exit(0)
    os.close(writing)
    pieces = []
    while piece := os.read(reading, 1 << 20):
        pieces.append(piece)
    os.close(reading)
    _, status = os.waitpid(child, 0)
    if status:
        return b"\1" + f"the renderer died, status {os.waitstatus_to_exitcode(status)}".encode()
    return b"".join(pieces)


def main(library_path: str, data_path: str) -> None:
    """Answer requests until stdin ends."""
    try:
        library = Library(library_path, data_path)
    except (OSError, Refused) as error:
        send(b"\1" + f"{error}".encode())
        return
    send(b"\0" + json.dumps({"version": library.version, "rate_hz": library.rate_hz}).encode())
    while header := read(4):
        send(render_apart(library, read(struct.unpack("<I", header)[0])))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
