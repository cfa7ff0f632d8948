"""Small judgements about what is no question: thanks, greetings, tests, and questions about the bot itself."""

from __future__ import annotations

import re

from handlers.understanding.lexicon import wordlist
from handlers.understanding.words import clean, tokens

THANKS = wordlist("thanks")
#: what may stand beside thanks without adding anything
AROUND = wordlist("around_thanks")
GREETS = wordlist("greetings")
#: what may stand beside a greeting
GREETINGS = wordlist("greeting_words")
TESTS = wordlist("tests")
ABOUT = (
    r"(hva|kva|ka) (er|gjør|gjer|kan|gjør) (denne |dette |den )?(du|arenaen|arena|boten|bot|forumet|nettverket)( for noe| brukt til| bra for)?",
    r"(hva|kva|ka) (er|går|gjeng) (denne |den )?(arenaen|arena|boten|forumet|nettverket) (for noe|for noko|ut på|til for)",
    r"(hvem|kven|kem) (er|eier|eig|står bak|driver|lagde|laget) (du|denne|deg|arenaen|arena|boten|forumet|nettverket)( egentlig)?",
    r"(hva|kva|ka) (kan|gjør|gjer) (du|boten|arenaen)( gjøre| gjere| hjelpe( meg| oss)? med| brukes til)?( for meg| for oss)?",
    r"(hvordan|korleis|hvorfor) (bruker|brukar|virker|verkar|fungerer) (jeg |eg |vi |me )?(du|deg|boten|arenaen|dette|denne boten)",
    r"(er du|are you) (en |ein |a |an )?(robot|bot|ekte|menneske|person|ai|ki|human|real)( eller.*| or.*)?",
    r"(what|who) (is|are) (this|the|you)( arena| bot| forum| network)?( for)?",
    r"what (can|do) you do( for (me|us))?",
    r"how (do|does|can) (i|we|you|this|the bot|it) (use|work)( you| this| the bot)?",
    r"who (made|owns|runs|built) (you|this|the arena|the bot|arena)",
)
ABOUT_RE = re.compile(r"(?:(?:hei|hi|hello|hallo),? )?(?:" + "|".join(f"(?:{pattern})" for pattern in ABOUT) + r")")
#: longer texts have something to say
MOST = 12


def is_thanks(text: str) -> bool:
    """Whether the text thanks and says nothing more: "takk!" does not reopen a question."""
    if len(text) > 200:
        return False
    found = tokens(text)
    return bool(found) and len(found) <= MOST and not THANKS.isdisjoint(found) and AROUND.issuperset(found)


def is_smalltalk(text: str) -> str:
    """ "greeting", "test", "thanks", "about" (asked to the bot about itself), "nothing" (no word in it), or "" for the rest."""
    found = tokens(text[:400])
    if sum(map(len, found)) <= 1 or not any(character.isalpha() for token in found for character in token):
        return "" if _number(found) else "nothing"
    if len(text) > 200 or len(found) > MOST:
        return ""
    if is_thanks(text):
        return "thanks"
    if not GREETS.isdisjoint(found) and GREETINGS.issuperset(found):
        return "greeting"
    if found[0].startswith(("test", "ping", "prøve")) and TESTS.issuperset(found):
        return "test"
    if all(_mash(token) for token in found):
        return "nothing"
    return "about" if ABOUT_RE.fullmatch(" ".join(clean(text).strip(" ?!.\n").split())) else ""


def _number(found: list[str]) -> bool:
    """A figure alone may be an answer ("50001"), so it is not nothing."""
    return any(len(token) > 2 for token in found)


def _mash(token: str) -> bool:
    """Fingers on the keyboard: "asdf", "qwerty", "aaaa"."""
    if len(set(token)) == 1 and len(token) > 2:
        return True
    return len(token) > 3 and any(
        token in row for row in ("qwertyuiopå", "asdfghjkløæ", "zxcvbnm", "asdfasdf", "qwerqwer")
    )
