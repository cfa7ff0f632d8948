"""Tell what is asked of the bot itself from a question to the network, by a linear model.

Lists of words (`bot_question_patterns`) know few ways to say a thing; people find others every day. The weights are
trained on `bot_requests.txt`, on messages that people wrote (`bot_messages.txt`) and on the questions of all topics.
They stand in a file: `make bot-request-model`.
"""

from __future__ import annotations

from functools import cache

from handlers.language.bot_question_patterns import CODE, PEOPLE, UNABLE, classify_bot_question
from handlers.language.late_patterns import compile_later
from handlers.language.lexicon import FOLDER
from handlers.language.linear_model import LinearModel, hash_features, list_pieces, load_linear_model
from handlers.language.reminder_orders import asks_to_be_told, begins_with_reminder, reminds_others
from handlers.language.text_analysis import split_tokens

FILE = FOLDER / "bot_request_model.zlib"
#: number of slots of the model
SLOTS = 1 << 15
#: highest probability of a question to the network at which the bot still answers itself
UNLIKELY = 0.5
#: and at which news is offered back: less often, for what is said to people may ask them, too
UNLIKELY_NEWS = 0.35
#: least probability of the kind that the bot answers; below it asks first, as it does about news
CLEAR = 0.25
NEWS = "news"
#: maximum numbers of words and of characters: who writes more explains something to people
MOST_WORDS, MOST_CHARACTERS = 30, 240
#: least probability of a question to the network that outweighs words of a meeting
SURE = 0.9
#: asks people, though what they may have is also in the exchange: "hvem har varmepumpe"
WHO_HAS = compile_later(r"(?i)\s*(?:(?:hvem|kven|kem) har|who has)\b")
#: asks people for what they have made, though the bot has pages of such: "er det noen som har skrevet høringssvar"
ASKS_ANYBODY = compile_later(
    r"(?i)\s{0,9}(?:(?:er det|finnes det|finst det|is there|are there) )?(?:har |has |have )?"
    r"(?:noen|nokon|andre|anyone|anybody|someone|others) (?:som |who |that )?(?:har |has |have )?"
    r"(?:skrevet|skrive|laget|laga|levert|sendt|brukt|written|made|sent|used)\b"
)
#: asks how others have it: "språk på skilt, polsk også hos dere?"
ASKS_AMONG_OTHERS = compile_later(
    r"(?i)\b(?:hos (?:dere|dykk|dokker|andre)|(?:or|and) do you|how do (?:you|others))\b[^?]{0,80}\?"
)
MADE = frozenset(("consultation", "agenda", "minutes", "issue", "calendar", "help"))
#: guessed kinds of which a line that names one record means that record
CODED = frozenset(("home", "consultation", "issue", "exchange"))
_PLAIN = str.maketrans({"å": "a", "ø": "o", "æ": "e"})


def extract_request_slots(text: str) -> list[int]:
    """Return the slots of a text's words, its pairs of words and the pieces of each word, in their order."""
    words = [word.translate(_PLAIN) for word in split_tokens(text)]
    pairs = (f"{before} {after}" for before, after in zip(["^", *words], [*words, "$"], strict=True))
    return hash_features((*words, *pairs, *list_pieces(words)), SLOTS)


def find_bot_request(text: str) -> tuple[str, str]:
    """Return what is asked of the bot itself, and of what if it is named; ("", "") for a question to the network."""
    if reminds_others(text):
        return NEWS, ""
    known, of = classify_bot_question(text)
    if known:
        return known, of
    if declines_meeting(text):
        return "signing", ""
    guessed = guess_bot_request(text)
    codes = CODE.findall(text) if guessed in CODED else []
    if len(codes) == 1:
        return "code", codes[0]
    if (guessed == "exchange" and WHO_HAS.match(text)) or (guessed in MADE and ASKS_ANYBODY.match(text)):
        return "", ""
    if guessed == "language" and ASKS_AMONG_OTHERS.search(text):
        return "", ""
    if guessed == "reminding" and asks_to_be_told(text):
        return "actions", ""
    return (guessed or (NEWS if begins_with_reminder(text) else "")), ""


def declines_meeting(text: str) -> bool:
    """Return True for "ungen er sjuk, så eg rekk ikkje møtet på torsdag": a meeting and a day, and yet no new one."""
    return not UNABLE.isdisjoint(split_tokens(text)) and guess_bot_request(text) == "meeting"


def guess_bot_request(text: str) -> str:
    """Return the kind of what is asked of the bot itself; empty for what is probably a question to the network."""
    if len(text) > MOST_CHARACTERS or not 1 < len(text.split()) <= MOST_WORDS:
        return ""
    model = load_bot_request_model()
    *asked, network = model.compute_probabilities(extract_request_slots(text))
    if network >= UNLIKELY:
        return ""
    guessed = model.kinds[asked.index(max(asked))] if max(asked) >= CLEAR else NEWS
    return "" if guessed == NEWS and ("?" in text or network >= UNLIKELY_NEWS) else guessed


def is_surely_for_network(text: str) -> bool:
    """Return True for a line that asks, and almost certainly others: "we had a meeting with them. Anybody else?"."""
    if len(text) > MOST_CHARACTERS or ("?" not in text and PEOPLE.isdisjoint(split_tokens(text))):
        return False
    return load_bot_request_model().compute_probabilities(extract_request_slots(text))[-1] >= SURE


@cache
def load_bot_request_model() -> LinearModel:
    """Load the model, whose last kind is a question to the network."""
    return load_linear_model(FILE)
