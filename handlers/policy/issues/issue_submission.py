"""Raise an issue from a message, a question or nothing.

It is stored as a draft, compared with similar issues, then submitted.
"""

from __future__ import annotations

import msgspec

from handlers.access import rights, secretariat_vacancy
from handlers.access.visibility import audience_fields, audience_texts
from handlers.chat import verbs
from handlers.chat.cards import Button, Buttons, Card, Form, Item, Part, Reply, Text, build_text_reply
from handlers.chat.events import Click, Command, Submission
from handlers.chat.new_record_orders import NEW
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.language.document_search import list_similar_documents, search_documents
from handlers.moderation.competition import draw_competition_hint
from handlers.policy.issues import forms, issue_checks, issue_list, issue_origins, issue_texts
from handlers.policy.issues.evidence import EvidenceValue
from handlers.policy.issues.issue_origins import OriginValue
from handlers.policy.issues.issue_publication import build_issue_search_document
from handlers.policy.issues.lookup import load_own_issue_draft, may_see_issue
from storage.access.audiences import Audience
from storage.policy.issues import DRAFT, OPEN, WITHDRAWN, Issue
from storage.search.search_index import SearchScope

router = Router()
#: maximum number of similar issues shown before submission, and of hits compared
MOST_NEAR, LOOKED_AT = 3, 10
#: minimum share of the title in a hit
NEAR = 0.5


@router.on(Command, "issue")
async def on_issue_command(event: Command, turn: Turn) -> Reply:
    """Answer the command: `sak` lists open issues, `sak ny` raises one, `sak S-7` shows one."""
    text = event.text.strip()
    first, _, rest = text.partition(" ")
    if verbs.fold_word(first) not in NEW:
        return await issue_list.answer_issue_query(turn, text)
    if event.reply_to is None:
        return Reply(form=await _draw_raise_form(turn, {"title": rest.strip()}, ""))
    # A command cannot open a form, but a button can.
    title = OriginValue(issue_origins.TITLED, rest.strip()[: forms.TITLE]).encode_value()
    button = Button(turn.say("Raise an issue"), "issues.raise", title, "primary")
    text = turn.say("What should change, and who can change it? A form opens.")
    return Reply(Card("", (Text(text), Buttons((button,)))))


@router.on(Click, "issues.raise", opens=True)
async def on_issue_raise_open(event: Click, turn: Turn) -> Reply:
    origin = await issue_origins.build_origin_from_click(event, turn)
    reply = await _draw_raise_form(turn, origin.words, origin.value, origin.note)
    return Reply(form=reply)


async def draw_issue_form_from_question(turn: Turn, id: int) -> Form:
    """Draw the form for somebody who wants more than an answer."""
    await rights.need_member(turn)
    origin = await issue_origins.build_origin_from_question(turn, str(id))
    return await _draw_raise_form(turn, origin.words, origin.value, origin.note)


async def draw_form_from_values(turn: Turn, filled: forms.Filled) -> Form:
    """Draw the form for somebody who begins with what others have said."""
    await rights.need_member(turn)
    return await _draw_raise_form(turn, filled, "")


@router.on(Click, "issues.redo", opens=True)
async def on_issue_redo_open(event: Click, turn: Turn) -> Reply:
    """Open the draft again, to change it before it is submitted."""
    draft = await load_own_issue_draft(turn, event.value)
    audience = await turn.store.audiences.find(draft.reach_id)
    filled, value = (
        await forms.list_issue_form_values(turn, draft),
        OriginValue(issue_origins.DRAFT, str(draft.id)).encode_value(),
    )
    return Reply(form=await _draw_raise_form(turn, filled, value, draft.why, audience))


@router.on(Submission, "issues.raise")
async def on_issue_raise_submit(event: Submission, turn: Turn) -> Reply:
    """Store a draft first, so that the typed text is safe whatever happens next."""
    wanted, audience = (
        await forms.parse_issue_form(event, turn),
        await audience_fields.parse_audience_fields(turn, event),
    )
    origin = OriginValue.parse_value(event.value)
    if origin.kind == issue_origins.DRAFT:
        draft = await load_own_issue_draft(turn, origin.rest)
        wanted.fill_issue(draft)
    else:
        draft = Issue(
            state=DRAFT,
            raised_by_id=turn.person.id,
            organisation_id=turn.person.stands_for,
            question_id=await issue_origins.load_origin_question_id(turn, event.value),
        )
        wanted.fill_issue(draft)
        await turn.store.issues.add(draft)
    draft.reach_id = audience.id if audience else None
    await turn.store.issues.set_issue_topics(draft.id, wanted.topic_ids)
    near = await _list_similar_issues(turn, draft)
    return Reply(_draw_similar_issues(turn, draft, near)) if near else await _submit_draft(turn, draft)


