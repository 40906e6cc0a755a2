"""Karla's keyless voice: the same words always sound the same, and it is known where each one sounds."""

import hashlib
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runtime.audio import level_dbfs, samples, seconds, to_array
from runtime.errors import ProviderError
from runtime.integrations.espeak import Espeak, VoiceSettings
from runtime.integrations.espeak_process import WORKER, EspeakProcess
from runtime.integrations.voice_cache import Rendered, VoiceCache, default_voice_cache

KARLA = VoiceSettings("f2", pitch=55)
DRIVER = VoiceSettings("m3", rate=210)
SENTENCE = "Sí, así es: de Monterrey a Nuevo Laredo, el quince de marzo."
SAID = (SENTENCE, "¿Mande?", "Salí de Oaxaca rumbo a Tuxtla, con el folio 4471.", "Pérame tantito, ahorita le digo.")

REQUEST = {"voice": "es-419+f2", "rate": 170, "pitch": 55, "range": 50, "word_gap": 0, "text": SENTENCE}


@pytest.fixture(scope="module")
def engine() -> Iterator[Espeak]:
    with Espeak(None) as espeak:
        yield espeak


def digest(rendered: Rendered) -> str:
    return hashlib.sha256(rendered.pcm + repr(rendered.words).encode()).hexdigest()


def test_a_sentence_is_the_same_in_every_process_and_order() -> None:
    def rendered_in(order: list[tuple[str, VoiceSettings]]) -> dict[tuple[str, VoiceSettings], str]:
        with Espeak(None) as espeak:
            return {(text, voice): digest(espeak.render(text, voice)) for text, voice in order}

    wanted = [(text, voice) for text in SAID for voice in (KARLA, DRIVER)]
    orders = [wanted, wanted[::-1], wanted[3:] + wanted[:3], wanted[::2]]

    with ThreadPoolExecutor(4) as pool:  # four engines at once: more than the machine has cores
        results = list(pool.map(rendered_in, orders))

    assert len({digest for result in results for digest in result.values()}) == len(wanted)


def test_a_repeat_without_a_cache_is_the_same() -> None:
    with EspeakProcess() as process:
        first, *others = [process.render(REQUEST) for _ in range(5)]

    assert all(other == first for other in others)


def test_the_second_in_which_the_engine_starts_does_not_matter(tmp_path: Path) -> None:
    """The library seeds its noise from the time of day: engines are started until that has changed."""
    seconds_seen, sounds = set[int](), set[bytes]()

    while len(seconds_seen) < 2:
        with EspeakProcess() as process:
            sounds.add(process.render(REQUEST).samples)
        (tmp_path / "now").write_bytes(b"")
        seconds_seen.add(int((tmp_path / "now").stat().st_mtime))

    assert len(sounds) == 1


def test_words_sound_in_order_and_inside_the_audio(engine: Espeak) -> None:
    said = engine.render(SENTENCE, KARLA)

    words = [mark.word for mark in said.words]
    assert words == "Sí así es de Monterrey a Nuevo Laredo el quince de marzo".split()
    assert all(mark.start < mark.end for mark in said.words)
    assert all(mark.end <= after.start for mark, after in zip(said.words, said.words[1:], strict=False))
    assert said.words[-1].end <= samples(said.pcm)


def test_a_word_is_loud_where_its_mark_says(engine: Espeak) -> None:
    said = engine.render("Vengo, de Monterrey, hoy.", DRIVER)

    for mark in said.words:
        assert level_dbfs(said.pcm[2 * mark.start : 2 * mark.end]) > -30
    vengo, de, *_ = said.words
    assert level_dbfs(said.pcm[2 * vengo.end : 2 * de.start]) < -40  # the pause belongs to no word


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Salí de Oaxaca, rumbo a Tuxtla.", ["Salí", "de", "Oaxaca", "rumbo", "a", "Tuxtla"]),
        ("Folio 4471, el 15/03/2026 a las 3:30.", ["Folio", "4471", "el", "15/03/2026", "a", "las", "3:30"]),
        ("¡Hola! Voy pa' San Luis… (no sé) - ¿mande?", ["Hola", "Voy", "pa'", "San", "Luis", "no", "sé", "mande"]),
        ("\0hola\0 😀 <b>ya</b>", ["hola", "b>ya</b"]),
    ],
)
def test_words_are_those_of_the_text(engine: Espeak, text: str, words: list[str]) -> None:
    assert [mark.word for mark in engine.render(text, KARLA).words] == words


def test_oaxaca_is_read_as_mexicans_read_it(engine: Espeak) -> None:
    assert engine.render("Oaxaca", KARLA).pcm == engine.render("uajaca", KARLA).pcm
    assert engine.render("México", KARLA).pcm != engine.render("Mécsico", KARLA).pcm


@pytest.mark.parametrize("text", ["", "   ", "…", "😀", "\0", "- - -", "\ud800"])
def test_nothing_to_say_is_silence(engine: Espeak, text: str) -> None:
    assert engine.render(text, KARLA) == Rendered(b"", ())


@settings(max_examples=25)
@given(text=st.text(max_size=60))
def test_any_text_can_be_spoken(engine: Espeak, text: str) -> None:
    said = engine.render(text, DRIVER)

    assert [mark.start for mark in said.words] == sorted(mark.start for mark in said.words)
    assert all(0 <= mark.start <= mark.end <= samples(said.pcm) for mark in said.words)


def test_a_long_text_is_spoken_whole_and_an_endless_one_refused(engine: Espeak) -> None:
    long = engine.render("Salgo de Monterrey y llego a Nuevo Laredo. " * 20, DRIVER)

    assert len(long.words) == 160 and seconds(long.pcm) > 40
    with pytest.raises(ProviderError, match="4000 characters") as refused:
        engine.render("largo " * 1000, DRIVER)
    assert not refused.value.retryable


