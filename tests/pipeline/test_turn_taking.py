"""Whose turn it is, as a table: events in, decisions out, no clock."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runtime.pipeline.ports import SpeechStarted, TurnEnded, Words
from runtime.pipeline.turn_taking import (
    Answer,
    AskAgain,
    Decision,
    Draft,
    DropDraft,
    Event,
    Floor,
    KeepTalking,
    Listen,
    Manners,
    ProtectionEnds,
    TimePasses,
    VoiceEnds,
    VoiceSounds,
    Yield,
    step,
)

QUIET = Floor(Manners(), patience=6.0, quiet_since=0.0)
TALKING = replace(QUIET, audible=True)


def play(floor: Floor, *events: tuple[float, Event]) -> tuple[Floor, list[Decision]]:
    """Feed events, and let time pass wherever the floor asked to be woken in between."""
    decisions = []
    for at, event in events:
        while floor.wake_at < at:
            floor, decision = step(floor, TimePasses(), floor.wake_at)
            decisions.append(decision)
        floor, decision = step(floor, event, at)
        decisions.append(decision)
    return floor, [each for each in decisions if each != Listen()]


def test_a_finished_answer_is_answered_at_once() -> None:
    """«Sí, así es» needs no further patience."""
    _, decided = play(QUIET, (1.0, SpeechStarted()), (1.3, Words("sí así es")), (1.7, TurnEnded("sí así es")))

    assert decided == [Draft("sí así es"), Answer("sí así es")]


def test_a_pause_inside_a_date_is_waited_for() -> None:
    """«Fue el… [1.2 s] nueve de marzo» is one turn."""
    _, decided = play(
        QUIET,
        (1.0, TurnEnded("fue el")),
        (2.2, Words("nueve de marzo")),
        (2.6, TurnEnded("nueve de marzo")),
        (4.5, TimePasses()),
    )

    assert Answer("fue el nueve de marzo") in decided
    assert Answer("fue el") not in decided


def test_an_unfinished_turn_is_answered_in_the_end() -> None:
    """Who says «de…» and no more is not waited for without end."""
    floor, _ = play(QUIET, (1.0, TurnEnded("salí de")))

    assert floor.wake_at == pytest.approx(1.0 + Manners().unfinished_pause)
    assert step(floor, TimePasses(), floor.wake_at)[1] == Answer("salí de")


@pytest.mark.parametrize("text", ["ajá", "sí sí", "ok", "mjm"])
def test_karla_talks_on_over_a_back_channel(text: str) -> None:
    """A listener's noises are no turn."""
    _, decided = play(TALKING, (1.0, SpeechStarted()), (1.3, Words(text)), (1.8, TurnEnded(text)))

    assert decided == [KeepTalking(text)]


@pytest.mark.parametrize("text", ["no oiga", "espéreme tantito", "no es nuevo laredo"])
def test_karla_yields_to_words(text: str) -> None:
    """Anything that is not a back-channel takes the floor."""
    floor, decided = play(TALKING, (1.0, SpeechStarted()), (1.3, Words(text)))

    assert decided == [Yield()]
    assert not floor.audible


def test_a_cough_does_not_stop_her() -> None:
    """Sound without words is nobody's turn."""
    _, decided = play(TALKING, (1.0, SpeechStarted()), (1.6, TurnEnded("")))

    assert decided == []


def test_the_disclosure_is_finished_and_then_he_is_answered() -> None:
    """Words over a protected sentence wait until it has been heard."""
    protected = replace(QUIET, audible=True, protected=True)

    floor, decided = play(protected, (1.0, Words("oiga quién habla")), (1.5, TurnEnded("oiga quién habla")))
    assert decided == [KeepTalking("oiga quién habla")]

    floor, decided = play(floor, (2.0, ProtectionEnds(0)))
    assert decided == [Yield()]
    floor, decided = play(floor, (2.0, VoiceEnds(0, heard=True, patience=6.0)), (3.0, TimePasses()))
    assert Answer("oiga quién habla") in decided


def test_a_yes_over_the_last_words_of_her_question_answers_it() -> None:
    """He was early by half a second, not silent."""
    floor, _ = play(TALKING, (1.0, Words("sí")), (1.4, TurnEnded("sí")))

    floor, decided = play(floor, (1.9, VoiceEnds(0, heard=True, patience=6.0)))
    assert decided == []
    _, decided = play(floor, (3.3, TimePasses()))

    assert decided == [Answer("sí", murmured=True)]


def test_a_murmur_that_began_over_her_and_ended_after_her_is_still_one() -> None:
    """The recogniser is slower than she is."""
    _, decided = play(
        TALKING,
        (1.0, SpeechStarted()),
        (1.3, VoiceEnds(0, heard=True, patience=6.0)),
        (1.5, TurnEnded("sí pues")),
        (4.0, TimePasses()),
    )

    assert decided == [KeepTalking("sí pues"), Answer("sí pues", murmured=True)]


