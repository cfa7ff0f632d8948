"""Suggest raising an issue together, once three organisations have asked about nearly the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from handlers.access import rights
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Quote, Text
from handlers.chat.rich_text.plain_text import extract_plain_text, shorten_markup
from handlers.chat.routing import Router, draw_withheld
from handlers.chat.turn import Arena, View
from handlers.language.document_search import search_documents
from handlers.language.duplicates import LIKELY, compute_duplicate_probability
from handlers.notifications.scheduled_notifications import schedule_notification
from handlers.policy.issues.issue_origins import QUESTION, OriginValue
from storage.kit.database import Store
from storage.questions.questions import PUBLIC, Question
from storage.search.search_index import SearchScope

router = Router()
#: kind of the marker of a question whose asker has been notified
KIND = "issues.together"
#: period searched, minimum number of organisations, maximum age of a question to start from
SPAN, ORGANISATIONS, NEW = timedelta(days=90), 3, timedelta(days=2)
#: maximum number of hits compared, and minimum share of the question in a hit
LOOKED_AT, FLOOR = 20, 0.1


class SharedIssueCard(CardArguments, frozen=True):
    template = "issues.together"

    question: int
    #: ids of similar questions by other askers
    others: tuple[int, ...]


@router.every("40 6 * * 1-5", "issues.together")
async def suggest_shared_issues(store: Store, arena: Arena) -> None:
    """Check whether a question since yesterday is the third of its kind."""
    for question in await store.questions.list_questions_published_since(store.now - NEW):
        if question.reach_id is not None:  # its audience is limited
            continue
        alike = await list_similar_questions(store, question)
        if len({one.organisation_id for one in alike}) >= ORGANISATIONS:
            await _notify_askers(store, arena, alike)


async def list_similar_questions(store: Store, question: Question) -> list[Question]:
    """Return the question and similar ones of other organisations, oldest first."""
    asked = extract_plain_text(question.text)
    hits = await search_documents(store, asked, SearchScope(("question",)), limit=LOOKED_AT, floor=FLOOR)
    found = await store.questions.map_questions_by_id([hit.id for hit in hits if hit.id != question.id])
    alike = [
        other
        for other in found.values()
        if other.state in PUBLIC
        and other.organisation_id is not None
        and other.created_at >= store.now - SPAN
        and compute_duplicate_probability(asked, extract_plain_text(other.text)) >= LIKELY
    ]
    mine = [question] if question.organisation_id is not None else []
    return sorted((*mine, *alike), key=lambda one: one.id)


async def _notify_askers(store: Store, arena: Arena, alike: Sequence[Question]) -> None:
    """Notify each asker only once for each of their questions."""
    for question in alike:
        if await store.escalations.find_escalation(KIND, question.id) is not None:
            continue
        await store.escalations.begin_escalations(KIND, {question.id: store.now})
        await store.escalations.end_escalation(KIND, question.id)
        person = await store.people.find(question.asker_id)
        if person is None or person.guest:
            continue
        card = SharedIssueCard(question.id, tuple(one.id for one in alike if one.id != question.id))
        key = f"question:{question.id}:together"
        await schedule_notification(store, arena, person, card, key=key, at=store.now, subject=key)


async def _list_visible_questions(view: View[SharedIssueCard]) -> list[Question]:
    found = (await view.store.questions.map_questions_by_id(view.args.others)).values()
    if view.person is None:
        return []
    return [one for one in found if one.state in PUBLIC and await rights.is_visible_to(view.store, view.person, one)]


@router.card(SharedIssueCard)
async def draw_shared_issue_card(view: View[SharedIssueCard]) -> Card | None:
    """Draw for one asker what the others asked, without their names.

    Only published questions within the reader's audience are shown.
    """
    mine, say = await view.store.questions.find(view.args.question), view.say
    others = await _list_visible_questions(view)
    if mine is None or mine.state not in PUBLIC or not others:
        return draw_withheld(view)
    n = len({one.organisation_id for one in others if one.organisation_id != mine.organisation_id}) + 1
    text = say.many(
        "{n} organisation has asked nearly the same thing. Do you want to raise it together as an issue?",
        "{n} organisations have asked nearly the same thing. Do you want to raise it together as an issue?",
        n,
    )
    quotes = [Quote(shorten_markup(one.text, 200)) for one in (mine, *others[:4])]
    origin = OriginValue(QUESTION, str(mine.id)).encode_value()
    raise_it = Button(say("Raise it together"), "issues.raise", origin, "primary")
    hint = Text(say("Nobody else is told that you were asked."), "subtle")
    return Card(say("Raise this together?"), (Text(text), *quotes, hint, Buttons((raise_it,))))
