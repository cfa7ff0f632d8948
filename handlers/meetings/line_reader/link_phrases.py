"""Take the links of a line, with the words that only lead to them: "delta her:", "join via"."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace

from handlers.language.late_patterns import compile_later
from handlers.meetings.line_reader.line_tokens import TypedLine
from handlers.meetings.line_reader.places import ONLINE

_MEETING = (
    r"(?: (?:til|i|på|to|for|the|this|our|us|møtet?|webinaret|kurset|seminaret|meeting|webinar|call|teams|zoom"
    r"|digitalt"
    r"|online|with|google|meet|microsoft|ms)){0,4}"
)
_WAY = r"(?: ?(?:via|over|through|using|by|with|ved|med|gjennom|på|at|on|her|here|under|below))*"
_JOIN = (
    r"(?:join|deltak?|delta|bli med|ver med|vær med|møt opp|logg (?:deg )?(?:på|inn)|ko[bp]le (?:deg|dykk) (?:på|til)"
    r"|log (?:in|on)|dial in|connect|følg|følg med)"
)
_KINDS = r"(?:(?:møte|teams|zoom|meet|video|nett|meeting|webinar)[ -]?)?"
_CLICK = r"(?:klikk|trykk|click|tap|press) (?:på )?(?:her|here)"
_START = r"(?:(?<=\s)|^|(?<=[,;.(:!-]))"
_LEADING = compile_later(
    rf"{_START}(?:{_CLICK}(?: (?:for å|to) {_JOIN})?{_MEETING}"
    rf"|{_JOIN}{_MEETING}{_WAY}"
    rf"|{_KINDS}(?:lenk[ea]n?|lenkj[ea]|link|url|nettadresse){_MEETING}"
    rf"(?: er| is)?(?: her| here)?"
    rf"|(?:for )?(?:mer|meir|more) (?:info|informasjon|information)(?: (?:på|at|on|her|here))*"
    rf"|sjå|se|see|via|over|through|using|by|her|here|at|on|på|nettside)\s?:?\s?$"
)
#: words that lead to the name of a service: "delta via Teams"
_JOINING = compile_later(
    rf"(?<!å )(?<!to )\b{_JOIN}(?: (?:us|oss))?(?=(?: (?:via|på|over|on|by|through) (?:{'|'.join(sorted(ONLINE))})"
    rf"| (?:digitalt|online))\b)"
)
#: a link to papers or to a form leads to no meeting
_PAPERS = compile_later(
    rf"{_START}(?:(?:lenk[ea]|lenkj[ea]|link) (?:til|to) )?(?:the )?"
    r"(?:agenda(?:en)?|saksliste|sakliste|sakspapir(?:er|a)?|program(?:met)?|referat|minutes|dokument(?:er)?"
    r"|documents|docs|slides|presentasjon(?:en)?|bakgrunn|background|skjema|form)"
    r"(?: (?:her|here|på|at|via))?\s?:?\s?$"
)
#: a link to sign up by: where the place is not named, it would make a meeting one on the net
_SIGN_UP = compile_later(
    rf"{_START}(?:påmelding(?:a|en)?|sign-?up|registration|register)(?: (?:her|here|på|at|via))?\s?:?\s?$"
)
#: "lenke kommer", "Zoom link to follow": there is no link yet
_TO_COME = compile_later(
    rf"\b{_KINDS}(?:lenk[ea]n?|lenkj[ea]|link|dial-in|detaljer|details) (?:kommer|kjem|følger|følgjer|sendes"
    rf"|blir sendt|to follow|to come"
    r"|follows|will follow|coming|tba)(?: (?:senere|seinare|siden|sidan|later|soon|på e-post|by e-?mail))?\b"
)
#: "[join here](https://...)", as it is pasted
_MARKED = compile_later(r"\[([^\[\]]{0,100})\]\($")
_ONLY_LEADS = compile_later(
    rf"(?:{_CLICK}|{_JOIN}(?: .*)?|{_KINDS}(?:lenk[ea]n?|lenkj[ea]|link|url)|her|here|teams|zoom|{_KINDS}møtet?)"
)
_SERVICE_LINK = compile_later(r"\b(teams|zoom|google meet|whereby|webex|skype)[ -]?(?:lenk[ea]n?|lenkj[ea]|link)\b")
#: how far before a link its words are looked for
_BEFORE = 60


@dataclass(frozen=True, slots=True)
class LineLinks:
    """Hold the link of the meeting, every other link, the service that "Zoom link" names, and where one signs up."""

    link: str = ""
    others: tuple[str, ...] = ()
    service: str = ""
    sign_up: str = ""

    def settle_link(self, *, elsewhere: bool) -> LineLinks:
        """Take the link to sign up by for the meeting's, where it has no other and is held somewhere."""
        if self.link or not self.sign_up or not elsewhere:
            return self
        return replace(self, link=self.sign_up, others=tuple(one for one in self.others if one != self.sign_up))


