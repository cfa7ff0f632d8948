"""List what waits for somebody: on their home page, and in their digest."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from handlers.chat.cards import Button, Item
from handlers.chat.record_kinds import list_record_kinds
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.turn import Turn
from handlers.directory.contacts import missing_contacts
from handlers.directory.display_names import describe_asker, describe_question_topics
from handlers.directory.members.membership_claims import draw_membership_button, find_wished_organisation
from handlers.directory.members.membership_confirmation import draw_confirmation_buttons
from handlers.moderation import report_items
from handlers.moderation.review_queue import held_items
from handlers.questions.inactivity import describe_resting_state
from storage.questions.questions import DRAFT, Question
from storage.queue.delivery_rows import EXPIRED

#: maximum number of entries of one kind; number from which there may be more than were looked at
MOST_ENTRIES, MANY = 8, 5


async def list_pending_items(turn: Turn, asked: Sequence[Question]) -> tuple[list[Item], bool]:
    """Pick the kinds in turn, so that many of one hide no other. Return also whether there may be more.

    `asked`: the person's own newest questions.
    """
    kinds = (
        await held_items.list_held_items(turn),
        _list_pending_drafts(turn, asked),
        await _list_pending_members(turn),
        await _list_unanswered_led(turn),
        await report_items.list_report_items(turn),
        await _list_secretariat_items(turn),
        await missing_contacts.list_missing_contacts(turn),
        *await _list_pending_records(turn),
    )
    found = [item for row in zip_longest(*kinds) for item in row if item is not None]
    return found, any(len(kind) >= MANY for kind in kinds)


async def _list_pending_records(turn: Turn) -> list[list[Item]]:
    """List what each kind of record asks of a member."""
    if turn.person.guest:
        return []
    return [await kind.list_pending(turn) for kind in list_record_kinds().values() if kind.list_pending is not None]


async def list_membership_prompt(turn: Turn) -> list[Item]:
    """Ask whoever has not said where they belong; who has named an organisation reads that it waits."""
    if turn.person.organisation_id is not None:
        return []
    wished = await find_wished_organisation(turn.store, turn.person)
    if wished:
        waits = turn.say("{organisation} (waits to be confirmed)", organisation=wished)
        return [Item(waits, turn.say("The secretariat adds it if it is in the network. You will hear from me."))]
    text = turn.say("Then others know who answers, and your contact knows that you are here.")
    return [Item(turn.say("Choose your organisation"), text, buttons=(draw_membership_button(turn),))]


def _list_pending_drafts(turn: Turn, asked: Sequence[Question]) -> list[Item]:
    """List questions that wait for a decision about topic or suggestions."""
    say, found = turn.say, []
    for question in asked:
        if question.state == DRAFT:
            row = (
                Button(say("Ask anyway"), "questions.ask_anyway", str(question.id), "primary"),
                Button(say("Cancel"), "questions.cancel", str(question.id)),
            )
            found.append(Item(shorten_text(question.text, 150), note=say("Not sent yet"), buttons=row))
    return found


async def _list_pending_members(turn: Turn) -> list[Item]:
    """List the people whom this person may confirm."""
    say, store, me = turn.say, turn.store, turn.person
    mine = [organisation.id for organisation in await store.organisations.list_organisations_represented_by(me.id)]
    if not mine and not me.secretariat:
        return []
    found = []
    for person, organisation in await store.memberships.list_unconfirmed_memberships(
        None if me.secretariat else mine, limit=MOST_ENTRIES
    ):
        if person.id != me.id:
            text = say("Does {name} belong to {organisation}?", name=person.name, organisation=organisation.name)
            found.append(Item(text, buttons=draw_confirmation_buttons(turn, person, organisation)))
    return found


async def _list_unanswered_led(turn: Turn) -> list[Item]:
    """List unanswered questions in the topics that this person leads."""
    say, store = turn.say, turn.store
    led = [topic.id for topic in await store.topics.list_topics_led_by(turn.person.id)]
    viewer, found = await store.audiences.build_viewer(turn.person), []
    for question in await store.questions.list_unanswered_questions(led, viewer, limit=MOST_ENTRIES) if led else ():
        row = (
            Button(say("Answer"), "answers.write", str(question.id), "primary"),
            Button(say("Change or report"), "questions.more", str(question.id)),
        )
        since = say("No answer yet in {topic}", topic=await describe_question_topics(store, question, say))
        note = " · ".join(filter(None, (since, describe_resting_state(question, say))))
        found.append(Item(shorten_text(question.text, 150), await describe_asker(store, question, say), note, row))
    return found


async def _list_secretariat_items(turn: Turn) -> list[Item]:
    """List questions without a place, and failed messages."""
    say, store = turn.say, turn.store
    if not turn.person.secretariat:
        return []
    found = []
    for question in await store.questions.list_triage_questions(limit=MOST_ENTRIES):
        row = (
            Button(say("Take this question"), "triage.take", str(question.id), "primary"),
            Button(say("Choose a topic"), "triage.place", str(question.id)),
        )
        title = say("Choose a topic for question {id}", id=question.number)
        found.append(Item(title, shorten_text(question.text, 150), buttons=row))
    # Expired deliveries came too late, which is no failure that somebody can mend.
    failed = sum(one.count for one in await store.delivery_report.list_delivery_troubles() if one.state != EXPIRED)
    if failed:
        text = say.many("{n} message did not arrive", "{n} messages did not arrive", failed)
        found.append(Item(text, buttons=(Button(say("Show"), "admin.deliveries"),)))
    return found
