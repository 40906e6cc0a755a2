"""Karla's own voice coming back: she neither breaks off for it nor answers it, and still hears the driver."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runtime.audio import RATE_HZ
from runtime.pipeline.echo import OwnVoice, own_words
from runtime.pipeline.ports import Speech, SpeechStarted, TurnEnded, WordMark, Words

QUESTION = "le llamo por su viaje de monterrey a laredo con fecha del lunes es correcto"
GREETING = "Buenos días, habla Karla, asistente virtual de Fletes del Norte; esta llamada se graba."
WAY_BACK = 0.4  # to him, out of his loudspeaker, and back to her


def speech(sentence: str, seconds_a_word: float = 0.4) -> Speech:
    step, words = round(seconds_a_word * RATE_HZ), sentence.split()
    marks = tuple(WordMark(word, n * step, (n + 1) * step) for n, word in enumerate(words))
    return Speech(bytes(2 * step * len(words)), marks)


def on_a_loudspeaker() -> OwnVoice:
    """Return what has heard the echo of her greeting, and so knows the line."""
    own = OwnVoice()
    own.plays(GREETING, speech(GREETING), 1.0)
    own.without_echo(SpeechStarted(), 1.0 + WAY_BACK)
    assert own.without_echo(TurnEnded("buenos días habla karla asistente de fletes norte"), 7.5) == TurnEnded("")
    return own


def speaking(sentence: str, at: float = 10.0) -> OwnVoice:
    """Return what knows that she began a sentence at that moment, and that sound set in when it came back."""
    own = on_a_loudspeaker()
    own.plays(sentence, speech(sentence), at)
    own.without_echo(SpeechStarted(), at + WAY_BACK)
    return own


@pytest.mark.parametrize(
    ("heard", "his"),
    [
        (QUESTION, ""),
        ("le llamo por su viaje", ""),
        ("llamo por su de monterrey a laredo", ""),  # words that were missed
        ("le llamo por su viejo de monterey a laredo", ""),  # words taken for others
        ("le llamo por su viaje no espéreme", "no espéreme"),
        ("le llamo por su ajá de monterrey a laredo", ""),
        ("le llamo por su no de monterrey a laredo", "no"),
        ("con fecha del lunes ese correcto", ""),  # a question that must not answer itself
        ("correcto", ""),
        ("le llamo por su viaje ese no es el mío", "ese no es el mío"),
        ("le llamo por su viaje quién habla de parte de quién", "quién habla de parte de quién"),
        ("ese no fui yo", "ese no fui yo"),
        ("sí", "sí"),
        ("ajá ajá", "ajá ajá"),
    ],
)
def test_what_she_plays_is_taken_out_and_what_he_says_is_left(heard: str, his: str) -> None:
    assert own_words(heard.split(), QUESTION.split()) == his


def test_every_partial_of_an_echo_is_nothing() -> None:
    own = speaking("Salió de Monterrey a Laredo.")

    words = "salió de monterrey a laredo".split()
    partials = [
        own.without_echo(Words(" ".join(words[: n + 1])), 10.0 + 0.4 * (n + 1) + WAY_BACK) for n in range(len(words))
    ]

    assert partials == [None] * 5
    assert own.without_echo(TurnEnded("salió de monterrey a laredo"), 12.8) == TurnEnded("")


def test_a_driver_who_repeats_her_words_is_heard() -> None:
    """She ends at 12.0 with «a Laredo»; he has to hear it first, and to breathe."""
    own = speaking("¿Va de Monterrey a Laredo?")
    own.stops(12.0)

    own.without_echo(SpeechStarted(), 12.6)

    assert own.without_echo(Words("a laredo"), 13.4) == Words("a laredo")
    assert own.without_echo(TurnEnded("sí a laredo", 0.9), 13.8) == TurnEnded("sí a laredo", 0.9)


def test_he_may_choose_what_she_offers() -> None:
    own = speaking("¿Laredo o Nuevo Laredo?")
    own.stops(11.6)

    own.without_echo(SpeechStarted(), 12.1)

    assert own.without_echo(TurnEnded("nuevo laredo"), 13.3) == TurnEnded("nuevo laredo")


def test_his_answer_behind_her_echo_is_left() -> None:
    """The recogniser may hear both as one utterance."""
    own = speaking("¿A dónde va?")

    assert own.without_echo(Words("a dónde va saltillo"), 12.4) is None  # it may be misheard
    assert own.without_echo(TurnEnded("a dónde va saltillo"), 12.9) == TurnEnded("saltillo")
    assert own.without_echo(TurnEnded("a dónde va baya"), 11.8) == TurnEnded("")


def test_what_she_broke_off_cannot_come_back() -> None:
    own = speaking(QUESTION)
    own.stops(10.9)

    own.without_echo(SpeechStarted(), 11.3)

    assert own.without_echo(Words("monterrey a laredo"), 12.5) == Words("monterrey a laredo")


def test_sentences_queued_together_sound_one_after_the_other() -> None:
    own = on_a_loudspeaker()
    for sentence in ("Buenas tardes.", "¿Hablo con Jesús?"):
        own.plays(sentence, speech(sentence), 15.0)

    own.without_echo(SpeechStarted(), 15.8 + WAY_BACK)

    assert own.without_echo(Words("hablo con jesús"), 17.3) is None
    assert own.without_echo(Words("hablo con jesús buenas tardes señorita"), 19.0) == Words("buenas tardes señorita")


def test_what_was_taken_for_his_before_the_line_gave_itself_away_is_taken_back() -> None:
    own = OwnVoice()
    own.plays(GREETING, speech(GREETING), 1.0)
    own.without_echo(SpeechStarted(), 1.0 + WAY_BACK)
    words = "buenos días habla karla asistente virtual de".split()

    told = [own.without_echo(Words(" ".join(words[: n + 1])), 1.8 + 0.4 * n) for n in range(len(words))]

    assert told == [*(Words(" ".join(words[: n + 1])) for n in range(5)), TurnEnded(""), None]


def test_a_yes_behind_her_echo_is_his() -> None:
    own = speaking("¿es correcto?")

    assert own.without_echo(TurnEnded("es correcto"), 11.5) == TurnEnded("")
    assert own.without_echo(TurnEnded("es correcto sí"), 11.9) == TurnEnded("sí")
    assert own.without_echo(TurnEnded("es correcto sí así es"), 12.2) == TurnEnded("sí así es")


def test_until_the_line_has_given_itself_away_nothing_is_taken_out() -> None:
    """He answers at once, in her words: only a loudspeaker repeats more of them as fast."""
    own = OwnVoice()
    own.plays("¿Fue ayer?", speech("¿Fue ayer?"), 10.0)

    own.without_echo(SpeechStarted(), 10.5)

    assert own.without_echo(TurnEnded("fue ayer"), 11.4) == TurnEnded("fue ayer")


def test_a_line_gives_itself_away_by_and_by() -> None:
    """She yields to the echo of three words once, and the second time no more."""
    own, question, told = OwnVoice(), "¿Qué dato está mal?", []
    for began in (10.0, 15.0, 20.0):
        own.plays(question, speech(question), began)
        own.without_echo(SpeechStarted(), began + WAY_BACK)
        told.append(own.without_echo(TurnEnded("qué dato está"), began + 1.8))
        own.stops(began + 1.8)

    assert told == [TurnEnded("qué dato está"), TurnEnded(""), TurnEnded("")]


def test_a_name_of_hers_misheard_as_a_no_is_no_no() -> None:
    own = speaking("¿Hablo con Ernesto Bello Nogueda?")

    assert own.without_echo(TurnEnded("hablo con ernesto bello ninguna"), 12.7) == TurnEnded("")


def test_a_long_sentence_of_his_that_has_words_of_hers_proves_nothing() -> None:
    own, question = OwnVoice(), "¿Está mal el origen, el destino o la fecha?"
    own.plays(question, speech(question), 10.0)
    own.without_echo(SpeechStarted(), 10.6)

    said = "está mal el destino fui a laredo texas"
    assert own.without_echo(TurnEnded(said), 13.9) == TurnEnded(said)


def test_over_a_loudspeaker_too_he_may_break_in_with_her_words() -> None:
    """Her echo would have set in with her voice; this sound sets in a second later."""
    own = on_a_loudspeaker()
    own.plays(
        "¿Está mal el origen, el destino o la fecha?", speech("¿Está mal el origen, el destino o la fecha?"), 10.0
    )
    own.without_echo(SpeechStarted(), 11.2)

    assert own.without_echo(Words("el destino"), 12.0) == Words("el destino")


def test_without_her_voice_every_word_is_his() -> None:
    own = OwnVoice()
    own.without_echo(SpeechStarted(), 1.0)

    assert own.without_echo(Words("le llamo"), 1.5) == Words("le llamo")


@settings(max_examples=100)
@given(st.data())
def test_no_part_of_an_echo_is_ever_an_answer(data: st.DataObject) -> None:
    """However much of it is missed, what is left of a stretch of her own words is never given to the driver."""
    words = QUESTION.split()
    first = data.draw(st.integers(0, 3))
    kept = [word for word in words[first:] if data.draw(st.integers(0, 4))]

    left = own_words(kept, words)

    assert left == "" or len(kept) < 2


@settings(max_examples=60)
@given(st.lists(st.sampled_from("saltillo ayer mañana torreón mande espéreme dígame".split()), min_size=1, max_size=6))
def test_words_that_she_did_not_play_are_never_taken_away(words: list[str]) -> None:
    assert own_words(words, QUESTION.split()) == " ".join(words)
