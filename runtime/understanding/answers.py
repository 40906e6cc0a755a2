"""What a reply does: yes, no, wait, a person please, and the rest of `Intent`.

Nothing here knows what was asked. `classify` is generous, `explicit_yes` is strict: a write depends on it.
"""

from runtime.understanding.assent import explicit_yes, is_backchannel, is_filler_only
from runtime.understanding.endings import sounds_unfinished
from runtime.understanding.intents import Intent
from runtime.understanding.meaning import classify

__all__ = ["Intent", "classify", "explicit_yes", "is_backchannel", "is_filler_only", "sounds_unfinished"]
