"""Slack's text on the wire and as people read it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.slack.texts import (
    cut_at_word,
    decode_slack_emoji,
    decode_slack_text,
    escape_plain_text,
    escape_slack_text,
    find_mentioned_users,
    is_user_mentioned,
    strip_invalid_characters,
    unescape_slack_text,
)


@pytest.mark.parametrize(
    ("wire", "seen"),
    [
        ("<@U0BOT> hei", "hei"),
        ("<@U0BOT>: spør om nett", "spør om nett"),
        ("hei <@U0BOT>, er du der", "hei er du der"),
        ("<@U2OLA> vet det", "@Ola Hansen vet det"),
        ("<@U2OLA|ola> vet det", "@ola vet det"),
        ("<@U9WHO> vet det", "@U9WHO vet det"),
        ("se <#C1|nett> og <#C2>", "se #nett og #C2"),
        ("<!here> og <!subteam^S1|@drift>", "@here og @drift"),
        ("<!date^1392734382^{date}|i går>", "i går"),
        ("les <https://x.no/a?b=1&amp;c=2>", "les https://x.no/a?b=1&c=2"),
        ("les <https://x.no/|veilederen>", "les veilederen (https://x.no/)"),
        ("<http://x.no|x.no>", "x.no"),
        ("<mailto:a@x.no|a@x.no>", "a@x.no"),
        ("5 &lt; 6 &amp;&amp; 7 &gt; 6", "5 < 6 && 7 > 6"),
        ("&amp;lt; er en entitet", "&lt; er en entitet"),
        ("bra :+1::skin-tone-4: og :egen:", "bra 👍 og :egen:"),
        ("kl. 10:30:45", "kl. 10:30:45"),
        ("<https://x.no/:x:/s/a> :x:", "https://x.no/:x:/s/a ❌"),
        ("<https://x.no/:x:/s/a|arket>", "arket (https://x.no/:x:/s/a)"),
        ("https://x.no/:x:/s/a", "https://x.no/:x:/s/a"),
    ],
)
def test_text_from_the_wire_reads_as_its_author_saw_it(wire: str, seen: str) -> None:
    names = {"U2OLA": "Ola Hansen"}
    assert decode_slack_text(wire, bot="U0BOT", name_of=lambda user: names.get(user, "")) == seen


def test_a_typed_control_sequence_is_not_taken_for_one() -> None:
    assert decode_slack_text("&lt;@U2OLA&gt; &lt;!here&gt;", name_of=lambda _: "Ola") == "<@U2OLA> <!here>"


def test_people_are_those_mentioned_by_id() -> None:
    assert find_mentioned_users("<@U1KARI> og <@U2OLA|ola> i <#C1|nett>") == {"U1KARI"}
    assert is_user_mentioned("hei <@U0BOT|arena>", "U0BOT")
    assert not is_user_mentioned("hei <@U0BOTTLE>", "U0BOT")
    assert not is_user_mentioned("hei", "")


def test_reactions_are_characters_without_skin_tone() -> None:
    assert [decode_slack_emoji(name) for name in ("white_check_mark", "+1::skin-tone-3", "egen")] == [
        "✅",
        "👍",
        ":egen:",
    ]


def test_long_text_is_cut_at_a_word() -> None:
    assert cut_at_word("en to tre fire fem", 12) == "en to tre…"
    assert cut_at_word("kort", 12) == "kort"
    assert cut_at_word("a" * 30, 12) == "a" * 11 + "…"


@given(st.text(), st.integers(1, 60))
def test_a_cut_text_is_never_too_long_once_escaped(text: str, most: int) -> None:
    assert len(escape_slack_text(cut_at_word(text, most))) <= most


@given(st.text())
def test_escaping_is_undone_by_reading(text: str) -> None:
    assert unescape_slack_text(escape_slack_text(text)) == text
    assert "<" not in escape_plain_text(text)


def test_what_json_cannot_carry_is_left_out() -> None:
    assert strip_invalid_characters("a\x00b\ud800c\r\nd\te") == "abc\nd\te"
