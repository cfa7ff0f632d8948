"""No text takes long: every pattern, and every parser of what people and outside files say, on its worst texts.

A text twice as long may take three times as long, and no more. New patterns are found by themselves; one that is made
while the bot runs has to say in `KNOWN` what it may be.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.platforms.slack import texts as slack_texts
from bot.platforms.slack.rich_text_reader import read_slack_blocks
from bot.platforms.teams import activities
from bot.platforms.teams.html_reader import read_teams_html
from bot.runtime.logs import Redaction
from handlers.chat import change_orders, say, verbs
from handlers.chat.rich_text.block_parser import parse_markup
from handlers.chat.rich_text.html_reader import read_html
from handlers.chat.rich_text.markup_writer import escape_marks
from handlers.chat.rows.row_reader import read_rows
from handlers.dates import date_words
from handlers.dates.recurrence import typed_rules as rules
from handlers.dates.typed_times import refusal_texts, time_grammar, time_pieces
from handlers.exchange.describing import describe_text
from handlers.library.solutions.keywords import parse_keywords
from handlers.meetings import limit_parser
from handlers.meetings.line_reader import day_phrases, is_meeting_order, line_tokens, read_meeting_line, word_patterns
from handlers.moderation.competition.rules import find_sensitive_kinds
from handlers.overview.bare_words import named_meetings
from handlers.policy import source_parsers
from handlers.policy.rounds.disclosure_control import anonymise_words
from handlers.quantities.quantity_scanner import scan_quantities
from handlers.questions.answers.thread_replies import is_internal_message
from tests import costs
from tests.sources import CODE, list_texts

OSLO, NOW = ZoneInfo("Europe/Oslo"), datetime(2027, 4, 5, 10, tzinfo=UTC)


def compiled(found: Any) -> list[str]:
    return [one.pattern for one in found]


#: where a pattern is made of what only a run knows -> what it may be then
KNOWN: dict[str, Callable[[], list[str]]] = {
    "bot/runtime/logs.py: __init__": lambda: ["hemmelig-1|hemmelig"],
    "bot/platforms/playground/event_translation.py: split_bot_mention": lambda: [r"(?<!\w)@Kari\ Nordmann(?!\w)[,:]?"],
    "bot/platforms/slack/texts.py: strip_bot_mention": lambda: [
        r"(?:(?<![ \t])[ \t]++)?<@U0BOT(?:\|[^<>]*)?>[:,]?[ \t]*+"
    ],
    "bot/platforms/slack/texts.py: is_user_mentioned": lambda: [r"<@U0KARI(?:\|[^<>]*)?>"],
    # they are asked of sentences with single blanks and short words alone: see "competition law" below
    "handlers/moderation/competition/rules.py: compile_pattern": list,
    "handlers/meetings/limit_parser.py: _PATTERNS": lambda: compiled(limit_parser._PATTERNS),
    "handlers/policy/rounds/disclosure_control.py: anonymise_words": lambda: [
        r"(?<!\w)Eksempel\ Park(?!\w)|(?<!\w)Park(?!\w)"
    ],
    # they are found where each is written
    "handlers/language/late_patterns.py: compile_now": list,
    "handlers/language/joined_patterns.py: join_patterns": lambda: [
        time_pieces._JOINED.pattern,
        line_tokens._PARTS.pattern,
    ],
    "handlers/exchange/matches/giveaways.py: find_giveaways": lambda: [r"(?<!\w)Eksempel\ Park(?!\w)"],
    "handlers/overview/bare_words/named_meetings.py: find_named_occurrence": lambda: [
        rf"\W*Damp\ og\ nett{named_meetings._ENDING}\W*",
        rf".*\bDamp\ og\ nett{named_meetings._ENDING}(?!\w).*",
    ],
    "handlers/chat/change_orders.py: _compile_orders": lambda: [
        change_orders._ORDER.pattern,
        change_orders._CHANGE.pattern,
    ],
    "handlers/chat/say.py: _match_topic_names": lambda: [say._match_topic_names().pattern],
    "handlers/dates/recurrence/typed_rules.py: _RULES": lambda: compiled(rules._RULES),
    "handlers/dates/typed_times/time_grammar.py: _apply_grammar_rules": lambda: [
        pattern for pattern, _ in (*time_grammar._TIMES, *time_grammar._DAYS)
    ],
    "handlers/dates/typed_times/time_pieces.py: _READERS": lambda: compiled(one for one, _ in time_pieces._READERS),
    "handlers/meetings/line_reader/word_patterns.py: PARTS": lambda: compiled(one for one, _ in word_patterns.PARTS),
    **{
        f"handlers/meetings/line_reader/day_phrases.py: {name}": lambda name=name: compiled(
            one for one, _ in getattr(day_phrases, name)
        )
        for name in ("_DAYS", "_NAMED_DAYS", "_VAGUE_DAYS")
    },
    "storage/overview/name_removal.py: _compile_names": lambda: [r"(?<!\w)Kari\ Nordmann(?!\w)|(?<!\w)Kari(?!\w)"],
    "storage/overview/name_removal.py: remove_account_id": lambda: [r"(?<![\w-])U0KARI(?![\w-])"],
}
#: what is read in short texts alone: the parsers below refuse longer ones
LONGEST = dict.fromkeys(
    (
        "handlers/dates/recurrence/typed_rules.py",
        "handlers/dates/typed_times/time_grammar.py",
        "handlers/dates/typed_times/time_pieces.py",
    ),
    date_words.LONGEST_TIME,
)
#: those that may have a pattern; every worker lists them, and reads a file only where it tests it
FILES = [
    file for file, text in list_texts(*CODE) if re.search(r"\bre\.[a-z]+\(|from re import|\bcompile_later\(", text)
]


@pytest.mark.parametrize("file", FILES)
def test_no_pattern_takes_long(file: str) -> None:
    slow = []
    for pattern in costs.found_in(file, costs.trees()[file], KNOWN):
        made = re.compile(pattern.text, pattern.flags)
        for method in pattern.methods:
            run = partial(costs.METHODS[method], made)
            found = (costs.growth(run, shape, LONGEST.get(file, costs.LONGEST)) for shape in costs.shapes(pattern))
            slow += [f"{pattern.where} ({method}): {growth}" for growth in found if growth][:1]
    assert slow == []


def test_a_slow_pattern_is_found() -> None:
    """What freezes, and what takes the square of its text."""
    for text in (r"(?:<!--.*?-->\s*)*<html", r"\s*x", r"(a+)+b", r"\w+@\w", r"x*y*z", r"(?:a|aa)+$", r"til\s+(?=.*\d)"):
        pattern = costs.Pattern("", text, re.DOTALL, frozenset({"search"}))
        run = partial(costs.METHODS["search"], re.compile(text, re.DOTALL))
        assert any(costs.growth(run, shape) for shape in costs.shapes(pattern)), text


def test_longer_texts_are_left_out_only_where_they_would_not_take_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts that take so long at least, for each character, and for its square, up to the longest of a parser."""
    found = []
    lines, squares = (0, 1e-7, 1e-6, 1e-5, 1e-4), (0, 1e-11, 1e-10, 3e-10, 1e-9, 1e-8, 3e-8, 1e-7)
    for fixed, line, square in product((0, 0.0005, 0.003), lines, squares):
        take = lambda run, n, times=1, parts=(fixed, line, square): parts[0] + parts[1] * n + parts[2] * n * n  # noqa: E731
        monkeypatch.setattr(costs, "measure", take)
        for longest, even in product((costs.LONGEST, costs.LONGEST_PARSED), (1.15, 0)):
            monkeypatch.setattr(costs, "EVEN_GROWTH", even)
            found.append(bool(costs.growth(take, int, longest, fixed)))
    assert found[::2] == found[1::2]
    assert {*found} == {True, False}