def test_a_murmur_over_her_question_waits_for_the_answer_after_it() -> None:
    """«Mjm» while she reads back, and «sí, así es» once she has: the second is what counts."""
    floor, _ = play(TALKING, (1.0, Words("sí")), (1.4, TurnEnded("sí")))

    _, decided = play(
        floor,
        (1.9, VoiceEnds(0, heard=True, patience=6.0)),
        (2.9, SpeechStarted()),
        (3.5, Words("así es")),
        (3.9, TurnEnded("así es")),
    )

    assert [each for each in decided if isinstance(each, Answer)] == [Answer("así es")]


@pytest.mark.parametrize("said", ["aguántame compa", "ahí déjalo", "espérame carnal ahorita te atiendo"])
def test_what_he_says_to_somebody_beside_him_does_not_stop_her(said: str) -> None:
    """Nor is it an answer, however it grows word by word."""
    words = said.split()
    heard = [(1.0 + 0.2 * number, Words(" ".join(words[: number + 1]))) for number in range(len(words))]

    floor, decided = play(TALKING, *heard, (3.0, TurnEnded(said)))

    assert floor.audible
    assert decided == [KeepTalking(said)]


def test_an_aside_into_her_silence_is_no_turn() -> None:
    """She waits for what he says to her."""
    _, decided = play(QUIET, (1.0, TurnEnded("pásale ahí déjalo")), (2.5, TurnEnded("sí así es")))

    assert decided == [KeepTalking("pásale ahí déjalo"), Answer("sí así es")]


def test_an_answer_is_taken_without_the_aside_around_it() -> None:
    """«Aguántame, compa. Sí, así es»: only the second half is for her."""
    _, decided = play(QUIET, (1.0, TurnEnded("aguántame compa sí así es")))

    assert decided == [Answer("sí así es")]


def test_a_yes_long_before_the_end_of_a_read_back_does_not_accept_it() -> None:
    """What he had not heard yet he cannot have agreed to."""
    floor, _ = play(TALKING, (1.0, Words("sí")), (1.4, TurnEnded("sí")))

    _, decided = play(floor, (4.0, VoiceEnds(0, heard=True, patience=6.0)))

    assert decided == []


def test_two_bursts_are_one_turn_while_she_is_not_audible() -> None:
    """«De Laredo… no, de Nuevo Laredo»: the reply to the first half is taken back."""
    floor, _ = play(QUIET, (1.0, TurnEnded("a saltillo")))
    assert floor.pending

    floor, decided = play(floor, (1.5, Words("no perdón a torreón")))
    assert decided == [Yield()]
    floor, decided = play(
        floor,
        (1.5, VoiceEnds(1, heard=False, patience=6.0)),
        (2.0, TurnEnded("no perdón a torreón")),
        (4.0, TimePasses()),
    )
    assert Answer("a saltillo no perdón a torreón") in decided


def test_a_draft_is_dropped_when_he_goes_on() -> None:
    """A draft is worth nothing once there are more words."""
    _, decided = play(QUIET, (1.0, Words("sí así es")), (1.5, Words("sí así es pero la fecha")))

    assert decided == [Draft("sí así es"), DropDraft()]


def test_silence_is_broken_again_and_again() -> None:
    """Six seconds, and again, counting."""
    floor = QUIET
    counts = []
    for reply in (1, 2, 3):
        at = floor.wake_at
        floor, decision = step(floor, TimePasses(), at)
        assert isinstance(decision, AskAgain)
        counts.append(decision.count)
        floor, _ = step(floor, VoiceEnds(reply, heard=True, patience=6.0), at + 1)

    assert counts == [1, 2, 3]


def test_an_answer_resets_the_count_of_silences() -> None:
    """He spoke; the next silence is the first again."""
    floor, _ = play(QUIET, (6.0, TimePasses()), (7.0, VoiceEnds(1, heard=True, patience=6.0)), (8.0, TurnEnded("ya")))

    assert floor.prompts == 0


def test_events_of_an_older_reply_change_nothing() -> None:
    """A reply that was replaced has nothing to say any more."""
    floor, _ = play(QUIET, (1.0, TurnEnded("sí así es")))

    later, decision = step(floor, VoiceEnds(0, heard=True, patience=6.0), 1.1)

    assert (later, decision) == (floor, Listen())


_TEXTS = st.sampled_from(["", "sí", "ajá", "no", "salí de", "de monterrey a laredo", "este", "pérame tantito"])
_EVENTS = st.one_of(
    st.just(SpeechStarted()),
    _TEXTS.map(Words),
    _TEXTS.map(TurnEnded),
    st.builds(VoiceSounds, st.integers(0, 3), st.booleans()),
    st.integers(0, 3).map(ProtectionEnds),
    st.builds(VoiceEnds, st.integers(0, 3), heard=st.booleans(), patience=st.sampled_from([1.4, 6.0, 25.0])),
)


@settings(max_examples=100)
@given(st.lists(st.tuples(st.floats(0.0, 2.0), _EVENTS), max_size=25))
def test_whatever_happens_she_never_waits_for_ever_in_silence(script: list[tuple[float, Event]]) -> None:
    """After any events, either a reply is on its way or a moment is set at which she does something."""
    floor, at = QUIET, 0.0
    for gap, event in script:
        at += gap
        floor, decision = step(floor, event, at)
        if isinstance(decision, Answer):
            assert decision.text.strip()

    assert floor.pending or floor.audible or floor.wake_at < float("inf")
