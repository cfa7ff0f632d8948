"""Take days on which the meeting is not, where another is named: "laurdag er for seint, så fredag kl 9"."""

from __future__ import annotations

from handlers.language.late_patterns import compile_later
from handlers.meetings.line_reader.line_tokens import TypedLine

_DAY = r"(?:(?:man|mån|tirs|tys|ons|tors|fre|lør|laur|søn|sun)da?g(?:en)?|(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
_REST = r"[^,.;:!?\d]{0,30}"
_EXCLUDED = compile_later(
    rf"(?:\b(?:på |on )?{_DAY} (?:(?:er|blir|vert|is|passer|passar|går|funker|works|suits) (?:(?:nok|litt|alt|altfor"
    r"|visst|probably|a bit|far) )?(?:for (?:sent|seint|tidlig|tidleg)|too (?:late|early|soon|busy)|ikke|ikkje|not"
    r"|full(?:t|booka|booket)?|opptatt|oppteken|oppteke|umulig|umogleg|impossible|no good|out|taken|dårlig|dårleg)"
    rf"|(?:doesn'?t|does not|won'?t) (?:work|suit|do))\b{_REST}"
    rf"|(?<=[,;.!?] )(?:men )?(?:ikke|ikkje|not) (?:på |on )?{_DAY}(?=[,.;!])"
    # "tirsdag, nei onsdag kl 10"
    rf"|\b(?:på |on )?{_DAY}[,.;!?]{{0,3}} ?(?:- )?"
    r"(?:nei|næ|no|sorry|unnskyld|orsak|jeg mener|eg meiner|i mean)[, ]{1,2}"
    rf"(?=(?:på |on )?{_DAY}))"
)
_DAYS = frozenset("WDMR")


def take_excluded_days(line: TypedLine) -> None:
    """Take each clause that says which day it is not."""
    for match in _EXCLUDED.finditer(line.lowered):
        first, last = line.find_token_at(match.start()), line.find_token_at(match.end())
        if not _DAYS.isdisjoint([*line.kinds[:first], *line.kinds[last:]]):
            line.take_tokens(first, last)
