"""Split a line into tokens with a letter for their kind; the readers of days and times are written in these letters.

The letters of `typed_times.time_pieces` mean the same here. Besides: x a word; "," a separator; b a bracket; ":" a
colon; p a word of relation ("på", "from"); T "first" or "last"; L a link; n an hour in words ("tolv"); Q a part of the
day, and q a word that is one after a day; v a time of day that is too vague; Z "a week on". What a reader has taken is
"_"; "d" where it was a day, and "c" where it was a time of day.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from handlers.dates import calendar_words, date_words
from handlers.dates.typed_times.time_pieces import read_time_piece
from handlers.language.joined_patterns import find_first_pattern, join_patterns
from handlers.language.late_patterns import compile_later
from handlers.language.text_analysis import MOST_CHARACTERS, UNSEEN, is_known_word
from handlers.meetings.line_reader.full_stops import split_off_full_stops
from handlers.meetings.line_reader.spaced_times import spell_spaced_times
from handlers.meetings.line_reader.token_neighbours import settle_tokens
from handlers.meetings.line_reader.word_patterns import HOURS, PARTS, TO_HOUR, Token

_DASHES = compile_later("[\u2010-\u2015\u2212]")
_HOST = r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,6}"
#: pictures and smileys, which end what was said before them
_PICTURES = compile_later(
    "[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\ufe0f\u200d]+|(?<=\\s)[:;=]-?[)(DPOo](?=\\s|$|[,.])|(?<!\\S)(?:\\*{1,3}|//)(?!\\S)|(?<!\\S)>{1,3}|(?<=\\s)[xX]D+(?!\\S)"
)
#: "emne = støy"
_EQUALS = compile_later(r"(?<=\w) = (?=\w)")
_BLANKS = compile_later(r"[^\S\n]+")
#: between day and time of day, as computers write them
_BETWEEN = compile_later(r"(?<=\d-\d\d)T(?=\d\d:)")
#: "fredag-lørdag", each of which is a day
_DAY_NAMES = (
    r"(?:man|mån|tirs?|tys|ons|tors?|fre|lør|laur|søn|sun)(?:dag)?|"
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
)
_WEEKDAYS_JOINED = compile_later(
    rf"\b({_DAY_NAMES})-(?=(?:{_DAY_NAMES})\b)",
    re.IGNORECASE,
)
_LINK = compile_later(
    rf"https?://\S+|www\.\S+|{_HOST}(?:com|no|org|net|us|eu|io|se|dk|uk|ms|live)(?::\d{{1,5}})?(?:/\S*)?(?![\w@-])"
    rf"|{_HOST}[a-z]{{2,12}}/\S+"
)
_SEPARATOR = compile_later(r"[,;\n·⋅|•!?…]+|(?:->|<-|>>|=>)(?=\s)")
_FULL_STOP = compile_later(r"\.+(?=\s|$)")
_BRACKET = compile_later(r"[()\[\]]")
_WORD = compile_later(r"(?:[^\s,;:\n·⋅|•!?…()\[\]]|:(?=\S))+")
_NAMES = calendar_words.WEEKDAYS | calendar_words.MONTHS
_ENDINGS = ("", "en", "ene", "ane", "er", "ar", "s")
#: "8 sharp": an hour
_SHARP = compile_later(
    rf"(?<![\d.:/-])(?<!kl )(?<!kl\. )\b(?:at )?(\d{{1,2}}|{'|'.join(sorted(HOURS))}) (?:sharp|presis)\b", re.IGNORECASE
)
#: kinds of tokens that name a day, or the days of a week or a month
_DAYS = frozenset("WDARMX")
_LETTER = compile_later(r"[^\W_]")
_PARTS = join_patterns(pattern for pattern, _ in PARTS)


@dataclass(slots=True)
class TypedLine:
    """Hold the tokens of a line, and which of them a reader has taken."""

    text: str
    lowered: str
    tokens: tuple[Token, ...]
    kinds: list[str] = field(default_factory=list)
    #: words about days that belong to the subject, as typed
    subject_days: list[str] = field(default_factory=list)

    @property
    def pattern(self) -> str:
        """Return one letter for each token, "_" where it was taken."""
        return "".join(self.kinds)

    @property
    def names_day_and_time(self) -> bool:
        """Return True where tokens name a day and a time of day that no reader has taken."""
        return "C" in self.kinds and not _DAYS.isdisjoint(self.kinds)

    def take_tokens(self, first: int, last: int, mark: str = "_") -> None:
        """Take the tokens from `first` up to `last`, which is not among them."""
        self.kinds[first:last] = mark * (last - first)

    def leave_to_subject(self, first: int, last: int) -> None:
        """Make plain words of tokens about a day that is not the meeting's: "Friday", in "Friday drinks"."""
        self.take_tokens(first, last, "x")
        self.subject_days.append(self.slice_text(first, last))

    def hide_subject_days(self, text: str) -> str:
        """Return the text without the days that belong to the subject, for those who look for words of time."""
        for words in self.subject_days:
            text = text.replace(words, " ")
        return text

    def slice_text(self, first: int, last: int) -> str:
        """Return what was typed from one token up to another."""
        return self.text[self.tokens[first].start : self.tokens[last - 1].end] if first < last else ""

    def slice_lowered(self, first: int, last: int) -> str:
        return self.lowered[self.tokens[first].start : self.tokens[last - 1].end] if first < last else ""

    def stands_alone(self, n: int) -> bool:
        """Return True for a dash that separates: no letter or figure stands right before it."""
        token = self.tokens[n]
        return self.lowered[token.start] == "-" and not self.lowered[token.start - 1 : token.start].isalnum()

    def find_token_at(self, place: int) -> int:
        """Return the first token that begins there or later."""
        low, high = 0, len(self.tokens)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if self.tokens[middle].start < place else (low, middle)
        return low


