"""Find the numbers of a folded text: figures, numbers in words, and words that multiply them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from handlers.quantities.number_parser import NotANumber, parse_figure_digits

_WORDS = {
    "0.5": "halv halvt half", "1.5": "halvannen halvannan halvannet halvanna halvtanna",
    "2": "to two", "3": "tre tri three", "4": "fire four",
    "5": "fem five", "6": "seks six", "7": "sju syv seven", "8": "atte eight", "9": "ni nine", "10": "ti ten",
    "11": "elleve eleven", "12": "tolv twelve", "13": "tretten thirteen", "14": "fjorten fourteen",
    "15": "femten fifteen", "16": "seksten sixteen", "17": "sytten seventeen", "18": "atten eighteen",
    "19": "nitten nineteen", "20": "tjue tyve twenty", "30": "tretti tredve thirty", "40": "forti forty",
    "50": "femti fifty", "60": "seksti sixty", "70": "sytti seventy", "80": "atti eighty", "90": "nitti ninety",
}  # fmt: skip
_VALUES = {word: Decimal(value) for value, words in _WORDS.items() for word in words.split()}
#: tens and ones of one language, which stand together: "tjuefem", "twenty-five"; "twenty to" begins a range
_TENS_AND_ONES = (
    ("tjue|tyve|tretti|tredve|forti|femti|seksti|sytti|atti|nitti", "en|ein|to|tre|fire|fem|seks|sju|syv|atte|ni"),
    ("twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety", "one|two|three|four|five|six|seven|eight|nine"),
)
_JOINED = "|".join(rf"(?:{tens})[ -]?(?:{ones})" for tens, ones in _TENS_AND_ONES)
_TURNED = "(?:{1})og(?:{0})".format(*_TENS_AND_ONES[0])
_ONE, _LEAST_TEN = Decimal(1), Decimal(20)
_NOUGHT = dict.fromkeys(("null", "zero"), Decimal(0))
_TIMES = {
    "100": "hundre hundred", "1000": "tusen thousand", "1000000": "mill mill. million millioner millionar millions mio",
    "1000000000": "mrd mrd. milliard milliarder milliardar billion billions",
}  # fmt: skip
_MULTIPLIERS = {word: Decimal(value) for value, words in _TIMES.items() for word in words.split()}
#: "one and a half", "en og en halv"
_A_HALF = r" (?:and|og) (?:an?|en|ein|ei|et|eit) (?:halv|halvt|half)(?![a-z])"
_AND_HALF = re.compile(_A_HALF)
#: a "mill" alone is a factory
_ABBREVIATED = ("mill", "mill.", "mio", "mrd", "mrd.")
_NUMBER_WORD = "|".join((_JOINED, _TURNED, *(word for word in (*_VALUES, *_MULTIPLIERS) if word not in _ABBREVIATED)))
#: "fem-seks tonn"
_BEHIND_DASH = "".join(rf"|(?<=\b{one}-)" for ones in _TENS_AND_ONES for one in f"{ones[1]}|ti|ten".split("|"))
#: what is spoken: "one point five", "tre komma fem"
_DIGITS = "null|zero|en|ein|one|to|two|tre|three|fire|four|fem|five|seks|six|sju|syv|seven|atte|eight|ni|nine"
_POINT = re.compile(rf" (?:point|komma) ((?:(?:{_DIGITS})(?: (?=(?:{_DIGITS})(?![a-z])))?)+)(?![a-z0-9])")
#: a multiplier alone is a number too: "en million tonn", "a million GJ"
_SPELT_NUMBER = re.compile(
    r"(?<![a-z0-9])(?<!\d[.,])(?:\d{1,3}(?:[ ']\d{3}(?!\d))++(?:[.,]\d++)?+|\d++(?:[.,]\d++)*+)"
    rf"|(?:(?<![a-z0-9-]){_BEHIND_DASH})(?:{_NUMBER_WORD})(?![a-z0-9])"
    rf"|(?<![a-z0-9-])(?:one|en|ein|ei|et|eit|null|zero)(?={_A_HALF}| (?:point|komma) (?:{_DIGITS})(?![a-z]))"
    r"|(?<![a-z0-9-])(?:(?:one|en|ein)(?= [mgt]wh?(?![a-z]))|(?:one|ett|eitt)(?= (?:tonn|tonne|kubikk)(?![a-z])))"
)
_NEXT_MULTIPLIER = re.compile(
    rf" ?({'|'.join(re.escape(word) for word in sorted(_MULTIPLIERS, key=len, reverse=True))})(?![a-z0-9])"
)
#: "two hundred and fifty", "tre tusen fem hundre"
_REST = re.compile(rf" (?:(?:and|og) )?({_NUMBER_WORD})(?![a-z0-9])")
#: "et par tusen" and "a couple of thousand" are two; "noen tusen" is no number
_COUPLE = re.compile(
    r"(?:(?:(?:et|eit) )?par|(?:a )?couple(?: of)?|(?P<some>noen|nokre|nokon|some|several|flere|fleire|few)) $"
)
#: "15k tonnes"; a "K" before anything else may be a kelvin
_THOUSANDS = re.compile(r"k(?= (?:t|tonn|ton(?:ne)?s?|m3|m2|kubikk|kwh|mwh|liter|litres|pall(?:er|ar|ets)?)(?![a-z]))")
_REACH = 16
_HALF = ("halv", "halvt", "half")
#: "half a million"
_HALF_OF = re.compile(rf" (?:an? |en |ein )?({'|'.join(word for word in _MULTIPLIERS if word[-1] != '.')})(?![a-z0-9])")


@dataclass(frozen=True, slots=True)
class SpeltNumber:
    """Hold a number and its place. `value` is None where it can be read in two ways."""

    start: int
    end: int
    value: Decimal | None
    #: made of figures, and not of words alone
    figures: bool
    #: its thousands stand apart
    grouped: bool = False
    #: what words behind the figures multiply it by
    times: Decimal = Decimal(1)


def find_numbers(folded: str) -> Iterator[SpeltNumber]:
    """Yield the numbers of a folded text in their order."""
    end = 0
    for found in _SPELT_NUMBER.finditer(folded):
        text = found[0]
        if found.start() < end or (text == "to" and found.start() == end + 1 > 1):
            # "twenty to thirty"
            continue
        figures = text[0].isdigit()
        value = _parse_figures(text) if figures else _parse_words(text)
        start, end, product = found.start(), found.end(), Decimal(1)
        if text in _MULTIPLIERS and (couple := _COUPLE.search(folded, max(0, start - _REACH), start)) is not None:
            start, value = couple.start(), (None if couple["some"] else 2 * _MULTIPLIERS[text])
        if text in _HALF and (halved := _HALF_OF.match(folded, end)) is not None:
            value, end = Decimal("0.5") * _MULTIPLIERS[halved[1]], halved.end()
        if (more := _AND_HALF.match(folded, end)) is not None and value is not None:
            value, end = value + Decimal("0.5"), more.end()
        if not figures and (spoken := _POINT.match(folded, end)) is not None and value is not None:
            value, end = _add_decimals(value, spoken[1]), spoken.end()
        if figures and (thousands := _THOUSANDS.match(folded, end)) is not None:
            product, end = Decimal(1000), thousands.end()
        more_product, end = _multiply(folded, end)
        product *= more_product
        value = value * product if value is not None else None
        if value is not None and not figures:
            value, end = _add_rest(folded, end, value, max(product, _MULTIPLIERS.get(text, _ONE)))
        yield SpeltNumber(start, end, value, figures, figures and " " in text, product)


def _add_decimals(value: Decimal, spoken: str) -> Decimal:
    """Return a number with the digits that are spoken behind its point."""
    digits = "".join(str(int(_VALUES.get(word, _NOUGHT.get(word, _ONE)))) for word in spoken.split())
    return int(value) + Decimal(f"0.{digits}")


def _multiply(folded: str, end: int) -> tuple[Decimal, int]:
    """Return what the words from here on multiply by, and where they end."""
    product = _ONE
    while (times := _NEXT_MULTIPLIER.match(folded, end)) is not None:
        product *= _MULTIPLIERS[times[1]]
        end = times.end()
    return product, end


def _add_rest(folded: str, end: int, value: Decimal, below: Decimal) -> tuple[Decimal, int]:
    """Return a number in words with the smaller one that follows it: "two hundred and fifty". And where it ends."""
    while below > 1 and (rest := _REST.match(folded, end)) is not None:
        one = _parse_words(rest[1])
        product, last = _multiply(folded, rest.end())
        if not 1 <= one < below or one != int(one) or below <= one * product <= below * below / 2:
            break
        # "a hundred and twenty thousand"
        value = value + one * product if one * product < below else (value + one) * product
        end, below = last, product
    return value, end


def _parse_words(text: str) -> Decimal:
    """Return the value of a number word: "fem", "twenty-five", "femogtjue", "tusen"."""
    if text in _NOUGHT:
        return _NOUGHT[text]
    if text in _VALUES or text in _MULTIPLIERS:
        return _VALUES.get(text) or _MULTIPLIERS[text]
    tens = (word for word, value in _VALUES.items() if value >= _LEAST_TEN)
    ten = next((word for word in tens if text.startswith(word) or text.endswith(word)), None)
    if ten is None:
        return _ONE
    rest = text.removesuffix(ten).removesuffix("og") if text.endswith(ten) else text.removeprefix(ten).strip(" -")
    return _VALUES[ten] + _VALUES.get(rest, _ONE)


def _parse_figures(text: str) -> Decimal | None:
    """Return the value of figures; None where a sign may be the decimal one or not."""
    try:
        return parse_figure_digits(re.sub("[ ']", "", text))
    except NotANumber:
        return None
