"""Find the end of a meeting that stands apart from its start: "varer til elleve", "finish by 12", "till 3"."""

from __future__ import annotations

from handlers.language.late_patterns import compile_later
from handlers.meetings.line_reader.found_clocks import FoundClock, build_clock
from handlers.meetings.line_reader.line_tokens import TypedLine

#: "varer til" and an hour
_END_APART = compile_later(r"-p?[nNC](?![A-Za-z])")
_LASTS_UNTIL = compile_later(r"(?:som )?(?:var|last)|(?:til|till|until)$")
#: "ends at", "og det bør være ferdig til": what stands before an end apart from the start
ENDING_CLAUSE = compile_later(
    r"(?:(?:og|and|så|so|vi|me|we|det|it|må|skal|bør|kan|should|will|must|is|er|blir|være|vere|be|to|have) ){0,6}"
    r"(?:ends?|finish(?:e[sd])?|finishing|stop|wrap up|gir oss|gjev oss|done|over|slutt(?:er|ar)?|ferdige?"
    r"|avsluttes?|avsluttar)"
    r"(?: (?:at|by|til|innen|innan|kl\.?|klokk[ae]n?|around|about|before|før|senest|seinast)){0,3} $"
)


def take_end_apart(line: TypedLine) -> FoundClock | None:
    """Take the end that stands apart from the start: "varer til elleve", "finish by 12"."""
    for match in _END_APART.finditer(line.pattern):
        if _LASTS_UNTIL.match(line.slice_lowered(match.start(), match.start() + 1)):
            clock = build_clock(line, match.end() - 1)
            line.take_tokens(*match.span(), "c")
            return clock
    for n, kind in enumerate(line.kinds):
        led = ENDING_CLAUSE.search(line.lowered, 0, line.tokens[n].start) if kind in "NnCA" else None
        if led is not None:
            line.take_tokens(line.find_token_at(led.start()), n + 1, "c")
            return build_clock(line, n)
    return None
