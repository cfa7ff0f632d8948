"""Take the words that only order a meeting, and those that say who is called to it."""

from __future__ import annotations

from handlers.language.late_patterns import compile_later
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


def take_order_words(line: TypedLine) -> None:
    """Take "sett opp et" and "møte ny", and "tek me ein" behind a time; the noun stays."""
    end = find_order_end(line.lowered)
    if end:
        for n, token in enumerate(line.tokens):
            if token.end > end:
                break
            if line.kinds[n] in "xp,-&nNOT:q":
                line.take_tokens(n, n + 1)
    _take_invited(line)
    for n, token in enumerate(line.tokens):
        if n and line.kinds[n] == "x" and line.kinds[n - 1] in "cd_,":
            last = line.find_token_at(find_wish_end(line.lowered, token.start))
            if last > n and "d" not in line.kinds[n:last] and "c" not in line.kinds[n:last]:
                line.take_tokens(n, last)


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
