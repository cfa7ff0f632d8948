"""Tell how often something happens from how often one meets: "the alarm goes off every day. Friday at 9"."""

from __future__ import annotations

from handlers.dates.date_words import list_words
from handlers.language.late_patterns import compile_later
from handlers.language.meeting_kinds import names_meeting
from handlers.meetings.line_reader.line_tokens import TypedLine

_SENTENCE_ENDS = frozenset(".!?\n")
#: verbs by which something is told
_TELLING = list_words(
    "er blir vert var har hadde får står går kommer kjem ligger ligg lekker lek ringer ringjer skjer stopper stoppar"
    " is are be was were has have had gets goes comes leaks rings stops happens keeps"
)
_DAYS = frozenset("WDMRX")
#: that there will be more of them, and not how often: "jevnlig fra 1. februar", "vet ikke hvor ofte ennå"
VAGUE_RHYTHM = compile_later(
    r"\b(?:(?:skal|som|to|will|that) (?:gå |går |skje |run |runs |be |repeat )?)?"
    r"(?:(?:jevnlig|jamleg|jamnleg|regelmessig|gjentakende|gjentagende|gjentakande|repeating|recurring|regularly|repeatedly)"
    r"(?: (?:framover|fremover|frametter|utover))?(?=\s*(?:$|[,.;!)]|(?:fra|frå|from|starting|start|kl)\b))"
    r"|(?:vet|veit) (?:ikke|ikkje) (?:helt |heilt )?(?:hvor|kor) ofte(?: (?:ennå|enno|enda))?"
    r"|(?:not sure|(?:do not|don['’]?t) know|unsure) how often(?: yet)?"
    r"|(?:hvor|kor) ofte (?:avklares|avklarast|bestemmes|bestemmast|kommer|kjem|finner|finn)\b[^,.;]{0,30}"
    r"|how often (?:is )?(?:tbd|tba|tbc|to be (?:decided|confirmed|agreed)))"
)
#: words before a day from which a series goes on
_FROM = ("fra", "frå", "from", "start", "starter", "startar", "starting")


def tells_of_rhythm(line: TypedLine, first: int) -> bool:
    """Return True for a rule in a sentence that only tells, where another one says day and time of day."""
    ends = [
        n for n, kind in enumerate(line.kinds) if kind == "," and line.lowered[line.tokens[n].start] in _SENTENCE_ENDS
    ]
    begun = max((n + 1 for n in ends if n < first), default=0)
    end = min((n for n in ends if n > first), default=len(line.kinds))
    told = line.slice_lowered(begun, first)
    if "C" in line.kinds[begun:end] or _TELLING.isdisjoint(told.split()) or names_meeting(told):
        return False
    others = [*range(begun), *range(end, len(line.kinds))]
    timed = any(line.kinds[n] == "C" for n in others)
    days = [n for n in others if line.kinds[n] in _DAYS]
    return timed and bool(days) and not any(n and line.slice_lowered(n - 1, n) in _FROM for n in days)
