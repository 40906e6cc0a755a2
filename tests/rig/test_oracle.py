"""The oracle ears: nothing is heard before it sounded, nothing without sound, and trouble on the line costs words."""

from collections.abc import AsyncIterator
from random import Random
from typing import Any

import pytest

from runtime.audio import FRAME_SAMPLES, SILENCE, Pcm, samples
from runtime.pipeline.ports import Heard, SpeechStarted, TurnEnded, Words
from simulator.channel.leg import DriverLeg
from simulator.channel.noise import Noise
from simulator.channel.presets import Channel, Echo
from simulator.channel.sounds import Sounds
from simulator.latency import Latency
from simulator.rig.oracle import OracleEars, Script, SpokenWord
from simulator.rig.recognition import Confusions, ErrorModel
from simulator.rig.virtual_time import run

WORD = 1600
FROM = 50  # frame in which he begins
SURE = {"floor": 0.0, "at_0_db": 0.0, "decay_db": 5.0, "per_loss": 0.0, "deleted": 0.5}
GROUPS = Confusions((("lunes", "martes"), ("veracruz", "veredas"), ("hola", "bola", "ola")))


def errors(**changes: float) -> ErrorModel:
    return ErrorModel.model_validate({**SURE, **changes, "as_of": "2026-01-01", "source": "De prueba."}, strict=False)


def latency(final_ms: float = 200.0, interim_ms: float = 60.0) -> Latency:
    fixed = {
        name: {"p50_ms": ms, "p95_ms": ms, "max_ms": ms, "published": False, "as_of": "2026-01-01", "source": "prueba"}
        for name, ms in (("stt_final", final_ms), ("stt_interim", interim_ms))
    }
    return Latency.model_validate({"stages": fixed}, strict=False)


class Stream:
    """A driver who says words of 0.2 s one after the other, from frame 50 on; and what was heard of him."""

    def __init__(self, text: str, tone: Any, channel: Channel | None = None, **made: Any) -> None:
        channel = channel or Channel(origin="test")
        self.script = Script()
        self.leg = DriverLeg(channel, b"seed")
        words = text.split()
        at = FROM * FRAME_SAMPLES
        self.script.words = [
            SpokenWord(word, at + n * WORD, at + (n + 1) * WORD, utterance=1) for n, word in enumerate(words)
        ]
        self.leg.begin(FROM, tone(text).pcm)
        self.ears = OracleEars(
            self.script,
            self.leg,
            made.get("errors", errors()),
            GROUPS,
            made.get("latency", latency()),
            Random(made.get("seed", 1)),
        )
        self.heard: list[tuple[int, Heard]] = []

    def listen(self, frames: int = 500, silent: bool = False) -> "Stream":
        """Let so many frames arrive; note each thing heard with the number of frames that were in."""
        served = 0

        async def arrives() -> AsyncIterator[Pcm]:
            nonlocal served
            for n in range(frames):
                served = n + 1
                yield SILENCE if silent else self.leg.frame(n)

        async def all_of_it() -> None:
            async with self.ears.listen(arrives()) as hearing:
                async for heard in hearing:
                    self.heard.append((served, heard))

        run(all_of_it())
        return self

    def of(self, kind: type[Any]) -> list[tuple[int, Any]]:
        """Return what was heard of one kind."""
        return [(at, heard) for at, heard in self.heard if isinstance(heard, kind)]

    @property
    def final(self) -> str:
        """The texts of all finals."""
        return " | ".join(heard.text for _, heard in self.of(TurnEnded))


def test_a_word_leaves_only_after_its_last_sample_arrived(say: Any) -> None:
    stream = Stream("hola qué tal", say).listen()

    ends = [FROM + 10 * n for n in (1, 2, 3)]
    assert [(at, heard.text) for at, heard in stream.of(Words)] == [
        (end + 3, text) for end, text in zip(ends, ("hola", "hola qué", "hola qué tal"), strict=True)
    ]
    ((started, _),) = stream.of(SpeechStarted)
    assert FROM + 3 <= started <= FROM + 5


