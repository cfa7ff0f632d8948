"""Settle what a token is by the tokens beside it: short names of days, ordinals in words, "to" and "el"."""

from __future__ import annotations

from datetime import timedelta

from handlers.dates import date_words
from handlers.dates.date_words import list_words
from handlers.dates.typed_times.day_mentions import TimeOfDay
from handlers.language.late_patterns import compile_later
from handlers.meetings.line_reader.word_patterns import Token

#: shorter names of days and months are words too ("man", "tor", "sun"): a figure has to stand beside them
_SURE = 5
#: shorter names that are no word of their own
_PLAIN_SHORT = list_words("tirs tys tue tues weds ons onsd tors thu thur lør lørd laur søn sønd")
#: names of two letters, only before a figure: "ma 11."
_SHORTEST = {"ma": 0, "må": 0, "ti": 1, "fr": 4, "lø": 5, "la": 5, "sø": 6}
_OR = ("el", "el.")
#: words behind "or" that say no more: "at 9 or maybe 10"
_MAYBE = ("maybe", "perhaps", "possibly", "kanskje", "muligens", "eventuelt", "evt", "evt.")
#: words behind which "in 45 min" is how long: "put in 45 min with the supplier", "done in an hour"
_PUT = ("put", "book", "fit", "squeeze", "pencil", "slot", "get", "done", "finished", "ferdig", "ferdige", "over")
#: "10-11 fra februar": the month is no part of a date
_FROM = ("fra", "frå", "from")
#: what "fire" is no number before
_BURNING = list_words(
    "drill drills brigade post safety alarm alarms station exit exits door doors watch training extinguisher"
    " extinguishers inspection department warden wardens protection pump pumps water engine chief walk risk hose"
    " code service services test"
)
#: what has numbers of four figures
_NUMBERS = compile_later(r"(?:avvik|sak|saken|saksnr|case|ticket|order|ordre|prosjekt|project|po|nr|no|id|ref)\.?")
#: an hour before ten and minutes, behind a weekday
_THREE_DIGITS = compile_later(r"(?P<h>[6-9])(?P<min>[0-5][05])")
#: words before and behind a number that make an hour of it
_BEFORE_HOURS = list_words("kl kl. klokka klokken til to fra frå from at halv kvart over på by before after før etter")
_BEHIND_HOURS = list_words("am pm a.m. p.m. o'clock o’clock til to past over weeks days people")
#: one in the afternoon, where an hour stands before: "frå halv tolv til ein"
_ONE = ("ein", "en", "én")
#: kinds of tokens before figures that are no year: a whole date, or a day and a comma
_DATED = compile_later(r"[YD],?$|M,$")
#: no meeting lasts so long
_LONG = timedelta(hours=12)
#: kinds of tokens that "or" stands between
_TIMES = frozenset("WDAONTCRVX")


def settle_tokens(text: str, tokens: list[Token]) -> list[Token]:
    """Return the tokens with the kinds that their neighbours give them."""
    found: list[Token] = []
    tokens = [_settle_three_digits(text, tokens, n) for n in range(len(tokens)) if not _is_maybe(text, tokens, n)]
    for n in range(len(tokens)):
        token = _settle_number(text, tokens, n)
        after = tokens[n + 1].kind if n + 1 < len(tokens) else ""
        before = tokens[n - 1].kind if n else ""
        word = text[token.start : token.end]
        short = token.kind == "W" and _may_be_word(word) and not _is_short_weekday(tokens, n)
        begins = token.kind == "p" and word in _FROM and before in ("N", "O") and after == "M"
        if (
            begins
            or short
            or (token.kind == "C" and n and word.isdigit() and _NUMBERS.fullmatch(_slice(text, tokens[n - 1])))
        ):
            found.append(Token("x", token.start, token.end))
        elif word.split(" ")[-1] == "fire" and after == "x" and _slice(text, tokens[n + 1]) in _BURNING:
            if len(word) > 4:  # "at Fire Post 2" is no "at four"
                found.append(Token("p", token.start, token.end - 5))
            found.append(Token("x", token.end - 4, token.end))
        elif token.kind == "Y" and _DATED.search("".join(one.kind for one in tokens[max(0, n - 3) : n])):
            found.append(_settle_year(token, word))
        elif token.kind == "S" and "-" in word and _is_round_the_clock(token):
            found.append(Token("x", token.start, token.end))
        elif _is_one(text, tokens, n) or (
            token.kind == "-" and word == "to" and (before == "-" or text[token.end : token.end + 5] == " til ")
        ):
            found.append(Token("n", token.start, token.end))
        elif token.kind == "x" and word in _OR and before in _TIMES and after in _TIMES:
            found.append(Token("&", token.start, token.end))
        elif token.kind == "&" and n > 1 and text[tokens[n - 2].start : tokens[n - 2].end] in ("between", "mellom"):
            found[n - 2] = Token("p", tokens[n - 2].start, tokens[n - 2].end)
            found.append(Token("-", token.start, token.end))
        elif token.kind == "H" and n and text[tokens[n - 1].start : tokens[n - 1].end] in _PUT:
            found.append(Token("S", token.start, token.end, token.value))
        else:
            found.append(token)
    return found


