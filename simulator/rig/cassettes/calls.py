"""Whole calls on cassettes: one is recorded as it is played, or played from its recording."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from simulator.results.call_folder import CallSummary, infra_summary
from simulator.rig.cassettes.cassette import Cassette, CassetteMiss, StaleCassette
from simulator.rig.cassettes.player import Player
from simulator.rig.cassettes.recorder import Recorder
from simulator.rig.cassettes.tape import Tape
from simulator.scoring.checks import Status
from simulator.suite import CallSpec

type PlayWith = Callable[[Tape], CallSummary]


def recorded(spec: CallSpec, folder: Path, play: PlayWith) -> CallSummary:
    """Play a call and keep what its providers answered in `folder`; a call that breaks leaves no cassette."""
    cassette = Cassette(folder, spec.name, spec.seed)
    summary = play(Recorder(cassette))
    cassette.save()
    return summary


def replayed(spec: CallSpec, folder: Path, play: PlayWith) -> CallSummary:
    """Play a call from its cassette in `folder`.

    One that asks for what was not recorded is INFRA, and one that was recorded with another prompt is STALE, whatever
    came of it: neither proves anything. Raises: BadFile.
    """
    try:
        cassette = Cassette.load(folder, spec.name, spec.seed)
    except CassetteMiss as miss:
        return infra_summary(spec, str(miss))
    try:
        summary = play(Player(cassette))
    except BaseExceptionGroup as group:
        if not cassette.misses or group.split(CassetteMiss)[1] is not None:
            raise
    else:
        if not cassette.misses:
            return summary
    first = cassette.misses[0]
    status = Status.STALE if isinstance(first, StaleCassette) else Status.INFRA
    return replace(infra_summary(spec, str(first)), status=status)
