"""Define the modes of the arena: policy that members raise together, and practical cooperation between them."""

from __future__ import annotations

from handlers.chat.record_kinds import list_searched_kinds
from handlers.chat.say import Say
from handlers.chat.verbs import fold_word

POLICY, PRACTICAL = "policy", "practical"
#: mode -> its name in Norwegian, in English, and other words that may be typed
MODES = {
    POLICY: ("politikk", "policy", "næringspolitikk", "sak", "saker", "issues"),
    PRACTICAL: ("praktisk", "practical", "samarbeid", "cooperation"),
}
_MODE = {fold_word(word): mode for mode, words in MODES.items() for word in words}


def list_kinds_in_mode(mode: str) -> tuple[str, ...]:
    """Return the record kinds that a search finds in this mode; every kind for ""."""
    return tuple(name for name, found in list_searched_kinds().items() if mode in ("", found.mode))


def describe_mode(say: Say, mode: str) -> str:
    return {POLICY: say("Policy"), PRACTICAL: say("Practical cooperation")}.get(mode, "")


def find_mode_by_word(word: str) -> str | None:
    """Return the mode that somebody has typed, None for any other word."""
    return _MODE.get(fold_word(word))


def list_mode_words(say: Say) -> list[str]:
    """Return the word of each mode that a search takes, in the reader's language."""
    return [words[say.language == "en"] for words in MODES.values()]
