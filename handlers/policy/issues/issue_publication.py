"""Publish an issue: index it for search, post its card to the rooms of its topics, and keep every copy up to date."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat import outgoing
from handlers.chat.card_arguments import CardArguments
from handlers.chat.record_subjects import build_issue_subject
from handlers.chat.rich_text.plain_text import extract_plain_text
from handlers.language.document_search import Document, index_documents, unindex_document
from storage.kit.database import Store
from storage.library.solutions import MEMBERS
from storage.policy.issues import PUBLIC, Issue


class IssueCard(CardArguments, frozen=True):
    template = "issues.card"

    issue: int


def build_issue_notice_subject(issue_id: int) -> str:
    """Return the subject under which private messages about the issue are redrawn."""
    return f"issue:{issue_id}:notice"


def build_stance_subject(issue_id: int) -> str:
    """Return the subject of what organisations said, for those who said it."""
    return f"issue:{issue_id}:stances"


def build_shown_issue_subject(issue_id: int) -> str:
    """Return the subject of what somebody has opened."""
    return f"issue:{issue_id}:shown"


def build_issue_search_document(issue: Issue, topic_ids: list[int]) -> Document:
    """Build the search document. The raiser is left out: names are not searched."""
    first, *others = (*topic_ids, None)
    return Document(
        kind="issue",
        id=issue.id,
        topic_id=first,
        second_topic_id=others[0] if others else None,
        language=issue.language,
        organisation_id=issue.organisation_id,
        reach_id=issue.reach_id,
        level=MEMBERS,
        title=issue.title,
        body=". ".join(extract_plain_text(text) for text in (issue.problem, issue.wanted, issue.affected) if text),
        extra=". ".join(filter(None, (issue.addressee, extract_plain_text(issue.outcome), issue.code))),
    )


async def publish_issue(store: Store, issue: Issue, *, announce: bool = True) -> int:
    """Update the search index and redraw all copies. Return the number of rooms of its topics within its audience.

    `announce` posts a card to rooms that have none.
    """
    await store.session.flush()
    topics = await store.issues.list_issue_topic_ids(issue.id)
    await redraw_issue(store, issue.id)
    if issue.state not in PUBLIC:
        await unindex_document(store, "issue", issue.id)
        return 0
    await index_documents(store, build_issue_search_document(issue, topics))
    if not announce:
        return 0
    rooms, about = (
        await store.audiences.list_rooms_within_audience(
            issue.reach_id, await store.rooms.list_open_rooms_of_topics(topics)
        ),
        build_issue_subject(issue.id),
    )
    have = await store.posted_copies.list_rooms_with_copy(about, IssueCard.template)
    key, card = f"issue:{issue.id}:{issue.sendings}", IssueCard(issue.id)
    await store.outbox.post_deliveries(
        *(
            outgoing.build_room_draft(room, card, key=f"{key}:room:{room.id}", subject=about)
            for room in rooms
            if room.id not in have
        )
    )
    return len(rooms)


async def move_issue_cards(store: Store, issue: Issue) -> None:
    """Post the card to the rooms within the new audience, and delete it from the others.

    Private messages to people who no longer see the issue say so.
    """
    issue.sendings += 1  # new keys, so that a room can get the card again
    for person in await store.issue_followers.list_issue_followers(issue.id):
        if not await rights.is_visible_to_member(store, person, issue):
            await store.issue_followers.unfollow_issue(issue.id, person.id)
    await publish_issue(store, issue)
    for copy in await store.posted_copies.list_sent_copies(build_issue_subject(issue.id)):
        room = await store.rooms.find(copy.room_id)
        if room is not None and not await store.audiences.list_rooms_within_audience(issue.reach_id, [room]):
            await store.outbox.withdraw_delivery(copy)


async def redraw_issue(store: Store, issue_id: int) -> None:
    await store.session.flush()
    for build_subject in (
        build_issue_subject,
        build_issue_notice_subject,
        build_stance_subject,
        build_shown_issue_subject,
    ):
        await store.outbox.refresh_copies(build_subject(issue_id))


async def redraw_opened_issue(store: Store, issue_id: int) -> None:
    """Redraw what readers have opened, which alone shows the evidence."""
    await store.session.flush()
    await store.outbox.refresh_copies(build_shown_issue_subject(issue_id))


async def withdraw_issue(store: Store, issue: Issue) -> None:
    """Delete the issue from the rooms and the search index."""
    await store.outbox.withdraw_copies(build_issue_subject(issue.id))
    issue.sendings += 1
    await unindex_document(store, "issue", issue.id)