@router.on(Click, "issues.submit")
async def on_issue_draft_submit(event: Click, turn: Turn) -> Reply:
    """Submit the draft: none of the similar issues is the same."""
    return msgspec.structs.replace(
        await _submit_draft(turn, await load_own_issue_draft(turn, event.value)), replace=True
    )


@router.on(Click, "issues.discard")
async def on_issue_draft_discard(event: Click, turn: Turn) -> Reply:
    """Delete a draft that nobody has seen. One that the secretariat has seen keeps its code and is withdrawn."""
    draft = await load_own_issue_draft(turn, event.value)
    if draft.submitted_at is None:
        await turn.store.issues.delete_issue_draft(draft)
    else:
        draft.state = WITHDRAWN
    return build_text_reply(turn.say("The issue was not raised."), replace=True)


async def _draw_raise_form(
    turn: Turn, filled: forms.Filled, value: str, lead: str = "", audience: Audience | None = None
) -> Form:
    say = turn.say
    title, submit = say("Raise an issue"), say("Preview")
    form = await forms.draw_issue_form(turn, title, "issues.raise", filled, value, lead, submit=submit)
    return msgspec.structs.replace(
        form, fields=(*form.fields, *await audience_fields.draw_short_audience_fields(turn, audience))
    )


async def _submit_draft(turn: Turn, draft: Issue) -> Reply:
    await issue_checks.submit_issue(turn, draft)
    say, id = turn.say, str(draft.id)
    read = await secretariat_vacancy.is_secretariat_reading(turn.store, rooms=True)
    text = await secretariat_vacancy.describe_kept_by_secretariat(
        turn.store, say, issue_checks.describe_check_deadline(say, draft, turn.arena), rooms=True
    )
    row = (Button(say("Add evidence"), "issues.evidence", id), Button(say("Show"), "issues.open", id))
    seen = Text(await audience_texts.describe_audience_size(turn.store, draft.reach_id, say), "subtle")
    parts = (
        Text(draft.title, "strong"),
        Text(text),
        seen,
        *draw_competition_hint(say, issue_texts.join_issue_texts(draft)),
        Buttons(row),
    )
    is_with, kept = say("{code} is with the secretariat", code=draft.code), say("{code} is kept", code=draft.code)
    return Reply(Card(is_with if read else kept, parts))


async def _list_similar_issues(turn: Turn, draft: Issue) -> list[Issue]:
    """Return open issues that are probably about the same, by the whole text or by the title."""
    store, viewer = turn.store, await turn.store.audiences.build_viewer(turn.person)
    alike = await list_similar_documents(
        store, build_issue_search_document(draft, await store.issues.list_issue_topic_ids(draft.id)), viewer, LOOKED_AT
    )
    scope = SearchScope(("issue",), sight=viewer)
    by_title = await search_documents(store, draft.title, scope, limit=LOOKED_AT, floor=NEAR, meanings=turn.meanings)
    ids = list(dict.fromkeys(hit.id for hit in (*alike, *by_title)))
    found = await store.issues.map_issues_by_id(ids)
    near = [found[id] for id in ids if id in found and id != draft.id and found[id].state in OPEN]
    return [one for one in near if await may_see_issue(store, turn.person, one)][:MOST_NEAR]


def _draw_similar_issues(turn: Turn, draft: Issue, near: list[Issue]) -> Card:
    say, id = turn.say, str(draft.id)
    parts: list[Part] = [Text(say("Your text is saved. Is one of these about the same thing?"))]
    for one in near:
        row = (
            Button(say("Support it instead"), "issues.support", str(one.id)),
            Button(say("Add evidence here"), "issues.evidence", EvidenceValue(one.id, draft.id).encode_value()),
            Button(say("Show"), "issues.open", str(one.id)),
        )
        state = issue_texts.list_issue_state_labels(say)[one.state]
        parts.append(Item(f"{one.code} {one.title}", shorten_text(one.wanted, 200), state, row))
    ways = (
        Button(say("Continue"), "issues.submit", id, "primary"),
        Button(say("Change"), "issues.redo", id),
        Button(say("Discard"), "issues.discard", id, "danger", say("Discard what you wrote?")),
    )
    return Card(
        say("Others have raised something similar"),
        (*parts, *draw_competition_hint(say, issue_texts.join_issue_texts(draft)), Buttons(ways)),
    )