def _reading(content: str) -> list[Any]:
    try:
        return list(
            source_parsers.parse_source(content.encode(), source_parsers.ParsingContext(date(2027, 4, 5), OSLO), [])
        )
    except source_parsers.UnreadableSource:
        return []


def _rejecting(parse: Callable[[str], object], *errors: type[Exception]) -> Callable[[str], object]:
    def run(text: str) -> object:
        try:
            return parse(text)
        except errors:
            return None

    return run


#: what reads a text of people or of outside files from its beginning to its end
PARSERS: dict[str, Callable[[str], object]] = {
    "a log line": Redaction(["hemmelig"], one_line=True).redact_value,
    "a verb": verbs.parse_command,
    "a line of Slack": lambda text: slack_texts.decode_slack_text(text, bot="U0BOT"),
    "an activity of Teams": _rejecting(
        lambda text: activities.decode_activity(text.encode()), activities.NotAnActivity
    ),
    "a mark of what is internal": is_internal_message,
    "competition law": find_sensitive_kinds,
    "a limit of seats": limit_parser._parse_typed_seats,
    "a table or JSON": lambda text: list(read_rows(text.splitlines(keepends=True), [])),
    "words that may name somebody": lambda text: anonymise_words(text, ["Eksempel Park", "Park"], "en park"),
    "keywords": parse_keywords,
    "a rule of repetition": _rejecting(lambda text: rules.parse_typed_rule(text, NOW), rules.NotARule),
    "a line about a meeting": lambda text: read_meeting_line(text, NOW, OSLO),
    "whether a line orders a meeting": is_meeting_order,
    "an offer or a need": describe_text,
    "quantities": scan_quantities,
    "a moment": _rejecting(time_grammar.parse_time_sentence, refusal_texts.NotATime),
    "a source": _reading,
    "a stored text with marks": parse_markup,
    "a text to be stored": escape_marks,
    "the HTML of a Teams message": read_teams_html,
    "the HTML of a feed": lambda text: read_html(text, "https://example.org/"),
    "the mrkdwn of a Slack message": lambda text: read_slack_blocks({"text": text}),
}
#: what each text of a kind begins with, for what is read further only behind it
HEADS = {
    "a source": ("", "<rss version='2.0'><channel><title>", "BEGIN:VCALENDAR\r\n", "<!--", '{"horinger_liste":['),
    "a table or JSON": ("", "[", '{"id":', "id,title\n", '"'),
    "an activity of Teams": ("", '{"text":"', "[" ),
}  # fmt: skip
#: and what it ends with, where the end of what has begun is looked for
_ENDS = ("", ">", '">', "-->", "</script>")
TAILS = {"the HTML of a Teams message": _ENDS, "the HTML of a feed": _ENDS}