def test_the_final_comes_a_drawn_time_after_his_last_sound(say: Any) -> None:
    stream = Stream("hola qué tal", say, latency=latency(final_ms=405.0)).listen()

    ((at, final),) = stream.of(TurnEnded)
    assert at == FROM + 30 + 1 + 21
    assert final.text == "hola qué tal" and final.confidence == 1.0
    assert (stream.ears.finals[0].ref, stream.ears.finals[0].utterances) == ("hola qué tal", (1,))


def test_what_makes_no_sound_is_not_heard(say: Any) -> None:
    stream = Stream("hola qué tal", say).listen(silent=True)

    assert stream.heard == []


def test_a_word_whose_sound_was_lost_is_not_heard_though_the_others_are(say: Any) -> None:
    stream = Stream("hola qué tal", say)
    stream.leg.cut(FROM + 20)  # the last word never sounded

    assert stream.listen().final == "hola qué"


def test_a_word_too_short_to_be_an_onset_still_becomes_a_turn(say: Any) -> None:
    stream = Stream("no", say)
    stream.leg.cut(FROM + 2)

    assert stream.listen().final == "no"
    assert len(stream.of(SpeechStarted)) == 1


def test_the_end_of_the_line_brings_out_what_was_heard(say: Any) -> None:
    stream = Stream("hola qué tal", say).listen(frames=FROM + 25)

    assert stream.final == "hola qué"


def test_a_cough_starts_and_ends_without_a_word(say: Any) -> None:
    stream = Stream("cof cof", say)
    stream.script.noises = [(stream.script.words[0].start, stream.script.words[-1].end)]
    stream.script.words = []

    stream.listen()

    assert [type(heard) for _, heard in stream.heard] == [SpeechStarted, TurnEnded]
    assert stream.final == ""


def test_two_utterances_with_a_pause_between_them_are_two_finals(say: Any) -> None:
    stream = Stream("hola qué tal", say)
    stream.leg.begin(FROM + 80, say("sí").pcm)
    at = (FROM + 80) * FRAME_SAMPLES
    stream.script.words.append(SpokenWord("sí", at, at + WORD, utterance=2))

    assert stream.listen().final == "hola qué tal | sí"
    assert [final.utterances for final in stream.ears.finals] == [(1,), (2,)]


@pytest.mark.parametrize(
    ("channel", "model"),
    [
        (Channel(origin="test", loss=0.4, burst_ms=20.0), {"per_loss": 1.0}),
        (Channel(origin="test", noise=Noise.HIGHWAY, snr_db=0.0), {"at_0_db": 0.6}),
    ],
)
def test_loss_and_noise_cost_words(say: Any, channel: Channel, model: dict[str, float]) -> None:
    text = "hola " * 40

    spoilt = Stream(text, say, channel, errors=errors(**model)).listen(800)
    clean = Stream(text, say, errors=errors(**model)).listen(800)

    assert clean.final.split() == text.split()
    wrong = sum(word != "hola" for word in spoilt.final.split()) + 40 - len(spoilt.final.split())
    assert 5 < wrong < 40
    assert min(heard.confidence for _, heard in spoilt.of(TurnEnded)) < 0.9


def test_what_is_misheard_is_the_same_every_time_and_another_with_other_dice(say: Any) -> None:
    def heard(seed: int) -> str:
        return Stream("hola lunes veracruz " * 12, say, errors=errors(floor=0.5), seed=seed).listen(700).final

    assert heard(1) == heard(1) != heard(2)


def test_a_words_luck_does_not_move_the_next_ones(say: Any) -> None:
    """The dice are those of the third word, whether the first ones were heard, taken for others or not at all."""
    lost = Stream("hola " * 30, say, errors=errors(deleted=1.0, floor=0.3), latency=latency(interim_ms=0.001)).listen()
    taken = Stream("hola " * 30, say, errors=errors(deleted=0.0, floor=0.3), latency=latency(interim_ms=0.001)).listen()

    wrong = sum(word != "hola" for word in taken.final.split())
    assert len(taken.final.split()) == 30 and wrong > 3
    assert len(lost.final.split()) == 30 - wrong


