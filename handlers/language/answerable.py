"""Questions that the bot can answer itself: when the meeting is, where the minutes are, whom to ask about a topic."""

from __future__ import annotations

import re
from dataclasses import dataclass

from handlers.language.lexicon import wordlist
from handlers.language.words import tokens

#: the words of all that is said here
FILE = "smalltalk.txt"
#: longer texts have more to say, and go to the network
MOST = 14
#: words of the longest name of a topic or an organisation
LONGEST_NAME = 6
#: what may stand around the words that tell what is asked
WORDS = wordlist("asked_words", FILE)
MINE = wordlist("asked_mine", FILE)


@dataclass(frozen=True)
class Kind:
    """One of these words, and one of each other set, make a text ask this; any word from elsewhere unmakes it."""

    name: str
    words: frozenset[str]
    also: tuple[frozenset[str], ...] = ()

    def fits(self, found: frozenset[str]) -> bool:
        sets = (self.words, *self.also)
        return found <= WORDS.union(*sets, MEETINGS) and all(not found.isdisjoint(each) for each in sets)


MEETINGS = wordlist("asked_meeting", FILE)
CHANGE = wordlist("asked_change", FILE)
#: the first that fits is meant: "the agenda of the next meeting" asks for the agenda
KINDS = (
    Kind("signing", wordlist("asked_signing", FILE)),
    Kind("signing", wordlist("asked_sign", FILE), (wordlist("asked_sign_with", FILE),)),
    Kind("minutes", wordlist("asked_minutes", FILE)),
    Kind("agenda", wordlist("asked_agenda", FILE)),
    Kind("language", wordlist("asked_language", FILE), (CHANGE,)),
    Kind("notices", wordlist("asked_notices", FILE), (CHANGE,)),
    Kind("questions", wordlist("asked_questions", FILE), (MINE - {"jeg", "eg", "æ", "i"},)),
    Kind("actions", wordlist("asked_actions", FILE), (MINE,)),
    Kind("data", wordlist("asked_data", FILE), (MINE - {"jeg", "eg", "æ", "i"},)),
    Kind("meeting", MEETINGS),
    Kind("topics", wordlist("asked_topics", FILE), (wordlist("asked_topics_with", FILE),)),
)
#: "hvem er kontakt for nett", "who is in charge of the grid"
CONTACT = re.compile(
    r"^(?:hvem|kven|kem|who) (?:er |is |are |s )?(?:the |vår |våre |min |my |our )?"
    r"(?:(?:kontakt|ansvarl[ei]g|temaansvarl[ei]g)\w*|contacts?(?: person)?|responsible|in charge|(?:topic )?lead)"
    r"(?: (?:min|vår|mine|våre))?(?: (?:for|i|hos|of|at|in|på|til) (?:the )?(?P<of>.+))?$"
)
#: "hvem kan jeg spørre om nett"
WHOM = re.compile(
    r"^(?:hvem|kven|kem|who) (?:kan|skal|bør|må|can|should|do) (?:jeg|eg|æ|vi|me|man|i|we)"
    r" (?:spørre|spørje|kontakte|ringe|snakke med|ask|contact|call|talk to)"
    r"(?: (?:om|about|for|i|hos|at) (?:the )?(?P<of>.+))?$"
)


def answerable(text: str) -> tuple[str, str]:
    """What is asked of the bot ("meeting", "minutes", "who" ...), and for "who" of what; ("", "") for all else."""
    found = tokens(text[:200])
    if len(text) > 200 or not 1 < len(found) <= MOST:
        return "", ""
    said = " ".join(found)
    who = CONTACT.match(said) or WHOM.match(said)
    if who and len((who["of"] or "").split()) <= LONGEST_NAME:
        return "who", who["of"] or ""
    words = frozenset(found)
    return next((kind.name for kind in KINDS if kind.fits(words)), ""), ""