WORDS = (
    *(
        "<!-- a -->",
        "<item>",
        "[",
        "{",
        '{"a":',
        "BEGIN:VEVENT\r\n",
        "BEGIN:A\n",
        "&amp;",
        "<@U0BOT> ",
        "a@b.no ",
        "<at>x</at>",
    ),
    *("frist ", "1. mai ", "kl 10 ", "til ", "hver ", "token=", "intern", "x;", "en to "),
    *("<a b=c ", "<a/ ", "<a b='", '<a b="', "<a b='>", "<!-- >", "<![if >", "<![a", "</a", "<?", "<!x"),
    *("**a ", "`a", "```\n", "[a](", "](", "<b>", "<!--", "<li>", "- a\n", "> ", "&gt; ", "https://a.no ", ":x:"),
    *("5 MW ", "5-", "5 og ", "i året ", "mai-", "damp og ", "har 1 t damp, "),
    *("1mill", "investering", "vi tar 1 ", "gir 1 ", "tomt1 ", "hva fikk dere ", "rabatt"),
)


@pytest.mark.parametrize("name", PARSERS)
def test_no_parser_takes_long(name: str) -> None:
    run = PARSERS[name]
    longer = (*costs.PIECES, *WORDS)
    # twice, for the first loads what it reads with
    fixed = [max(costs.measure(run, piece, 2) for piece in longer) for _ in range(2)][-1]
    slow = []
    for head, tail, piece in product(HEADS.get(name, ("",)), TAILS.get(name, ("",)), longer):
        made = lambda n, h=head, t=tail, p=piece: h + p * (n // len(p)) + t  # noqa: E731 - it has the parts at hand
        growth = costs.growth(run, made, costs.LONGEST_PARSED, fixed)
        slow += [f"{head!r} {tail!r} {growth}"] if growth else []
    assert slow == []