def test_the_script_takes_back_what_was_never_said() -> None:
    script = Script([SpokenWord("uno", 0, 100, 1), SpokenWord("dos", 100, 200, 1)], [(0, 300), (250, 300)])

    assert [word.word for word in script.cut(199)] == ["uno"]
    assert script.noises == [(0, 199)]
    assert samples(SILENCE) == FRAME_SAMPLES


def echoing(tone: Any, snr_db: float | None = None, echo_db: float = -18.0) -> Stream:
    """Return a stream into which «bueno diga» of Karla's comes back from frame 9 on, and nobody else speaks."""
    noise = {"noise": Noise.CAB, "snr_db": snr_db} if snr_db is not None else {}
    channel = Channel(origin="test", echo=Echo(db=echo_db), **noise)
    stream = Stream("hola", tone, channel, errors=errors(at_0_db=0.6))
    stream.leg.cut(FROM)
    stream.script.words = []
    for n in range(20):
        stream.leg.hears(n, tone("bueno diga").pcm[320 * n : 320 * n + 320])
    stream.script.echoes = [
        SpokenWord(word, (9 + 10 * n) * FRAME_SAMPLES, (19 + 10 * n) * FRAME_SAMPLES, utterance=0)
        for n, word in enumerate(("bueno", "diga"))
    ]
    return stream


def test_karla_hears_herself_from_a_loudspeaker(say: Any) -> None:
    stream = echoing(say).listen(200)

    assert [heard.text for _, heard in stream.of(Words)] == ["bueno", "bueno diga"]
    assert stream.of(Words)[0][0] >= 19 and stream.final == "bueno diga"
    assert [(final.ref, final.utterances) for final in stream.ears.finals] == [("", ())]


def test_an_echo_under_the_noise_is_not_heard(say: Any) -> None:
    assert echoing(say, snr_db=10.0, echo_db=-30.0).listen(200).final == ""


def test_an_echo_under_his_own_words_is_not_heard_and_his_words_are(say: Any) -> None:
    stream = echoing(say)
    stream.leg.begin(9, say("hola hola").pcm)
    stream.script.words = [
        SpokenWord("hola", (9 + 10 * n) * FRAME_SAMPLES, (19 + 10 * n) * FRAME_SAMPLES, utterance=1) for n in range(2)
    ]

    assert stream.listen(200).final == "hola hola"


def test_an_echo_does_not_move_the_dice_of_his_words(say: Any) -> None:
    """The same words of his are misheard, whether hers come back beside them or not."""

    def heard(echo: Echo | None) -> str:
        channel = Channel(origin="test", echo=echo)
        stream = Stream("hola lunes veracruz " * 12, say, channel, errors=errors(floor=0.4))
        for n in range(20 if echo else 0):
            stream.leg.hears(n, say("bueno diga").pcm[320 * n : 320 * n + 320])
        stream.script.echoes = [SpokenWord("bueno", 1440, 3040, 0), SpokenWord("diga", 3040, 4640, 0)] if echo else []
        return stream.listen(700).final.split(" | ")[-1]

    assert heard(Echo()) == heard(None)


def test_a_horn_begins_a_sound_and_ends_without_a_word(say: Any) -> None:
    stream = Stream("hola", say, Channel(origin="test", sounds=Sounds(horn=12)))
    stream.leg.cut(FROM)
    stream.script.words = []

    stream.listen(1500)

    assert {type(heard) for _, heard in stream.heard} == {SpeechStarted, TurnEnded} and set(stream.final) <= {" ", "|"}


def test_after_a_break_the_ears_begin_with_the_new_line(say: Any) -> None:
    stream = Stream("hola qué tal", say)
    stream.script.connected_at = FROM + 20

    async def arrives() -> AsyncIterator[Pcm]:
        for n in range(FROM + 20, FROM + 120):
            yield stream.leg.frame(n)

    async def all_of_it() -> list[Heard]:
        async with stream.ears.listen(arrives()) as hearing:
            return [heard async for heard in hearing]

    assert [heard.text for heard in run(all_of_it()) if isinstance(heard, TurnEnded)] == ["tal"]
