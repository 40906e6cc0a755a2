"""`karla work`: play simulated calls that another machine asks for."""

from typing import Final

import click

from simulator.commands.refusals import bad_files_refused

EXAMPLES: Final = """\
\b
Examples:
  karla work --redis redis://queue.example:6379        until Ctrl-C
  karla work --redis redis://queue.example:6379 --jobs 8
  karla simulate --workers queue --redis redis://queue.example:6379      on the machine that asks
"""


@click.command(epilog=EXAMPLES, short_help="Play simulated calls for another machine.")
@click.option("--redis", "url", envvar="KARLA_REDIS_URL", required=True, metavar="URL", help="The queue's Redis.")
@click.option("--jobs", type=click.IntRange(min=1), help="Calls at a time.  [default: one a core]")
@click.option("--burst", is_flag=True, help="End when no call is waiting.")
def work(url: str, jobs: int | None, burst: bool) -> None:
    """Play calls for whoever runs `karla simulate --workers queue` against the same Redis.

    Only for the same state of the code and the corpus: another one has another queue. SIGTERM or Ctrl-C let the calls
    in progress end. The Redis URL may also be in KARLA_REDIS_URL.
    """
    import os

    from simulator.results.provenance import sources_sha256
    from simulator.rig.bench import refuse_bad_corpus
    from simulator.scale.queue import Queue
    from simulator.scale.worker import Players, worker

    with bad_files_refused():
        refuse_bad_corpus()
    queue = Queue(sources_sha256())
    count = jobs or os.cpu_count() or 1
    click.echo(f"Waiting for calls at {queue.name}; {count} at a time. Ctrl-C ends it.", err=True)
    worker(url, queue, Players(count), burst=burst).run()
