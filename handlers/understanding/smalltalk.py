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
#: how people name the bot and the arena
IT = r"(?:du|deg|arenaen|arena|boten|bot|forumet|nettverket)"
WHAT = r"(?:hva|kva|ka)"
IT_EN = r"(?:you|this|it|arena|bot|forum|network)"
#: questions to the bot about itself, whole texts
ABOUT = (
    rf"{WHAT} (?:er|gjør|gjer|kan) (?:denne |dette |den )?{IT}(?: for noe| for noko| brukt til)?",
    rf"{WHAT} (?:er|går|gjeng) (?:denne |den )?{IT} (?:for noe|for noko|ut på|til for)",
    rf"(?:hvem|kven|kem) (?:er|eier|eig|står bak|driver|driv|lagde|laga) (?:denne )?{IT}(?: egentlig| eigentleg)?",
    rf"{WHAT} (?:kan|gjør|gjer) {IT}(?: gjøre| gjere| hjelpe(?: meg| oss)? med| brukes til)?(?: for meg| for oss)?",
    rf"(?:hvordan|korleis) (?:bruker|brukar|virker|verkar|fungerer) (?:jeg |eg |vi )?(?:dette|denne |{IT})(?:{IT})?",
    r"(?:er du|are you) (?:en |ein |a |an )?(?:robot|bot|ekte|menneske|person|ai|ki|human|real)(?: eller.*| or.*)?",
    rf"(?:what|who) (?:is|are) (?:this |the )?{IT_EN}(?: for)?",
    r"what (?:can|do) you do(?: for (?:me|us))?",
    rf"how (?:do|does|can) (?:i |we |you |this |the )?{IT_EN}? ?(?:use|work)(?: the| this)?(?: {IT_EN})?",
    rf"who (?:made|owns|runs|built) (?:this |the )?{IT_EN}",
)
ABOUT_RE = re.compile(r"(?:(?:hei|hi|hello|hallo),? )?(?:" + "|".join(ABOUT) + r")")
#: longer texts have something to say
MOST = 12


def is_thanks(text: str) -> bool:
    """Whether the text thanks and says nothing more: "takk!" does not reopen a question."""
    if len(text) > 200:
        return False
    found = tokens(text)
    return bool(found) and len(found) <= MOST and not THANKS.isdisjoint(found) and AROUND.issuperset(found)


def is_smalltalk(text: str) -> str:
    """ "greeting", "test", "thanks", "about" (asked about the bot itself), "nothing" (no word in it), or ""."""
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