def take_links(line: TypedLine) -> LineLinks:
    """Take every link of the line, and the words that only lead to one."""
    found = [n for n, kind in enumerate(line.kinds) if kind == "L"]
    service = _find_named_service(line)
    for n in found:
        _take_marked_text(line, n)
    papers = {n for n in found if _take_words_before(line, n, _PAPERS)}
    signed = {n for n in found if n not in papers and _take_words_before(line, n, _SIGN_UP)}
    for n in found:
        if n not in papers | signed:
            _take_words_before(line, n, _LEADING)
    for first, second in itertools.pairwise(found):
        if second == first + 2 and line.kinds[first + 1] == "&":
            line.take_tokens(first + 1, second)
    for match in (*_JOINING.finditer(line.lowered), *_TO_COME.finditer(line.lowered)):
        line.take_tokens(line.find_token_at(match.start()), line.find_token_at(match.end()))
    links = [line.slice_text(n, n + 1) for n in found if n not in papers | signed]
    others = dict.fromkeys([*links[1:], *(line.slice_text(n, n + 1) for n in sorted(papers | signed))])
    link = links[0] if links else ""
    sign_up = line.slice_text(min(signed), min(signed) + 1) if signed and not links else ""
    return LineLinks(link, tuple(one for one in others if one != link), service, sign_up)


def _find_named_service(line: TypedLine) -> str:
    match = _SERVICE_LINK.search(line.lowered)
    return line.text[match.start(1) : match.end(1)] if match and "L" in line.kinds else ""


def _take_marked_text(line: TypedLine, n: int) -> None:
    """Take the brackets of "[join here](https://...)", and the words in them if they only lead to the link."""
    start, after = line.tokens[n].start, line.tokens[n].end
    match = _MARKED.search(line.lowered, 0, start)
    if match is None or line.lowered[after : after + 1] != ")":
        return
    first, last = line.find_token_at(match.start()), n
    named = _ONLY_LEADS.fullmatch(match[1].strip()) is not None or _LEADING.match(match[1].strip()) is not None
    for at in (first, *(range(first, last) if named else ()), last - 2, last - 1, last + 1):
        line.take_tokens(at, at + 1)
    if named and first:
        lead = _LEADING.search(line.lowered, max(0, match.start() - _BEFORE), match.start())
        if lead is not None:
            line.take_tokens(line.find_token_at(lead.start()), first)


def _take_words_before(line: TypedLine, n: int, leading: re.Pattern[str]) -> bool:
    """Take the words that lead to the link, unless they are a piece of something else: "45 minutes" lead to none."""
    start = line.tokens[n].start
    since = max(0, start - _BEFORE)
    match = leading.search(line.lowered, since, start)
    if match is None or (since and match.start() == since):
        return False
    first = line.find_token_at(match.start())
    if first and line.tokens[first - 1].end > match.start():
        return False
    line.take_tokens(first, n)
    return True
