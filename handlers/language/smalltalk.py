"""Recognise what is no question: thanks, greetings, tests, spam, bare words, and questions about the bot itself.

A text is small talk when all its words are. Each kind has words that make it what it is, and words that may
stand beside them. With one word from outside, somebody has something to say.
"""

from __future__ import annotations

from handlers.language.late_patterns import compile_later
from handlers.language.lexicon import load_wordlist
from handlers.language.text_analysis import clean_text, is_known_word, split_tokens

#: file with the word lists of this module
FILE = "smalltalk.txt"
#: filler words of all small talk
AROUND = load_wordlist("around", FILE)
THANKS, THANKS_WORDS = load_wordlist("thanks", FILE), load_wordlist("thanks_words", FILE) | AROUND
GREETS, GREETING_WORDS = load_wordlist("greetings", FILE), load_wordlist("greeting_words", FILE) | AROUND
TESTS, TEST_WORDS = load_wordlist("tests", FILE), load_wordlist("test_words", FILE) | AROUND
INTERJECTIONS = load_wordlist("interjections", FILE)
#: names of the bot and the arena, and words of questions about them
ITSELF, CORE = load_wordlist("itself", FILE), load_wordlist("about_core", FILE)
ABOUT_WORDS = load_wordlist("about_words", FILE) | AROUND
#: offers that only spam makes, and offers that others may make too
SHADY, OFFERS = load_wordlist("spam_shady", FILE), load_wordlist("spam_offers", FILE)

#: thanks without the word
PRAISE = compile_later(r"\bpris på\b")
#: greetings without a greeting word
HOW_ARE_YOU = compile_later(
    r"\b(?:(?:går|gjeng) det|har (?:du|de|dere|dykk) det|står (?:det )?(?:bra )?til|(?:hva|kva|ka) skjer"
    r"|alt (?:bra|vel|fint|ok|okei|greit|i orden)|how (?:s|is|are) (?:you|it|everything|everybody|things|life)"
    r"|how do you do|what ?s up)\b"
)
HOW_WORDS = GREETS | GREETING_WORDS | load_wordlist("how_are_you", FILE)
#: questions whether anybody is there, or whether it works
ANYBODY = compile_later(
    r"\b(?:(?:er|ser|hører|høyrer|leser|les|svarer|svarar)"
    r" (?:du|dere|dykk|det (?:noen|nokon|folk|liv)|noen|nokon|boten)"
    r"|(?:virker|verkar|fungerer|funker|funkar) (?:dette|det|den|denne|du|boten)"
    r"|(?:kommer|kjem) (?:dette|det|den|denne|meldinga|meldingen) (?:fram|frem|gjennom)"
    r"|(?:is|are) (?:any ?one|any ?body|some ?body|you)|(?:can|do) you (?:see|hear|read)"
    r"|(?:is|does|do) (?:this|it)(?: thing)? (?:on|work|working))\b"
)
ANYBODY_WORDS = (TESTS | TEST_WORDS | GREETS | load_wordlist("anybody_words", FILE)) - {"bot"}
#: words that begin a question or a request
ASKING = load_wordlist("asking", FILE)
#: A question about what others do is no question to the bot, unless one of HERE is in it.
OTHERS = frozenset(("de", "dei", "dere", "dykk", "oss", "vi", "they", "us", "we"))
HERE = frozenset(("dette", "denne", "her", "here", "this"))
#: questions about the bot itself, as "this"
THIS = compile_later(
    r"^(?:(?:hva|kva|ka|hvem|kven|what|who) (?:er|is) (?:dette|det her|this|it)|what s (?:this|it)"
    r"|(?:hva|kva|ka|what) (?:kan|skal|can) (?:jeg|eg|æ|vi|man|en|ein|i|we) (?:gjøre|gjere|do)"
    r"|(?:hvem|kven|kem|who) (?:kan|får|can) (?:være|vere|bli|be)"
    r"|(?:hva|kva|ka) slags? \w+ er (?:du|det|dette)|who (?:made|owns|runs|built) (?:this|it))\b"
)
#: names after a greeting, thanks or "from"
NAMES = compile_later(
    r"((?i:\b(?:hei|heisann|hallo|halla|hi|hello|hey|morn|morgen|morning|takk|thanks|thank you|fra|frå|from)),?)"
    r"((?: [A-ZÆØÅ][\w-]*(?: i(?= [A-ZÆØÅ]))?){1,3})(?=\W*(?:[.!,\n]|$))"
)
LINK = compile_later(r"https?://|www\.|\S@\S{1,60}\.\w|click here|klikk her|trykk her|trykk på lenk")
AMOUNT = compile_later(r"[$€£]\s?\d|\d[\d ]{0,12}(?:kr|kroner|dollar|euro|usd|nok|%)|\b(?:million|millioner|billion)")
#: number of signs from which a text without a question mark is spam
TOO_MUCH = 4
#: question words and common verbs, which make a sentence of two or three words
SENTENCE_WORDS = load_wordlist("sentence_words", "page_words.txt")
#: maximum numbers of bare words, and of characters: of several, and of one, as far as a button carries it
MOST_BARE, LONGEST_BARE, LONGEST_WORD = 3, 200, 1500
#: rows of the keyboard
ROWS = ("qwertyuiopå", "asdfghjkløæ", "zxcvbnm")
#: maximum numbers of words and of characters of small talk
MOST_WORDS, MOST_CHARACTERS = 14, 200


