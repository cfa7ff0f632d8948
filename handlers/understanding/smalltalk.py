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
#: what spam offers or asks for
SPAM = wordlist("spam")
#: where it leads
LINK = re.compile(r"https?://|www\.|\S@\S+\.\w|click here|klikk her|trykk her")
#: how people name the bot and the arena
IT = r"(?:du|deg|arenaen|arena|boten|bot|forumet|nettverket)"
THE = r"(?:denne |dette |den )?"
WHAT = r"(?:hva|kva|ka)"
WHO = r"(?:hvem|kven|kem)"
HOW = r"(?:hvordan|korleis|koss|kossen)"
ME = r"(?:jeg|eg|vi|man|en|ein|æ)"
SOMEBODY = r"(?:robot|bot|menneske|maskin|person|ai|ki|human|machine)"
IT_EN = r"(?:you|this|it|arena|bot|forum|network)"
#: questions to the bot about itself, whole texts
ABOUT = (
    rf"{WHAT} (?:er|gjør|gjer|kan) {THE}{IT}(?: for noe| for noko| brukt til)?(?: egentlig| eigentleg)?",
    rf"{WHAT} (?:er|går|gjeng) {THE}{IT} (?:for noe|for noko|ut på|til for)",
    rf"{WHAT} er (?:dette|det her)(?: her)?(?: for noe| for noko)?",
    rf"{WHAT} er (?:poenget|vitsen|hensikten|formålet|føremålet) med {THE}{IT}",
    rf"{WHAT} slags? (?:forum|nettverk|gruppe|kanal|bot) er (?:dette|det)(?: her)?",
    rf"{WHAT} (?:heter|heiter|hete) du",
    rf"{WHO} (?:er|eier|eig|står bak|driver|driv|lagde|laga|har (?:laget|laga)) {THE}{IT}(?: egentlig| eigentleg)?",
    rf"{WHO} står bak (?:dette|det her)",
    rf"{WHO} (?:kan|får) (?:være|vere|bli) (?:med|medlem)(?: i| av| her)?(?: {THE}{IT})?",
    rf"{WHAT} (?:kan|gjør|gjer) {IT}(?: gjøre| gjere| hjelpe(?: meg| oss)? med| brukes til)?(?: for meg| for oss)?",
    rf"{WHAT} (?:kan|skal) {ME} (?:spørre|spørje|bruke|gjøre|gjere|med)(?: her)?(?: {THE}{IT})?(?: om| til| her)?",
    rf"{HOW} (?:bruker|brukar|virker|verkar|fungerer) (?:{ME} )?(?:dette|denne |{IT})(?:{IT})?",
    rf"{HOW} (?:kommer|kjem|kjæm) {ME} i gang(?: her)?",
    r"(?:hvilke|kva) kommando(?:er|ar) (?:finnes|finst|har du|kan du|fins)",
    rf"(?:er du|are you) (?:en |ein |et |eit |a |an )?(?:{SOMEBODY}|ekte|real)(?: eller.*| or.*)?",
    rf"snakk(?:er|ar|e) {ME} med (?:en |ein |et |eit |ei )?{SOMEBODY}(?: nå| no| her)?",
    r"kan du (?:hjelpe (?:meg|oss)|norsk|bokmål|nynorsk|engelsk)",
    rf"(?:what|who) (?:is|are) (?:this |the )?{IT_EN}(?: for)?",
    r"what(?:'s| is) your name",
    r"what (?:can|do) you do(?: for (?:me|us))?",
    r"what can (?:i|we) (?:ask|do)(?: you| here)?(?: about)?",
    rf"how (?:do|does|can) (?:i |we |you |this |the )?{IT_EN}? ?(?:use|work)(?: the| this)?(?: {IT_EN})?",
    r"how (?:do|can) (?:i|we) (?:get started|start|begin)",
    rf"who (?:made|owns|runs|built|is behind) (?:this |the )?{IT_EN}",
    rf"who can (?:join|use|be in)(?: this| the)?(?: {IT_EN})?",
    r"(?:which|what) commands (?:do you have|are there|can i use)",
    r"do you (?:speak|understand) (?:english|norwegian)",
    r"can you help (?:me|us)",
)
ABOUT_RE = re.compile(r"(?:(?:hei|hi|hello|hallo),? )?(?:" + "|".join(ABOUT) + r")")
#: greetings and tests that are asked
GREETING_RE = re.compile(
    rf"(?:(?:hei|hei hei|hi|hello|hallo),? )?(?:{HOW} (?:går det|har du det|gjeng det)|går det bra|alt vel|står til"
    r"|how are you(?: doing)?|how is it going|how's it going)(?: i dag| today)?(?: med deg)?"
)
TEST_RE = re.compile(
    r"(?:virker|verkar|fungerer|funker|funkar) (?:dette|det|den|denne|du|boten)(?: her)?"
    r"|(?:is|does) (?:this|it)(?: thing)? (?:working|on|work)"
)
#: longer texts have something to say
MOST = 12


def is_thanks(text: str) -> bool:
    """Whether the text thanks and says nothing more: "takk!" does not reopen a question."""
    if len(text) > 200:
        return False
    found = tokens(text)
    return bool(found) and len(found) <= MOST and not THANKS.isdisjoint(found) and AROUND.issuperset(found)


def is_smalltalk(text: str) -> str:
    """ "greeting", "test", "thanks", "about" (asked about the bot itself), "spam", "nothing" (no word in it), or ""."""
    found = tokens(text[:400])
    if sum(map(len, found)) <= 1 or not any(character.isalpha() for token in found for character in token):
        return "" if _number(found) else "nothing"
    if _is_spam(text):
        return "spam"
    if len(text) > 200 or len(found) > MOST:
        return ""
    if is_thanks(text):
        return "thanks"
    if all(_mash(token) for token in found):
        return "nothing"
    return _said(found) or _asked(" ".join(clean(text).strip(" ?!.\n").split()))


def _said(found: list[str]) -> str:
    if not GREETS.isdisjoint(found) and GREETINGS.issuperset(found):
        return "greeting"
    tried = any(token.startswith(("test", "ping", "prøve")) for token in found)
    return "test" if tried and TESTS.issuperset(found) else ""


def _asked(text: str) -> str:
    if GREETING_RE.fullmatch(text):
        return "greeting"
    if TEST_RE.fullmatch(text):
        return "test"
    return "about" if ABOUT_RE.fullmatch(text) else ""


def _is_spam(text: str) -> bool:
    """A link and an offer, or several offers. Whoever asks about such a message is no spammer."""
    start = clean(text[:1000])
    offers = len(SPAM.intersection(tokens(start)))
    return "?" not in start and (offers > 2 or (offers > 1 and LINK.search(start) is not None))


def _number(found: list[str]) -> bool:
    """A figure alone may be an answer ("50001"), so it is not nothing."""
    return any(len(token) > 2 for token in found)


def _mash(token: str) -> bool:
    """Fingers on the keyboard: "asdf", "qwerty", "aaaa"."""
    if len(set(token)) == 1 and len(token) > 2:
        return True
    half = token[: len(token) // 2]
    once = half if half * 2 == token and len(half) > 2 else token
    return len(token) > 3 and any(once in row for row in ("qwertyuiopå", "asdfghjkløæ", "zxcvbnm"))