@pytest.mark.parametrize("voice", [KARLA, DRIVER, VoiceSettings("klatt2"), VoiceSettings("f3", gain_db=-6)])
def test_every_voice_is_as_loud_as_asked(engine: Espeak, voice: VoiceSettings) -> None:
    said = engine.render(SENTENCE, voice)

    assert level_dbfs(said.pcm) == pytest.approx(-20 + voice.gain_db, abs=2.5)
    assert np.abs(to_array(said.pcm).astype(int)).max() <= 32768 * 10 ** (-3 / 20) + 1


def test_there_is_no_dead_air_around_a_sentence(engine: Espeak) -> None:
    for voice in (KARLA, DRIVER):
        wave = to_array(engine.render(SENTENCE, voice).pcm)
        audible = np.flatnonzero(np.abs(wave.astype(int)) > 32768 * 10 ** (-45 / 20))

        assert audible[0] <= 8 * 20
        assert len(wave) - audible[-1] <= 8 * 45


def test_a_voice_that_does_not_exist_is_refused(engine: Espeak) -> None:
    with pytest.raises(ProviderError, match="nobody") as refused:
        engine.render("Hola", VoiceSettings("nobody"))

    assert not refused.value.retryable


def test_a_dead_renderer_is_an_error_once_and_then_replaced() -> None:
    process = EspeakProcess()
    with Espeak(None, process) as espeak:
        before = espeak.render("Bueno, ¿quién habla?", KARLA)
        assert process.process_id is not None
        os.kill(process.process_id, signal.SIGKILL)

        with pytest.raises(ProviderError) as died:
            espeak.render("No le oigo.", KARLA)

        assert died.value.retryable
        with Espeak(None) as other:
            assert espeak.render("No le oigo.", KARLA) == other.render("No le oigo.", KARLA)
        assert before == espeak.render("Bueno, ¿quién habla?", KARLA)


def test_an_utterance_that_crashes_the_library_fails_alone() -> None:
    """The forked child dies of a signal; its parent says so and lives on."""
    program = (
        "import os, signal, sys; sys.path.insert(0, os.path.dirname(sys.argv[1])); import espeak_worker as worker\n"
        "class Crash:\n"
        "    def render(self, request): os.kill(os.getpid(), signal.SIGSEGV)\n"
        "print(worker.render_apart(Crash(), b'{}'))"
    )

    ran = subprocess.run([sys.executable, "-c", program, str(WORKER)], capture_output=True, check=True)

    assert b"the renderer died, status -11" in ran.stdout


def test_a_missing_library_is_said_plainly() -> None:
    with EspeakProcess(library=Path("/nowhere/libespeak-ng.so")) as process, pytest.raises(ProviderError) as refused:
        process.render({})

    assert "nowhere" in refused.value.reason and not refused.value.retryable


def test_the_renderer_leaves_with_its_owner() -> None:
    """An owner that is killed closes nothing; the end of stdin is enough. Then our own pipe ends too."""
    program = (
        "import os; from runtime.integrations.espeak import *; process = EspeakProcess();"
        "Espeak(None, process).render('Hola', VoiceSettings('f2')); print(process.process_id, flush=True);"
        "os.kill(os.getpid(), 9)"
    )

    ran = subprocess.run([sys.executable, "-c", program], stdout=subprocess.PIPE, check=False)

    assert ran.returncode == -9 and int(ran.stdout) > 0


def test_a_cached_sentence_needs_no_engine(tmp_path: Path) -> None:
    with Espeak(tmp_path) as espeak:
        said = espeak.render(SENTENCE, KARLA)

    process = EspeakProcess()
    with Espeak(tmp_path, process) as later:
        assert later.render(SENTENCE, KARLA) == said
        assert process.process_id is None
        assert later.render(SENTENCE, replace(KARLA, rate=171)) != said


@pytest.mark.parametrize("kept", [0, 3, 100, -1])
def test_a_spoilt_cache_file_is_rendered_again(tmp_path: Path, kept: int) -> None:
    with Espeak(tmp_path) as espeak:
        said = espeak.render("¿Bueno?", KARLA)
    (file,) = tmp_path.rglob("*.kv")
    whole = file.read_bytes()
    file.write_bytes(whole[:kept] + b"!")

    with Espeak(tmp_path) as later:
        assert later.render("¿Bueno?", KARLA) == said
    assert file.read_bytes() == whole


def test_a_folder_that_cannot_be_written_is_done_without(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("no folder")

    with caplog.at_level(logging.WARNING), Espeak(tmp_path / "file") as espeak:
        assert espeak.render("¿Bueno?", KARLA).pcm
        assert espeak.render("¿Mande?", KARLA).pcm

    assert len(caplog.records) == 1


def test_memory_holds_the_latest_sentences_only() -> None:
    cache = VoiceCache(None, memory_bytes=2500)

    for key in ("a", "b", "c"):
        cache.put(key, Rendered(bytes(1000), ()))
        cache.get("a")

    assert [key for key in ("a", "b", "c") if cache.get(key)] == ["a", "c"]


def test_the_cache_lies_where_the_user_wants_it() -> None:
    assert default_voice_cache({"KARLA_CACHE": "/k"}) == Path("/k/voice")
    assert default_voice_cache({"XDG_CACHE_HOME": "/x"}) == Path("/x/karla/voice")
    assert default_voice_cache({}) == Path.home() / ".cache" / "karla" / "voice"