def _is_maybe(text: str, tokens: list[Token], n: int) -> bool:
    """Return True for the "maybe" of "at 9 or maybe 10"."""
    between = 0 < n < len(tokens) - 1 and tokens[n - 1].kind == "&" and tokens[n + 1].kind in _TIMES
    return between and _slice(text, tokens[n]) in _MAYBE


def _is_one(text: str, tokens: list[Token], n: int) -> bool:
    """Return True for the "ein" that ends "frå halv tolv til ein"."""
    token, before = tokens[n], "".join(one.kind for one in tokens[max(0, n - 2) : n])
    ends = n + 1 == len(tokens) or tokens[n + 1].kind == ","
    return token.kind == "x" and _slice(text, token) in _ONE and ends and before in ("C-", "N-", "A-", "n-")


def _is_round_the_clock(token: Token) -> bool:
    """Return True for "24-hour", as in "24-hour rota", which no meeting lasts."""
    return isinstance(token.value, timedelta) and token.value >= _LONG


def _settle_year(token: Token, word: str) -> Token:
    """Make a time of day of the "1930" of "19. januar, 1930", and of a year behind a year."""
    hour, minute = divmod(int(word), 100) if word.isdigit() else (24, 0)
    return Token("C", token.start, token.end, TimeOfDay(hour, minute)) if hour < 24 and minute < 60 else token


def _slice(text: str, token: Token) -> str:
    return text[token.start : token.end]


def _may_be_word(name: str) -> bool:
    return len(name) < _SURE and name[-1] != "." and name not in _PLAIN_SHORT


def _is_short_weekday(tokens: list[Token], n: int) -> bool:
    """Return True where a figure or another weekday is beside a short name: "man 14.", "Mon or Tue", "10:00 fri"."""
    after = "".join(token.kind for token in tokens[n + 1 : n + 3])
    before = "".join(token.kind for token in tokens[max(0, n - 2) : n])
    return after[:1] in set("DAONCMF") or after in ("&W", "-W") or before in ("W&", "W-") or before[-1:] in ("T", "C")


def _settle_three_digits(text: str, tokens: list[Token], n: int) -> Token:
    """Make a time of day of "tue 930", and of "kl 7 til 730"."""
    token = tokens[n]
    said = _THREE_DIGITS.fullmatch(text, token.start, token.end) if token.kind == "x" else None
    ends = said is not None and n > 1 and tokens[n - 1].kind == "-" and tokens[n - 2].kind == "C"
    if said is None or not n or not (ends or tokens[n - 1].kind == "W"):
        return token
    return Token("C", token.start, token.end, TimeOfDay(int(said["h"]), int(said["min"])))


def _settle_number(text: str, tokens: list[Token], n: int) -> Token:
    """Make a day of "femte mars" and "den tiende", and a month of "5 mras"."""
    token = tokens[n]
    before = tokens[n - 1] if n else None
    articled = before is not None and text[before.start : before.end] in ("den", "the")
    after = [one.kind for one in tokens[n + 1 : n + 3]]
    dated = after[:1] == ["M"] or (after == ["p", "M"] and text[tokens[n + 1].start : tokens[n + 1].end] == "of")
    worded = text[token.start : token.end] in date_words.DAYS_OF_MONTH
    if token.kind == "x" and before is not None and before.kind in "NO":
        month = date_words.find_slipped_month(text[token.start : token.end])
        return Token("M", token.start, token.end, month) if month else token
    if (
        token.kind in "xn"
        and text[token.start : token.end].rstrip(".") in _SHORTEST
        and (after[:1] in (["O"], ["D"], ["A"]) or (after[:1] == ["C"] and text[token.end - 1] == "."))
    ):
        return Token("W", token.start, token.end, _SHORTEST[text[token.start : token.end].rstrip(".")])
    if token.kind == "T" and dated and token.value != date_words.LAST:
        return Token("O", token.start, token.end, token.value)
    if worded and not (dated or articled or (before is not None and before.kind in "WM")):
        return Token("x", token.start, token.end)
    if token.kind in "xn" and (dated or (before is not None and before.kind == "M")):
        return _settle_number_word(text, tokens, n)
    if token.kind == "N" and articled and after[:1] == ["C"]:
        return Token("O", token.start, token.end, token.value)
    return token


def _settle_number_word(text: str, tokens: list[Token], n: int) -> Token:
    """Make a day of "ti" in "torsdag ti desember" and of "five" in "December five", as people dictate them."""
    token = tokens[n]
    day = date_words.NUMBERS.get(text[token.start : token.end], 0)
    before = _slice(text, tokens[n - 1]) if n else ""
    after = _slice(text, tokens[n + 1]) if n + 1 < len(tokens) else ""
    if day < 2 or before in _BEFORE_HOURS or after in _BEHIND_HOURS:
        return token
    return Token("O", token.start, token.end, day)
