"""Take the words that only order a meeting, and those that say who is called to it."""

from __future__ import annotations

from handlers.language.late_patterns import compile_later
from handlers.language.order_verbs import NOUN
from handlers.language.order_words import find_order_end, find_wish_end
from handlers.meetings.line_reader.line_tokens import TypedLine

_ARTICLES = frozenset(("et", "ett", "eit", "en", "ein", "a", "an", "nytt", "ny", "nye", "new", "fast", "faste"))
#: behind these stands who is to come, and behind a time what they come to
_CALLING = compile_later(
    r"\b(?:kall(?:e|a|er|ar)? inn|innkall(?:e|a|er|ar)?|inviter(?:e|a|er|ar)?|invite|saml(?:e|a))\s+(?!til\b|to\b)"
)
_TO_MEETING = compile_later(
    r"\b(?:til|to) (?=(?:(?:et|eit|en|ein|an?) )?[\w-]*(?:møte|meeting|samling|workshop|seminar|gjennomgang|gjennomgong"
    r"|prat|kurs|øvelse|øving|lunsj|frokost|frukost|briefing|review))"
)
#: who orders it for whom: "møte til meg"
_FOR_ME = compile_later(rf"{NOUN} (?P<who>(?:til|for) (?:meg|oss|me|us)\b)(?! (?:og|and|med|with)\b)")
#: "would Wednesday at two work for reviewing quotes": around a time
_SUITS = ("would", "could", "does", "can", "will", "kan", "kunne", "passer", "passar", "går", "funker")
_SUITING = compile_later(
    r"(?:(?:work|suit|do|be (?:ok|okay|good|fine|possible)|passe|funke|gå|bli|det) )?"
    r"(?:for(?: å| us to)?|to|til|med) (?=\w)"
)


def take_order_words(line: TypedLine) -> None:
    """Take "sett opp et" and "møte ny", and "tek me ein" behind a time; the noun stays."""
    end = find_order_end(line.lowered)
    if end:
        for n, token in enumerate(line.tokens):
            if token.end > end:
                break
            if line.kinds[n] in "xp,-&nNOT:q":
                line.take_tokens(n, n + 1)
    _take_asker(line)
    _take_suiting(line)
    _take_invited(line)
    for n, token in enumerate(line.tokens):
        if n and line.kinds[n] == "x" and line.kinds[n - 1] in "cd_,":
            last = line.find_token_at(find_wish_end(line.lowered, token.start))
            if last > n and "d" not in line.kinds[n:last] and "c" not in line.kinds[n:last]:
                line.take_tokens(n, last)


def _take_asker(line: TypedLine) -> None:
    """Take whom it is for of the first words: "møte til meg"."""
    first = next((n for n, kind in enumerate(line.kinds) if kind != "_"), -1)
    asker = _FOR_ME.match(line.lowered, line.tokens[first].start) if first >= 0 else None
    if asker is not None:
        line.take_tokens(line.find_token_at(asker.start("who")), line.find_token_at(asker.end()))


def _take_suiting(line: TypedLine) -> None:
    """Take the question around the time that begins a line: "would Wednesday at two work for"."""
    for n, kind in enumerate(line.kinds):
        if kind != "x" or line.slice_lowered(n, n + 1) not in _SUITS or line.kinds[n + 1 : n + 2] != ["d"]:
            continue
        end = next((at for at in range(n + 1, len(line.kinds)) if line.kinds[at] not in "dcp_"), len(line.kinds))
        suiting = _SUITING.match(line.lowered, line.tokens[end].start) if end < len(line.tokens) else None
        if suiting is not None:
            line.take_tokens(n, n + 1)
            line.take_tokens(end, line.find_token_at(suiting.end()))
        return


def _take_invited(line: TypedLine) -> None:
    """Take who is called in before a time: "kall inn kontaktpersonane kl. 14 til møte om"."""
    called = _CALLING.search(line.lowered)
    if called is None:
        return
    led = _TO_MEETING.finditer(line.lowered, called.end())
    last = next((at for match in led if line.kinds[(at := line.find_token_at(match.start())) - 1] in "cd"), -1)
    for n in range(line.find_token_at(called.start()), last + 1):
        if line.kinds[n] not in "cdL":
            line.take_tokens(n, n + 1)


def take_articles(line: TypedLine) -> None:
    """Take "et" before what was taken, as in "et månedlig møte"."""
    first = next((n for n, kind in enumerate(line.kinds) if kind == "_"), 0)
    if first and set(line.slice_lowered(0, first).split()) <= _ARTICLES:
        line.take_tokens(0, first)
