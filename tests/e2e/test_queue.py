"""A run spread over workers at a queue is the run that one machine plays."""

from pathlib import Path
from typing import Any

import pytest

from simulator.results.run_folder import Request, RunFolder, RunInfo, create
from simulator.rig.casting import Casting
from simulator.run import Processes
from simulator.scale.dispatch import Queued
from simulator.scale.queue import Queue
from simulator.scale.valkey import embedded_redis, local_workers
from simulator.simulation import Carry


@pytest.mark.network
@pytest.mark.slow
def test_two_workers_at_a_queue_play_the_same_bytes(spec: Any, tmp_path: Path) -> None:
    from simulator.results.provenance import sources_sha256

    specs = [spec("confirma_todo_bien", "cuau_flores", "gsm"), spec("corrige_el_destino", "chuy_trevino", "gsm_cab")]

    def played(carry: Carry, name: str) -> tuple[RunFolder, str]:
        run = create(tmp_path, name)
        assert carry(specs, run, lambda _: None)
        info = RunInfo("run", Request("suite.yaml"), tuple(spec.name for spec in specs), {})
        return run, run.finish(info, "finished").digest

    here, digest_here = played(Processes(Casting().play, 1), "here")
    with embedded_redis() as url, local_workers(url, 2):
        queued = Queued(url, Queue(sources_sha256()), "rules", "grammar", lambda _: None)
        there, digest_there = played(queued, "there")

    assert digest_here == digest_there
    for call in specs:
        for path in here.call(call.name).path.iterdir():
            assert path.read_bytes() == (there.call(call.name).path / path.name).read_bytes()
