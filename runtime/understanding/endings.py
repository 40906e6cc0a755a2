"""Whether words break off, or end where a sentence ends: what a pause of the driver's means."""

from typing import Final

from runtime.understanding.phrasebook import Phrasebook
from runtime.understanding.text import tokens

_OPEN_ENDS: Final = frozenset(
    "a ante con de del desde en entre hacia hasta para por segun sin sobre al el la los las lo un una unos unas "
    "mi su tu y e o u que porque como cuando donde pero sino aunque este pues eh digamos mas muy san santa nuevo "
    "nueva ciudad fue era rumbo dia entonces ora osea mire cual cuyo mil".split()
)
_OPEN_PHRASES: Final = Phrasebook(
    [
        ("(dejeme|deje|dejame|a) (ver|checar|checo|acordarme|me acuerdo|pensar)$", True),
        ("(es que|o sea|como (le|te) dire|como se llama|a ver|ha(z|ga) de cuenta)$", True),
        ("(no|si) (fue|era|es) (el|en|a|de)$", True),
    ]
)
_CLOSED_PHRASES: Final = Phrasebook(
    [
        ("(andale|andele|orale|sale|si|ok|va|aja|claro|es|ya|bien|fue|luego|gracias|asi) pues$", True),
        ("(asi|eso|ese|esa|si|el|ella|que|quien|como|cual|no|donde|cuando) (fue|era)$", True),
        ("(por|para|y|el|pues|a|de) (que|donde|como|cual)$", True),
        ("^(que|como|donde|cuando|cual|mande|que que)$|no se (que|como|donde|cuando|cual)$", True),
        ("(buen|ese|este|todo el|otro|un|cada|mismo|el mismo|segundo|tercer) dia$", True),
        ("(asi|no se|ni) (como|mas)$|nada mas$|no mas$|ya no mas$", True),
        ("a el$|con el$|es el$|de el$|soy el$|y el$|por el$", True),
    ]
)


def sounds_unfinished(text: str) -> bool:
    """Tell whether the speaker is about to go on: the words end where no sentence ends."""
    stripped = text.rstrip()
    words = tokens(text)
    if not words or stripped.endswith("?"):
        return False
    if stripped.endswith(("...", "…", ",", "-", "—")):
        return True
    closing = range(max(0, len(words) - 5), len(words))
    if any(_closes(_OPEN_PHRASES, words, at) for at in closing):
        return True
    if any(_closes(_CLOSED_PHRASES, words, at) for at in closing):
        return False
    return words[-1] in _OPEN_ENDS


def _closes(book: Phrasebook[bool], words: list[str], at: int) -> bool:
    phrase = book.at(words, at)
    return phrase is not None and phrase.end == len(words)
