"""List consultations that await action by one person, or that the person owns.

List new and due ones for the digest.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from handlers.chat.cards import Button, Item
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.turn import Turn
from handlers.policy.consultations import (
    consultation_texts,
    consultation_view,
    cosigning,
    recipients,
    sources,
    step_timeline,
)
from storage.policy.consultation_responses import ConsultationResponse
from storage.policy.consultations import FOUND, OPEN, Consultation

#: maximum number of entries of one kind
MOST_ENTRIES = 8
#: Time before the deadline at which the home page lists the consultation for organisations without a response.
NEAR = timedelta(days=35)


async def list_pending_consultations(turn: Turn) -> list[Item]:
    if turn.person.guest:
        return []
    return [
        *await _list_overdue_consultations(turn),
        *await _list_unanswered_consultations(turn),
        *await _list_proposed_consultations(turn),
        *await _list_unreadable_sources(turn),
    ]


async def _list_overdue_consultations(turn: Turn) -> list[Item]:
    """List those past their deadline, for the owner and the secretariat."""
    say, here, items = turn.say, turn.today, []
    for one in await _list_open_consultations(turn):
        mine = turn.person.id == one.owner_id or turn.person.secretariat
        if mine and one.deadline is not None and one.deadline < here:
            id = str(one.id)
            row = (
                Button(say("It is sent"), "consultations.sent", id, "primary"),
                Button(say("Do not answer"), "consultations.drop", id),
            )
            items.append(
                Item(
                    shorten_text(consultation_texts.format_consultation_title(one), 120),
                    consultation_texts.describe_consultation_state(turn, one),
                    buttons=row,
                )
            )
    return items[:MOST_ENTRIES]


async def _list_unanswered_consultations(turn: Turn) -> list[Item]:
    """List announced ones that an organisation of the person has not answered, nearest deadline first."""
    mine = await turn.store.organisations.list_organisations_represented_by(turn.person.id)
    here, items = turn.today, []
    for one in await _list_open_consultations(turn) if mine else ():
        if one.announced_at is None or one.deadline is None or not here <= one.deadline <= here + NEAR:
            continue
        responses = {
            organisation.id: response
            for response, organisation in await turn.store.consultation_responses.list_responses(one.id)
        }
        organisations = await recipients.filter_recipient_organisations(turn.store, one, mine)
        silent = [
            organisation
            for organisation in organisations
            if not _has_responded_enough(one, responses.get(organisation.id))
        ]
        if silent:
            names = turn.say.listed([organisation.name for organisation in silent])
            id = silent[0].id if len(silent) == 1 else None
            row = (*cosigning.draw_response_buttons(turn.say, one, id)[:2], _draw_show_consultation_button(turn, one))
            title, text = (
                shorten_text(consultation_texts.format_consultation_title(one), 120),
                consultation_texts.describe_consultation_state(turn, one),
            )
            note = turn.say("No answer from {organisations}", organisations=names)
            if one.version > 1:
                note = turn.say("No answer to version {n} from {organisations}", organisations=names, n=one.version)
            items.append(Item(title, text, note, row))
    return items[:MOST_ENTRIES]


def _has_responded_enough(consultation: Consultation, response: ConsultationResponse | None) -> bool:
    """Return True if the organisation has responded.

    Before there is a draft, it is enough to say whether it is affected.
    """
    if response is None:
        return False
    return recipients.has_answered_consultation(response, consultation) or (
        not consultation.version and bool(response.affected)
    )


async def _list_proposed_consultations(turn: Turn) -> list[Item]:
    """List for the secretariat what members and sources propose."""
    if not turn.person.secretariat:
        return []
    found = await turn.store.consultations.list_consultations_in_states(
        (FOUND,), await turn.store.audiences.build_viewer(turn.person)
    )
    here = turn.today
    coming = [one for one in found if one.deadline is None or one.deadline >= here]
    return [
        Item(
            shorten_text(consultation_texts.format_consultation_title(one), 120),
            consultation_texts.describe_consultation_state(turn, one),
            buttons=consultation_view.draw_take_buttons(turn, one),
        )
        for one in coming[:MOST_ENTRIES]
    ]


async def _list_unreadable_sources(turn: Turn) -> list[Item]:
    """List for the secretariat the sources that cannot be read."""
    if not turn.person.secretariat:
        return []
    show = Button(turn.say("Show"), "consultations.sources")
    return [
        Item(sources.get_source_host(one.link), sources.describe_source_status(turn.say, one), buttons=(show,))
        for one in await turn.store.consultation_sources.list_watched_sources()
        if one.failure
    ]


async def list_consultations_to_write(turn: Turn) -> list[Item]:
    """List those whose answer the person writes.

    Overdue ones are left out: they are pending elsewhere on the page.
    """
    say, here, items = turn.say, turn.today, []
    for one in await turn.store.responsibilities.list_consultations_to_answer(turn.person.id, limit=20):
        if one.deadline is not None and one.deadline >= here:
            row = (
                Button(say("Write the draft"), "consultations.write", str(one.id)),
                _draw_show_consultation_button(turn, one),
            )
            note = await step_timeline.describe_next_step(turn, one)
            items.append(
                Item(
                    shorten_text(consultation_texts.format_consultation_title(one), 120),
                    consultation_texts.describe_consultation_state(turn, one),
                    note,
                    row,
                )
            )
    return items


async def list_consultation_deadlines(turn: Turn, near: timedelta) -> list[Item]:
    """List those due soon in which an organisation of the person takes part. What lacks its answer is pending."""
    mine = {
        organisation.id
        for organisation in await turn.store.organisations.list_organisations_represented_by(turn.person.id)
    }
    here, items = turn.today, []
    for one in await _list_open_consultations(turn) if mine else ():
        if one.deadline is None or not here <= one.deadline <= here + near or one.announced_at is None:
            continue
        taking_part = [
            _has_responded_enough(one, response)
            for response, organisation in await turn.store.consultation_responses.list_responses(one.id)
            if organisation.id in mine and recipients.is_taking_part(response)
        ]
        if taking_part and all(taking_part):
            items.append(
                Item(
                    consultation_texts.format_consultation_title(one),
                    consultation_texts.describe_consultation_state(turn, one),
                    buttons=(_draw_show_consultation_button(turn, one),),
                )
            )
    return items


async def list_new_consultations(turn: Turn, topic_ids: Collection[int], since: timedelta, most: int) -> list[Item]:
    """List those announced recently about these topics."""
    found = [
        one for one in await _list_open_consultations(turn) if one.announced_at and one.announced_at >= turn.now - since
    ]
    about = await turn.store.consultations.map_topic_ids_by_consultation([one.id for one in found])
    return [
        Item(
            consultation_texts.format_consultation_title(one),
            shorten_text(one.text, 150),
            consultation_texts.describe_consultation_state(turn, one),
            (_draw_show_consultation_button(turn, one),),
        )
        for one in found
        if not set(topic_ids).isdisjoint(about[one.id])
    ][:most]


def _draw_show_consultation_button(turn: Turn, consultation: Consultation) -> Button:
    return Button(turn.say("Show"), "consultations.open", str(consultation.id))


async def _list_open_consultations(turn: Turn) -> list[Consultation]:
    return list(
        await turn.store.consultations.list_consultations_in_states(
            (OPEN,), await turn.store.audiences.build_viewer(turn.person)
        )
    )
