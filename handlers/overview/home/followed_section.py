"""Draw what somebody follows: issues, and consultations that concern their organisation."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat.cards import Button, Item
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.turn import Turn
from handlers.overview.home.sections import HomeSection, slice_drawn_items
from handlers.policy.consultations import consultation_texts, recipients
from handlers.policy.issues import issue_view
from storage.policy.consultation_responses import ConsultationResponse
from storage.policy.consultations import Consultation
from storage.policy.issues import Issue

#: maximum number of entries of one kind
MOST_ENTRIES = 20


async def draw_followed_section(turn: Turn) -> HomeSection:
    """Draw the section, left out when empty. Records that the reader owns stand in the section above."""
    me, say = turn.person, turn.say
    issues, responses = (
        ((), ()) if me.guest else (await _list_followed_issues(turn), await _list_followed_consultations(turn))
    )
    items = [
        _draw_followed_consultation(turn, one)
        for response, one in responses
        if recipients.is_taking_part(response) and one.owner_id != me.id
    ]
    items += [await _draw_followed_issue(turn, one) for one in issues if one.owner_id != me.id]
    capped = max(len(issues), len(responses)) >= MOST_ENTRIES
    return HomeSection("following", say("You follow"), len(items), 1, slice_drawn_items(items), capped=capped)


async def _list_followed_issues(turn: Turn) -> Sequence[Issue]:
    """List open issues, the nearest deadline first."""
    return await turn.store.issue_followers.list_followed_issues(
        turn.person.id, await turn.store.audiences.build_viewer(turn.person), MOST_ENTRIES
    )


async def _list_followed_consultations(turn: Turn) -> Sequence[tuple[ConsultationResponse, Consultation]]:
    """List what the reader's organisation has responded to open consultations."""
    organisation_id = turn.person.stands_for
    if organisation_id is None:
        return ()
    return await turn.store.consultation_responses.list_responses_of_organisation(
        organisation_id, await turn.store.audiences.build_viewer(turn.person), MOST_ENTRIES
    )


async def _draw_followed_issue(turn: Turn, issue: Issue) -> Item:
    row = (
        Button(turn.say("Show"), "issues.open", str(issue.id)),
        Button(turn.say("Stop following"), "issues.unfollow", str(issue.id)),
    )
    return Item(
        shorten_text(f"{issue.code} {issue.title}", 120),
        note=await issue_view.describe_issue_state(turn, issue),
        buttons=row,
    )


def _draw_followed_consultation(turn: Turn, one: Consultation) -> Item:
    show = Button(turn.say("Show"), "consultations.open", str(one.id))
    return Item(
        shorten_text(consultation_texts.format_consultation_title(one), 120),
        note=consultation_texts.describe_consultation_state(turn, one),
        buttons=(show,),
    )
