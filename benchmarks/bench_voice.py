"""How fast espeak-ng speaks: a cold start, then sentences rendered, read from file and from memory."""

import argparse
import tempfile
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from runtime.audio import seconds
from runtime.integrations.espeak import Espeak
from runtime.integrations.voices import read_voices

VOICES = Path(__file__).resolve().parent.parent / "corpus" / "voices.yaml"
PLACES = ("Monterrey", "Nuevo Laredo", "Oaxaca", "Querétaro", "Manzanillo", "Tuxtla")


def timed(engine: Espeak, said: list[str], voice: str) -> list[float]:
    """Render every sentence and return the milliseconds that each took."""
    settings, took = read_voices(VOICES)[voice], []
    for text in said:
        begin = perf_counter()
        engine.render(text, settings)
        took.append(1000 * (perf_counter() - begin))
    return took


def main() -> None:
    """Print a table of milliseconds a sentence."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sentences", type=int, default=60)
    options.add_argument("--voice", default="karla")
    chosen = options.parse_args()
    said = [f"Confirmo: sale de {PLACES[n % 6]} a {PLACES[n % 5]}, viaje {n}." for n in range(chosen.sentences)]

    with tempfile.TemporaryDirectory() as folder:
        with Espeak(Path(folder)) as engine:
            cold = timed(engine, ["¿Bueno?"], chosen.voice)
            rows = {"first, with the engine's start": cold, "rendered": timed(engine, said, chosen.voice)}
            rows["from memory"] = timed(engine, said, chosen.voice)
            audio = sum(seconds(engine.render(text, read_voices(VOICES)[chosen.voice]).pcm) for text in said)
        with Espeak(Path(folder)) as engine:
            rows["from a file"] = timed(engine, said, chosen.voice)

    print(f"{'':32}{'p50 ms':>9}{'p95 ms':>9}")
    for name, took in rows.items():
        p95 = quantiles(took, n=20)[-1] if len(took) > 1 else took[0]
        print(f"{name:32}{median(took):9.2f}{p95:9.2f}")
    print(f"rendered {audio / (sum(rows['rendered']) / 1000):.0f} times as fast as it plays")


if __name__ == "__main__":
    main()
