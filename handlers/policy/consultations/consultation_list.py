"""List consultations: open ones with the nearest deadline first, by topic, the archive, or one by its code."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.access.rights.lookup import describe_missing_record
from handlers.chat import verbs
from handlers.chat.button_values import ListPage
from handlers.chat.cards import Button, Buttons, Card, Item, Part, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Click
from handlers.chat.page_buttons import draw_page_buttons, draw_page_note
from handlers.chat.record_ids import parse_position
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.routing import Router
from handlers.chat.turn import RenderContext, Turn
from handlers.directory.members.unconfirmed_notice import draw_unconfirmed_notice
from handlers.directory.topics.topic_lookup import find_topic_by_words
from handlers.policy.consultations import (
    consultation_texts,
    consultation_view,
    lookup,
    signatures,
    sources,
    step_timeline,
)
from handlers.policy.consultations.response_texts import describe_response
from storage.directory.organisations import Organisation
from storage.directory.people import Person
from storage.directory.topics import Topic
from storage.policy.consultations import OPEN, Consultation

router = Router()
PAGE = 4
#: maximum number of consultations shown that the organisation has responded to
UNDER_WAY = 8


async def answer_consultation_query(turn: Turn, text: str) -> Reply:
    """Show the consultations that `text` asks for.

    No text lists open ones, "arkiv" closed ones; a code or a topic selects what it names.
    """
    if verbs.fold_word(text) in ("arkiv", "arkivet", "archive"):
        return Reply(await draw_consultation_archive(turn, 0))
    if lookup.is_consultation_code(text):
        found = await lookup.find_consultation_by_code(turn, text)
        if found is None:
            raise UserError(describe_missing_record(turn, turn.say("I cannot find consultation {code}.", code=text)))
        return await consultation_view.build_consultation_reply(turn, found)
    topic = await find_topic_by_words(turn.store, text) if text else None
    return Reply(await draw_consultation_list(turn, 0, topic))


@router.on(Click, "consultations.page")
async def on_consultation_list_page(event: Click, turn: Turn) -> Reply:
    """Show a page of the list: "6:nett" begins with the seventh consultation of the topic "nett"."""
    page = ListPage.parse_value(event.value)
    topic = await turn.store.topics.find_topic_by_slug(page.word) if page.word else None
    return Reply(await draw_consultation_list(turn, page.skip, topic), replace=bool(event.value))


@router.on(Click, "consultations.archive")
async def on_consultation_archive_page(event: Click, turn: Turn) -> Reply:
    return Reply(await draw_consultation_archive(turn, parse_position(event.value)), replace=bool(event.value))


async def draw_consultation_list(turn: Turn, skip: int, topic: Topic | None) -> Card:
    say = turn.say
    found = await _list_open_by_topic(turn, topic)
    signers = await turn.store.consultation_responses.count_signers_by_version(
        [one.id for one in found[skip : skip + PAGE]]
    )
    parts: list[Part] = [
        await draw_consultation_item(turn, one, signers.get(one.id, {})) for one in found[skip : skip + PAGE]
    ]
    parts += draw_page_note(say, skip, PAGE, len(found))
    if not found:
        parts.append(Text(say("No consultation is open.")))
    slug = topic.slug if topic else ""
    row = [Button(say("Register a consultation"), "consultations.register")]
    row.append(Button(say("Archive"), "consultations.archive"))
    if topic is not None:
        row.append(Button(say("All topics"), "consultations.page", "0"))
    more = len(found) > skip + PAGE
    row += draw_page_buttons(say, "consultations.page", skip, PAGE, more=more, value=lambda at: ListPage(at, slug))
    if topic is None and not skip:
        parts += [*await _draw_topic_filters(turn, found), *await sources.draw_failing_sources(turn)]
    title = say("Open consultations")
    title = say("Open consultations: {topic}", topic=topic.get_name(say.language)) if topic else title
    return Card(title, (*parts, *await draw_unconfirmed_notice(turn), Buttons(tuple(row))))


async def _list_open_by_topic(turn: Turn, topic: Topic | None) -> list[Consultation]:
    found = await turn.store.consultations.list_consultations_in_states(
        (OPEN,), await turn.store.audiences.build_viewer(turn.person)
    )
    if topic is None:
        return list(found)
    about = await turn.store.consultations.map_topic_ids_by_consultation([one.id for one in found])
    return [one for one in found if topic.id in about[one.id]]


async def _draw_topic_filters(turn: Turn, found: list[Consultation]) -> list[Part]:
    """Draw a button for each topic of the listed consultations, if there are several topics."""
    about = await turn.store.consultations.map_topic_ids_by_consultation([one.id for one in found])
    ids = list(dict.fromkeys(id for one in found for id in about[one.id]))
    topics = [topic for topic in await turn.store.topics.list_all_topics() if topic.id in ids]
    if len(topics) < 2 or len(found) < 3:
        return []
    row = [
        Button(one.get_name(turn.say.language), "consultations.page", ListPage(0, one.slug).encode_value())
        for one in topics[:4]
    ]
    return [Text(turn.say("Choose one topic: “consultation” and its name, or"), "subtle"), Buttons(tuple(row))]


async def draw_consultation_item(turn: Turn, consultation: Consultation, signers: Mapping[int, int]) -> Item:
    """Draw a list item: deadline, sender, next step and number of signers."""
    say = turn.say
    signed = signatures.describe_short_signature_count(say, signers, consultation)
    note = " · ".join(filter(None, (await step_timeline.describe_next_step(turn, consultation), signed)))
    show = Button(say("Show"), "consultations.open", str(consultation.id))
    return Item(
        shorten_text(consultation_texts.format_consultation_title(consultation), 150),
        consultation_texts.describe_consultation_state(turn, consultation),
        note,
        (show,),
    )


async def draw_consultation_archive(turn: Turn, skip: int) -> Card:
    say, viewer = turn.say, await turn.store.audiences.build_viewer(turn.person)
    found = await turn.store.consultations.list_archived_consultations(viewer, PAGE + 1, skip)
    parts: list[Part] = []
    for one in found[:PAGE]:
        show = Button(say("Show"), "consultations.open", str(one.id))
        line, text = consultation_texts.describe_consultation_state(turn, one), shorten_text(one.outcome, 200)
        parts.append(Item(shorten_text(consultation_texts.format_consultation_title(one), 150), text, line, (show,)))
    if not found:
        parts.append(Text(say("No consultation is closed yet.")))
    row = [Button(say("Open consultations"), "consultations.page")]
    row += draw_page_buttons(say, "consultations.archive", skip, PAGE, more=len(found) > PAGE)
    return Card(say("Closed consultations"), (*parts, *await draw_unconfirmed_notice(turn), Buttons(tuple(row))))


async def list_ongoing_consultations(at: RenderContext, reader: Person, organisation: Organisation) -> list[Item]:
    """List open consultations that the organisation has responded to, for somebody who begins to speak for it."""
    viewer, items = await at.store.audiences.build_viewer(reader), []
    for response, one in await at.store.consultation_responses.list_responses_of_organisation(
        organisation.id, viewer, UNDER_WAY
    ):
        show = Button(at.say("Show"), "consultations.open", str(one.id))
        note = f"{organisation.name}: {describe_response(at.say, response)}"
        line = consultation_texts.describe_consultation_state(at, one)
        items.append(Item(shorten_text(consultation_texts.format_consultation_title(one), 150), line, note, (show,)))
    return items
