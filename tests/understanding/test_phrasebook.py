"""Phrases looked up longest first."""

from runtime.understanding.phrasebook import Edges, Phrasebook, expand


def test_alternatives_may_be_nested_and_optional() -> None:
    assert expand("no (le|te (mero|)) oigo") == ["no le oigo", "no te mero oigo", "no te  oigo"]
    assert expand("si|no") == ["si", "no"]


def test_the_longest_phrase_hides_those_inside_it() -> None:
    book = Phrasebook([("no", "no"), ("no hay problema", "yes")])

    found = book.find("pues no hay problema no".split())

    assert [(phrase.start, phrase.end, phrase.value) for phrase in found] == [(1, 4, "yes"), (4, 5, "no")]


def test_a_phrase_tied_to_an_end_is_found_only_there() -> None:
    book = Phrasebook([("^que$", 1), ("^mande", 2), ("gracias$", 3)])

    assert [phrase.value for phrase in book.find(["que"])] == [1]
    assert book.find("que dijo".split()) == []
    assert book.find("si mande".split()) == []
    assert [phrase.value for phrase in book.find("mande si gracias".split())] == [2, 3]


def test_a_gap_takes_up_to_two_words() -> None:
    book = Phrasebook([("hableme ~ luego", 1)])

    assert [book.find(text.split()) != [] for text in ("hableme luego", "hableme usted mejor luego")] == [True, True]
    assert book.find("hableme usted mejor mas luego".split()) == []


def test_a_phrase_tied_to_a_clause_is_found_between_two_commas() -> None:
    book = Phrasebook([("[yo]", 1), ("^bueno$", 2)])
    words = "bueno yo digame".split()
    edges = Edges(
        starts=frozenset({0}), ends=frozenset({3}), clause_starts=frozenset({0, 1, 2}), clause_ends=frozenset({1, 2, 3})
    )

    assert [phrase.value for phrase in book.find(words, edges)] == [1]
    assert book.find(words) == []