def is_thanks(text: str) -> bool:
    """Return True if the text thanks and says nothing more: "takk!" does not reopen a question."""
    if len(text) > MOST_CHARACTERS or "?" in text:
        return False
    found = split_tokens(NAMES.sub(r"\1", text))
    if not found or len(found) > MOST_WORDS or not (THANKS | THANKS_WORDS).issuperset(found):
        return False
    return not THANKS.isdisjoint(found) or PRAISE.search(clean_text(text)) is not None


def classify_smalltalk(text: str) -> str:
    """Return "greeting", "test", "thanks", "about", "spam", "nothing" or "".

    "about" is a question about the bot itself; "nothing" has no word in it.
    """
    found = split_tokens(text[:400])
    if sum(map(len, found)) <= 1 or not any(character.isalpha() for token in found for character in token):
        return "" if _has_figure(found) else "nothing"
    if _is_spam(text):
        return "spam"
    if len(text) > MOST_CHARACTERS or len(found) > MOST_WORDS:
        return ""
    if is_thanks(text):
        return "thanks"
    if INTERJECTIONS.issuperset(found) or all(_is_keyboard_mash(token, alone=len(found) == 1) for token in found):
        return "nothing"
    return _classify_smalltalk_words(split_tokens(NAMES.sub(r"\1", text)), asked="?" in text)


def is_bare_line(text: str) -> bool:
    """Return True for one word, and for two or three without a question mark and without a verb."""
    words = text.split()
    if len(words) == 1:
        return len(text) <= LONGEST_WORD
    if not 1 < len(words) <= MOST_BARE or len(text) > LONGEST_BARE or "?" in text:
        return False
    return SENTENCE_WORDS.isdisjoint(split_tokens(text))


def _classify_smalltalk_words(found: list[str], *, asked: bool) -> str:
    text = " ".join(found)
    if not asked and GREETING_WORDS.union(GREETS).issuperset(found) and not GREETS.isdisjoint(found):
        return "greeting"
    if HOW_WORDS.issuperset(found) and HOW_ARE_YOU.search(text):
        return "greeting"
    if TEST_WORDS.union(TESTS).issuperset(found) and not TESTS.isdisjoint(found):
        return "test"
    if ANYBODY_WORDS.issuperset(found) and ANYBODY.search(text):
        return "test"
    while found and found[0] in GREETS:
        found = found[1:]
    return "about" if _is_about_bot(found) else ""


def _is_about_bot(found: list[str]) -> bool:
    """Return True for questions about the bot, or about what becomes of one's words.

    A real question has at least one word from somewhere else.
    """
    if not found or found[0] not in ASKING or not ABOUT_WORDS.union(ITSELF, CORE).issuperset(found):
        return False
    if not ITSELF.isdisjoint(found) or THIS.match(" ".join(found)):
        return True
    return not CORE.isdisjoint(found) and (OTHERS.isdisjoint(found) or not HERE.isdisjoint(found))


def _is_spam(text: str) -> bool:
    """Return True if a link, an amount and offers add up. A question about such a message is no spam."""
    start = clean_text(text[:1000])
    found = set(split_tokens(start))
    much = 2 * len(SHADY & found) + len(OFFERS & found) + (AMOUNT.search(start) is not None)
    return "?" not in start and much >= 2 and much + (LINK.search(start) is not None) >= TOO_MUCH


def _has_figure(found: list[str]) -> bool:
    """Return True for a figure, which alone may be an answer ("50001") and so is not nothing."""
    return any(len(token) > 2 for token in found)


def _is_keyboard_mash(token: str, *, alone: bool) -> bool:
    """Return True for fingers on the keyboard: "asdf", "qwerty", "aaaa", "jkl jkl".

    Three letters alone may be a name ("DSA").
    """
    if len(set(token)) == 1 and len(token) > 1:
        return True
    beside = all(
        any(pair in row or pair[::-1] in row or pair[0] == pair[1] for row in ROWS)
        for pair in _list_adjacent_letters(token)
    )
    once = token[: len(token) // 2]
    return len(token) > 2 + alone and (beside or once * 2 == token) and not is_known_word(token)


def _list_adjacent_letters(token: str) -> list[str]:
    return [token[place : place + 2] for place in range(len(token) - 1)]
