"""Whether a driver speaks something else than Spanish: English, Náhuatl or Maya, or says that he does not speak it.

English is told by its commonest words: three at least, and most of the turn. Of Náhuatl and Maya only what is said to a
stranger on the telephone is known here, as a recogniser trained on Spanish may write it; anything else in those
languages comes as words that mean nothing, and ends with a human as every third failed turn does. Spanglish («okey,
yes, sí, es correcto») is Spanish: what the turn says in Spanish is understood, and the rest does not count.
"""

from collections.abc import Sequence
from typing import Final

from runtime.understanding.phrasebook import Phrasebook

_ENGLISH: Final = frozenset(
    "the you your is are am was this that what who why how where when i im it its my me we they he she do does dont "
    "did can cant could would speak spanish english sorry please hello hi hey with from have has need want know "
    "understand talk talking call calling wrong number driver truck trip load not of to for and but in on at "
    "good morning afternoon thanks thank sir maam lady somebody someone here there right now about only".split()
)
_SHARED: Final = frozenset(
    "me he no a i is on ok okay yes yeah bye in you know whats what s up right hey hi hello sorry thanks man".split()
)
"""Words that Spanish has too, or that any driver at the border uses: they are no proof."""

_SAYS_SO: Final = Phrasebook(
    (line.strip(), True)
    for line in """
        (do you speak|in|any|no|speak|only) english|no spanish|i (do not|dont|don t|cant|can t) (speak|understand)
        (no|casi no|poco|poquito|muy poco) (hablo|entiendo|se|le entiendo al) (bien |mucho |)(el |)(español|castilla)
        (no|casi no|poco|poquito|muy poco) (hablo|entiendo) (bien |mucho |muy bien |)(el |)castellano|poquito español
        no (le |)(entiendo|se) (mucho|bien|muy bien|casi) (al |el |)(español|castilla)|mi español (es malo|no es bueno)
        (hablo|solo hablo|puro|nada mas hablo) (maya|nahuatl|mexicano|ingles|mixteco|zapoteco|tseltal|tsotsil|otomi)
        (habla|hablas|hay alguien que hable|alguien que hable) (maya|nahuatl|mexicano|ingles)
        amo ni(k|c|qu)(mati|amati)|amo nimitzkaki|amo (nihuelcaquis|nikkaki)|tlen tikijtoa|tlen (tiknequi|ticnequi)
        (nejua|nehua|naja) amo|axkanah|ma in (naatik|naatic|nuuk)|ma in (wojel|wohel)|min (naatik|wohel|wojel)
        bix a (beel|bel|kaaba)|baax (ka|a) (waalik|walik|kaatik)|mix baal|maaya taan|in ttaan|tin taan
    """.strip().splitlines()
)
_SHARE: Final = 0.6
_ENGLISH_WORDS: Final = 3


def is_foreign(words: Sequence[str]) -> bool:
    """Tell whether folded words are not Spanish."""
    if _SAYS_SO.find(words):
        return True
    telling = [word for word in words if word not in _SHARED]
    english = sum(word in _ENGLISH for word in telling)
    return english >= _ENGLISH_WORDS and english >= _SHARE * len(telling)
