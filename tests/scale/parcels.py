"""Calls that take no time, played from a packed job; a worker process can import them."""

__all__ = ["confirm", "crash", "garble", "play", "spec"]

import os
from pathlib import Path
from tempfile import TemporaryDirectory

from plays import confirm, spec

from simulator.run import play_one
from simulator.scale.parcel import Job, pack_call


def play(text: str) -> bytes:
    """Play a call in which the trip is confirmed."""
    job = Job.unpack(text)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "call"
        return pack_call(play_one(confirm, job.spec, path), path)


def crash(text: str) -> bytes:
    """Take the process down in the scenario called `malo`."""
    if Job.unpack(text).spec.scenario.id == "malo":
        os._exit(9)
    return play(text)


def garble(text: str) -> bytes:
    """Answer with something that is no parcel in the scenario called `malo`."""
    return b"not a zip" if Job.unpack(text).spec.scenario.id == "malo" else play(text)
