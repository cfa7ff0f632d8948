"""What the secretariat and those who act for an organisation are asked, and answered, waits for their hours."""

from __future__ import annotations

from datetime import timedelta

from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.meetings import MONDAY
from tests.policy import published, raises

#: 22.00 in Oslo, and the morning after it
NIGHT, MORNING = MONDAY + timedelta(hours=12), MONDAY + timedelta(hours=22)


async def heard_in_the_morning(talk: Conversation, clock: Clock, who: Someone, before: int) -> list[str]:
    """Return what they hear in the morning; in the night they hear nothing."""
    await talk.settle()
    assert len(who.sees) == before, who.last.text
    clock.set(MORNING)
    await talk.settle()
    return [post.text.splitlines()[0] for post in who.sees[before:]]


async def test_an_issue_to_look_at(talk: Conversation, sara: Someone, kari: Someone, clock: Clock) -> None:
    clock.set(NIGHT)
    await raises(kari)
    assert await heard_in_the_morning(talk, clock, sara, 0) == ["Review S-1: Faster grid connection"]


async def test_what_became_of_an_issue(talk: Conversation, sara: Someone, kari: Someone, clock: Clock) -> None:
    await raises(kari)
    clock.set(NIGHT)
    await sara.does("issues.publish", "1")
    assert await heard_in_the_morning(talk, clock, kari, 0) == ["Your issue is published"]


async def test_a_colleague_who_asks_whether_the_organisation_supports_an_issue(
    talk: Conversation, sara: Someone, kari: Someone, nils: Someone, ola: Someone, clock: Clock
) -> None:
    await published(ola, sara)
    clock.set(NIGHT)
    await nils.does("issues.ask", "1")
    assert await heard_in_the_morning(talk, clock, kari, 0) == ["Does Eksempel support S-1?"]
