"""Save a solution from a message, a solved question or nothing; show near-duplicates before publishing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from handlers.chat.button_values import RecordValue
from handlers.chat.cards import Button, Buttons, Card, Item, Part, Reply, Text, build_text_reply
from handlers.chat.events import Click, Submission
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.language import detect_language
from handlers.language.document_search import list_similar_documents
from handlers.library.pictures import picture_offers
from handlers.library.solutions import author_consent, borrowed_words, consent_required, forms
from handlers.library.solutions.lookup import load_own_solution_draft, may_see_solution
from handlers.library.solutions.publication import (
    DRAFTED,
    build_solution_document,
    publish_solution,
    redraw_solution,
)
from handlers.library.solutions.shown_solution import build_saved_reply
from handlers.library.solutions.solution_badge import describe_solution_badge
from handlers.library.solutions.solution_origins import SolutionOrigin, load_solution_origin
from handlers.notifications import sending_limits
from storage.directory.people import Person
from storage.library.solutions import DRAFT, MEMBERS, Solution

router = Router()
#: maximum number of near-duplicates shown before a solution is published
MOST_NEAR = 3


@router.on(Click, "solutions.redo", opens=True)
async def on_solution_redo_open(event: Click, turn: Turn) -> Reply:
    """Open a draft again, to change it before it is published."""
    draft = await load_own_solution_draft(turn, event.value)
    return await _draw_draft_form(turn, draft, RecordValue("draft", draft.id).encode_value(), {})


@router.on(Click, "solutions.rewrite", opens=True)
async def on_solution_rewrite_open(event: Click, turn: Turn) -> Reply:
    """Open the draft to be written in the saver's own words, which need no consent."""
    draft = await load_own_solution_draft(turn, event.value, waiting=True)
    own = await borrowed_words.replace_borrowed_words(turn, draft)
    return await _draw_draft_form(turn, draft, RecordValue("own", draft.id).encode_value(), own)


@router.on(Submission, "solutions.save")
async def on_solution_save_submit(event: Submission, turn: Turn) -> Reply:
    """Save a draft first, so that what was typed is safe whatever happens next."""
    named = RecordValue.parse_value(event.value)
    if named.kind in {"draft", "own"}:
        draft = await load_own_solution_draft(turn, str(named.id), waiting=named.kind == "own")
        await _update_draft(event, turn, draft, own=named.kind == "own")
    else:
        origin = await load_solution_origin(turn, event.value)
        draft = await _save_new_draft(turn, await forms.parse_new_solution_form(event, turn, origin.reach_id), origin)
    near = await _list_near_duplicates(turn, draft)
    return (
        Reply(await _draw_near_duplicates_card(turn, draft, near)) if near else await finish_solution_draft(turn, draft)
    )


@router.on(Click, "solutions.save_anyway")
async def on_solution_save_anyway(event: Click, turn: Turn) -> Reply:
    return await finish_solution_draft(turn, await load_own_solution_draft(turn, event.value), replace=True)


@router.on(Click, "solutions.widen")
async def on_solution_widen(event: Click, turn: Turn) -> Reply:
    """Publish to more people than saw the question, after the saver confirmed that."""
    return await finish_solution_draft(turn, await load_own_solution_draft(turn, event.value), replace=True, asked=True)


@router.on(Click, "solutions.discard")
async def on_solution_discard(event: Click, turn: Turn) -> Reply:
    draft = await load_own_solution_draft(turn, event.value)
    await turn.store.solutions.delete_draft(draft)
    return build_text_reply(turn.say("Not saved."), replace=True)


async def finish_solution_draft(turn: Turn, draft: Solution, *, replace: bool = False, asked: bool = False) -> Reply:
    """Publish now, or request the consent of the author. `asked`: a wider audience was confirmed."""
    if not asked and await consent_required.is_wider_than_question(turn.store, draft):
        change = Button(turn.say("Change"), "solutions.redo", str(draft.id))
        return Reply(
            await consent_required.draw_wider_audience_card(turn, draft, "solutions.widen", change), replace=replace
        )
    if draft.author_id is not None and draft.author_id != turn.person.id:
        return await author_consent.request_author_consent(turn, draft, replace=replace)
    at = await sending_limits.take_broadcast_quota(turn)
    if at is not None:
        return Reply(
            _draw_broadcast_quota_card(turn, draft, at, "solutions.widen" if asked else "solutions.save_anyway"),
            replace=replace,
        )
    rooms = await publish_solution(turn, draft)
    return await build_saved_reply(turn, draft, rooms, replace=replace)


