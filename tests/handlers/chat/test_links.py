"""Signed links: what opens, and everything that does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from handlers.chat.signed_links import SignedLink, build_link_address, build_link_token, parse_link_token
from handlers.chat.turn import Arena

NOW = datetime(2027, 3, 15, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=7)
ARENA = Arena(base_url="https://arena.test/", secret=b"x" * 32)
NUMBERS = st.integers(0, 10**9)
LINKS = st.builds(SignedLink, NUMBERS, NUMBERS, NUMBERS)


@given(LINKS, st.text(max_size=20))
def test_a_link_opens_what_it_was_made_for_and_for_nothing_else(link: SignedLink, purpose: str) -> None:
    made = build_link_token(ARENA, purpose, link, LATER)
    assert parse_link_token(ARENA, purpose, made, NOW) == link
    assert parse_link_token(ARENA, purpose + "s", made, NOW) is None


@given(LINKS, st.integers(0, 200), st.characters(codec="utf-8"))
def test_a_link_that_somebody_changed_opens_nothing(link: SignedLink, at: int, letter: str) -> None:
    made = build_link_token(ARENA, "question", link, LATER)
    changed = made[: at % len(made)] + letter + made[at % len(made) + 1 :]
    assert changed == made or parse_link_token(ARENA, "question", changed, NOW) is None


@given(st.text(max_size=120))
def test_whatever_somebody_types_opens_nothing_and_breaks_nothing(text: str) -> None:
    assert parse_link_token(ARENA, "question", text, NOW) is None


def test_a_link_runs_out() -> None:
    made = build_link_token(ARENA, "question", SignedLink(7, person_id=3), LATER)
    assert parse_link_token(ARENA, "question", made, LATER - timedelta(seconds=1)) == SignedLink(7, person_id=3)
    assert parse_link_token(ARENA, "question", made, LATER) is None


def test_the_newest_secret_signs_and_those_before_it_still_count() -> None:
    old = build_link_token(ARENA, "question", SignedLink(7), LATER)
    rotated = replace(ARENA, secret=b"y" * 32, older_secrets=(b"x" * 32,))
    new = build_link_token(rotated, "question", SignedLink(7), LATER)
    assert (
        parse_link_token(rotated, "question", old, NOW)
        == parse_link_token(rotated, "question", new, NOW)
        == SignedLink(7)
    )
    assert parse_link_token(ARENA, "question", new, NOW) is None
    assert parse_link_token(replace(rotated, older_secrets=()), "question", old, NOW) is None


def test_without_a_secret_nothing_is_signed_and_nothing_opens() -> None:
    bare = replace(ARENA, secret=b"")
    made = build_link_token(ARENA, "question", SignedLink(7), LATER)
    assert (
        build_link_token(bare, "question", SignedLink(7), LATER),
        parse_link_token(bare, "question", made, NOW),
    ) == ("", None)
    assert build_link_address(bare, "question", "/q/{token}", SignedLink(7), LATER) == ""
    assert build_link_address(replace(ARENA, base_url=""), "question", "/q/{token}", SignedLink(7), LATER) == ""
    assert build_link_address(ARENA, "question", "/q/{token}", SignedLink(7), LATER) == f"https://arena.test/q/{made}"
