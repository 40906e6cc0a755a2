"""What a tester announces, tied to the sound that came."""

from collections.abc import Sequence

from simulator.chirp.track import Began, Ended, Noticed, Told, Track, Unheard, Untold
from simulator.chirp.wire import Announcement, SpeechBegins, SpeechEnds


def run(sound: Sequence[tuple[int, bool]], announced: dict[int, Announcement]) -> list[tuple[int, Noticed]]:
    """Play stretches of frames that are loud or not, with announcements by frame; return what was noticed when."""
    track, noticed, number = Track(), list[tuple[int, Noticed]](), 0
    for frames, loud in sound:
        for _ in range(frames):
            due = [announced[number]] if number in announced else []
            noticed += [(number, each) for each in track.frame(loud, due)]
            number += 1
    return noticed


def test_an_utterance_ends_soon_after_it_is_declared_over() -> None:
    noticed = run([(10, False), (50, True), (20, False)], {60: SpeechEnds("u1", "Sí")})

    assert noticed == [(12, Began()), (64, Ended(1, "Sí", 10, 59))]


def test_announced_words_go_by_with_their_sound_and_never_ahead_of_it() -> None:
    announced = {0: SpeechBegins("u1", "Voy para Saltillo"), 100: SpeechEnds("u1")}

    noticed = run([(5, False), (40, True), (55, False), (10, False)], announced)

    told = [(frame, each.text) for frame, each in noticed if isinstance(each, Told)]
    assert told == [(15, "Voy"), (33, "Voy para")]
    assert noticed[-1] == (100, Ended(1, "Voy para Saltillo", 5, 44))


def test_words_that_never_sounded_are_not_heard() -> None:
    noticed = run([(60, False)], {3: SpeechEnds("u1", "Sí, está bien")})

    assert noticed == [(53, Unheard("Sí, está bien"))]


def test_words_may_come_before_their_sound() -> None:
    noticed = run([(20, False), (60, True), (10, False)], {3: SpeechEnds("u1", "Sí, está bien")})

    assert noticed == [(22, Began()), (84, Ended(1, "Sí, está bien", 20, 79))]


def test_speech_that_was_never_announced_has_no_words() -> None:
    noticed = run([(50, True), (80, False)], {})

    assert noticed == [(2, Began()), (124, Untold(1, 0, 49))]


def test_speech_that_is_over_without_its_words_is_found_out_at_once() -> None:
    noticed = run([(50, True), (10, False)], {0: SpeechBegins("u1"), 50: SpeechEnds("u1")})

    assert noticed == [(0, Began()), (54, Untold(1, 0, 49))]


def test_a_cough_needs_no_words() -> None:
    noticed = run([(10, True), (80, False)], {})

    assert noticed == [(2, Began()), (84, Ended(1, "", 0, 9))]


def test_a_click_is_nothing() -> None:
    assert run([(2, True), (100, False)], {}) == []


def test_in_a_cab_that_is_never_quiet_the_declaration_is_enough() -> None:
    noticed = run([(120, True)], {50: SpeechEnds("u1", "Sí")})

    assert noticed[:2] == [(2, Began()), (75, Ended(1, "Sí", 0, 75))]


def test_two_utterances_keep_their_own_words() -> None:
    announced = {30: SpeechEnds("u1", "De Laredo"), 60: SpeechBegins("u2"), 80: SpeechEnds("u2", "no, de Nuevo Laredo")}

    noticed = run([(30, True), (30, False), (20, True), (10, False)], announced)

    assert [each.text for _, each in noticed if isinstance(each, Ended)] == ["De Laredo", "no, de Nuevo Laredo"]