def split_typed_line(text: str) -> TypedLine:
    """Split the text, of which what is beyond the longest text that is read is left out."""
    shown = UNSEEN.sub("", unicodedata.normalize("NFKC", text[:MOST_CHARACTERS])[: 2 * MOST_CHARACTERS]).strip()
    shown = _SHARP.sub(r"kl \1", _PICTURES.sub(", ", shown))
    shown = spell_spaced_times(_EQUALS.sub(": ", shown))
    shown = _WEEKDAYS_JOINED.sub(r"\1 - ", _BETWEEN.sub(" ", _BLANKS.sub(" ", _DASHES.sub("-", shown))))
    if shown.count(" / ") > 1:  # between the parts of a line, and not within one
        shown = shown.replace(" / ", " - ")
    lowered = "".join(low if len(low := sign.lower()) == 1 else sign for sign in shown)
    tokens: list[Token] = []
    at = 0
    while at < len(lowered):
        if lowered[at] == "\n" or not lowered[at].isspace():
            tokens.append(_read_token(lowered, at, tokens))
            at = tokens[-1].end
        else:
            at += 1
    kept = tuple(split_off_full_stops(shown, settle_tokens(lowered, tokens)))
    return TypedLine(shown, lowered, kept, [token.kind for token in kept])


def _read_token(text: str, at: int, before: list[Token]) -> Token:
    begins = _is_word_start(text, at)
    if begins and (link := _LINK.match(text, at)) is not None:
        end = at + len(link.group().rstrip(".,;:!?)>\u201d\"'"))
        return Token("L", at, end)
    if begins and (part := find_first_pattern(_PARTS, text, at)) is not None:
        return Token(PARTS[part[0]][1], at, part[1])
    if (separator := _SEPARATOR.match(text, at) or _FULL_STOP.match(text, at)) is not None:
        return Token(",", at, separator.end())
    if text[at] == ":":
        return Token(":", at, at + 1)
    if _BRACKET.match(text, at):
        return Token("b", at, at + 1)
    piece = read_time_piece(text, at) if begins or text[at] == "-" else None
    if piece is not None and _is_word_end(text, piece[1]) and not _is_mere_word(text[at : piece[1]], piece[0].kind):
        return Token(piece[0].kind or "p", at, piece[1], piece[0].value)
    word = _WORD.match(text, at)
    end = word.end() if word else at + 1
    if (nth := date_words.ORDINALS.get(text[at:end])) is not None:
        return Token("T", at, end, nth)
    if (day := date_words.DAYS_OF_MONTH.get(text[at:end])) is not None:
        return Token("O", at, end, day)
    return Token("n" if text[at:end].rstrip(".") in HOURS else "x", at, end)


def _is_word_start(text: str, at: int) -> bool:
    return at == 0 or not _LETTER.match(text[at - 1])


def _is_word_end(text: str, end: int) -> bool:
    """Return True unless the word goes on: "2-trinns", "mai-møte", "16:00-20"."""
    if end >= len(text) or (not _LETTER.match(text[end - 1]) and not text[end - 1].isdigit()):
        return True
    if text[end] == "-" and TO_HOUR.match(text, end):
        return True
    if text[end] == "-":
        return not _LETTER.match(text[end + 1 : end + 2] or " ") or text[end + 1].isdigit()
    return not _LETTER.match(text[end]) and text[end] not in "%&_@/+'’"


def _is_mere_word(word: str, kind: str) -> bool:
    """Return True for a word that only resembles the name of a day or a month: "fridag", "sundry"."""
    name = word.rstrip(".")
    if kind not in ("W", "M") or any(name.removesuffix(ending) in _NAMES for ending in _ENDINGS):
        return False
    return is_known_word(name)