def _draw_broadcast_quota_card(turn: Turn, draft: Solution, at: datetime, again: str) -> Card:
    say, id = turn.say, str(draft.id)
    row = (
        Button(say("Save"), again, id, "primary"),
        Button(say("Change"), "solutions.redo", id),
        Button(say("Do not save"), "solutions.discard", id, "danger", say("Discard what you wrote?")),
    )
    parts = (Text(draft.title, "strong"), Text(sending_limits.describe_broadcast_wait(say, at)), Buttons(row))
    return Card(say("Your solution is not shared yet"), parts)


async def _draw_draft_form(turn: Turn, draft: Solution, value: str, own: dict[str, str]) -> Reply:
    """Draw the form of a draft; `own`: values in place of those that it has."""
    topic = await turn.store.topics.find(draft.topic_id)
    words = forms.build_solution_form_values(draft, topic.slug if topic else "") | own
    return Reply(form=await forms.draw_new_solution_form(turn, "solutions.save", words, value, draft.reach_id))


async def _save_new_draft(turn: Turn, values: dict[str, Any], origin: SolutionOrigin) -> Solution:
    author = await turn.store.people.find(origin.author_id)
    draft = Solution(
        code="", state=DRAFT, level=MEMBERS, owner_id=turn.person.id, author_id=origin.author_id,
        question_id=origin.question_id, dated=turn.today, language=_detect_solution_language(values), **values,
    )  # fmt: skip
    await _name_organisation(turn, draft, author or turn.person)
    await turn.store.solutions.add(draft)
    await _offer_origin_pictures(turn, draft, origin)
    await turn.store.escalations.restart_escalation(DRAFTED, draft.id, turn.now)
    return draft


async def _name_organisation(turn: Turn, draft: Solution, writer: Person) -> None:
    """Say whose experience it is: that of the organisation which has confirmed its writer, if any."""
    organisation = await turn.store.organisations.find(writer.stands_for)
    draft.organisation_id, draft.park = (organisation.id, organisation.name) if organisation else (None, "")


async def _offer_origin_pictures(turn: Turn, draft: Solution, origin: SolutionOrigin) -> None:
    """Keep with the draft which pictures its messages hold, for the author of each."""
    if origin.batch is not None:
        await turn.store.solution_pictures.assign_pictures(origin.batch, draft.id)
    for message in origin.messages:
        await picture_offers.offer_pictures(turn.store, message, draft.id)


async def _update_draft(event: Submission, turn: Turn, draft: Solution, *, own: bool) -> None:
    values = await forms.parse_new_solution_form(event, turn, draft.reach_id)
    author = await turn.store.people.find(draft.author_id)
    if own and author is not None:
        borrowed_words.need_own_words(turn, draft, author, values)
        draft.author_id, draft.state = None, DRAFT
        await _name_organisation(turn, draft, turn.person)
        await turn.store.solution_pictures.delete_solution_pictures(draft.id)
        await redraw_solution(turn.store, draft)
    for name, value in values.items():
        setattr(draft, name, value)
    draft.language = _detect_solution_language(values)


async def _list_near_duplicates(turn: Turn, draft: Solution) -> list[Solution]:
    viewer = await turn.store.audiences.build_viewer(turn.person)
    hits = [
        hit
        for hit in await list_similar_documents(turn.store, build_solution_document(draft), viewer, MOST_NEAR + 2)
        if hit.kind == "solution"
    ]
    found = await turn.store.solutions.map_solutions_by_id([hit.id for hit in hits])
    near = [found[hit.id] for hit in hits if hit.id in found and hit.id != draft.id]
    return [solution for solution in near if await may_see_solution(turn.store, turn.person, solution)][:MOST_NEAR]


async def _draw_near_duplicates_card(turn: Turn, draft: Solution, near: list[Solution]) -> Card:
    say, id = turn.say, str(draft.id)
    parts: list[Part] = [Text(say("Your text is saved. Is one of these the same?"))]
    for solution in near:
        notes = " · ".join(filter(None, (describe_solution_badge(solution, say, turn.today), solution.park)))
        show = Button(say("Show"), "solutions.open", str(solution.id))
        parts.append(Item(f"{solution.code} {solution.title}", shorten_text(solution.done, 80), notes, (show,)))
    row = (
        Button(say("Save anyway"), "solutions.save_anyway", id, "primary"),
        Button(say("Change"), "solutions.redo", id),
        Button(say("Do not save"), "solutions.discard", id, "danger", say("Discard what you wrote?")),
    )
    return Card(say("This may already be saved"), (*parts, Buttons(row)))


def _detect_solution_language(values: dict[str, Any]) -> str:
    return detect_language(f"{values['title']}. {values['problem']}. {values['done']}")
