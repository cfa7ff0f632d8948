"""Raise: from a message, a question or nothing; kept first, compared with what there is, then sent to be checked."""

from __future__ import annotations

import msgspec

from handlers.access import rights, vacancy
from handlers.access.reaches import choosing, telling
from handlers.chat import verbs
from handlers.chat.cards import Button, Buttons, Card, Form, Item, Part, Reply, Text, note
from handlers.chat.events import Click, Command, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.naming import shorten
from handlers.language.finding import find, similar
from handlers.moderation.competition import hint
from handlers.policy.issues import checking, forms, listing, origins, words
from handlers.policy.issues.lookup import load_own_issue_draft, may_see_issue
from handlers.policy.issues.publishing import document
from storage.access.audiences import Reach
from storage.policy.issues import DRAFT, OPEN, WITHDRAWN, Issue

router = Router()
#: similar ones shown before it is sent, and hits that are looked at
MOST_NEAR, LOOKED_AT = 3, 10
#: the share of its title that a hit must hold
NEAR = 0.5


@router.on(Command, "issue")
async def issue(event: Command, turn: Turn) -> Reply:
    """`sak` lists what is open, `sak ny` raises one, `sak S-7` shows one."""
    text = event.text.strip()
    first, _, rest = text.partition(" ")
    if verbs.fold(first) not in ("ny", "nytt", "nye", "new"):
        return await listing.asked(turn, text)
    if event.reply_to is None:
        return Reply(form=await _form(turn, {"title": rest.strip()}, ""))
    # a line of chat opens no form: a button does
    button = Button(turn.say("Raise an issue"), "issues.raise", f"title:{rest.strip()[: forms.TITLE]}", "primary")
    text = turn.say("What should change, and who can change it? A form asks.")
    return Reply(Card("", (Text(text), Buttons((button,)))))


@router.on(Click, "issues.raise", opens=True)
async def write(event: Click, turn: Turn) -> Reply:
    origin = await origins.of_click(event, turn)
    reply = await _form(turn, origin.words, origin.value, origin.note)
    return Reply(form=reply)


async def of_question(turn: Turn, id: int) -> Form:
    """For whoever wants more than an answer."""
    await rights.need_member(turn)
    origin = await origins.of_value(turn, f"question:{id}")
    return await _form(turn, origin.words, origin.value, origin.note)


async def of_words(turn: Turn, filled: forms.Filled) -> Form:
    """For whoever begins with what others have said."""
    await rights.need_member(turn)
    return await _form(turn, filled, "")


@router.on(Click, "issues.redo", opens=True)
async def redo(event: Click, turn: Turn) -> Reply:
    """A draft again, to change it before it is sent."""
    draft = await load_own_issue_draft(turn, event.value)
    reach = await turn.store.reaches.find(draft.reach_id)
    return Reply(form=await _form(turn, await forms.words_of(turn, draft), f"draft:{draft.id}", draft.why, reach))


@router.on(Submission, "issues.raise")
async def keep(event: Submission, turn: Turn) -> Reply:
    """As a draft first, so that what was typed is safe whatever comes of it."""
    wanted, reach = await forms.read(event, turn), await choosing.chosen(turn, event)
    kind, _, id = event.value.partition(":")
    if kind == "draft":
        draft = await load_own_issue_draft(turn, id)
        wanted.write(draft)
    else:
        draft = Issue(
            state=DRAFT,
            raised_by_id=turn.person.id,
            organisation_id=turn.person.stands_for,
            question_id=await origins.question_of(turn, event.value),
        )
        wanted.write(draft)
        await turn.store.issues.add(draft)
    draft.reach_id = reach.id if reach else None
    await turn.store.issues.tag(draft.id, wanted.topic_ids)
    near = await _near(turn, draft)
    return Reply(_near_card(turn, draft, near)) if near else await _send(turn, draft)


@router.on(Click, "issues.submit")
async def submit(event: Click, turn: Turn) -> Reply:
    """None of the similar ones is the same."""
    return msgspec.structs.replace(await _send(turn, await load_own_issue_draft(turn, event.value)), replace=True)


@router.on(Click, "issues.discard")
async def discard(event: Click, turn: Turn) -> Reply:
    """What the secretariat has seen keeps its code; what nobody has seen is gone."""
    draft = await load_own_issue_draft(turn, event.value)
    if draft.submitted_at is None:
        await turn.store.issues.remove(draft)
    else:
        draft.state = WITHDRAWN
    return note(turn.say("Not raised."), replace=True)


async def _form(turn: Turn, filled: forms.Filled, value: str, lead: str = "", reach: Reach | None = None) -> Form:
    form = await forms.form(turn, turn.say("Raise an issue"), "issues.raise", filled, value, lead)
    return msgspec.structs.replace(form, fields=(*form.fields, *await choosing.fields(turn, reach)))


async def _send(turn: Turn, draft: Issue) -> Reply:
    await checking.submit(turn, draft)
    say, id = turn.say, str(draft.id)
    read = await vacancy.is_read(turn.store, rooms=True)
    text = await vacancy.tell_kept(turn.store, say, checking.clock_line(say, draft, turn.arena), rooms=True)
    row = (Button(say("Add evidence"), "issues.evidence", id), Button(say("Show"), "issues.open", id))
    seen = Text(await telling.seen_by(turn.store, draft.reach_id, say), "subtle")
    parts = (Text(draft.title, "strong"), Text(text), seen, *hint(say, words.written(draft)), Buttons(row))
    is_with, kept = say("{code} is with the secretariat", code=draft.code), say("{code} is kept", code=draft.code)
    return Reply(Card(is_with if read else kept, parts))


async def _near(turn: Turn, draft: Issue) -> list[Issue]:
    """Open ones that are probably about the same: by the whole of it, or by its title."""
    store, sight = turn.store, await turn.store.reaches.sight(turn.person)
    alike = await similar(store, document(draft, await store.issues.topics(draft.id)), sight, LOOKED_AT)
    by_title = await find(
        store, draft.title, kinds=("issue",), sight=sight, limit=LOOKED_AT, floor=NEAR, meanings=turn.meanings
    )
    ids = list(dict.fromkeys(hit.id for hit in (*alike, *by_title)))
    found = await store.issues.many(ids)
    near = [found[id] for id in ids if id in found and id != draft.id and found[id].state in OPEN]
    return [one for one in near if await may_see_issue(store, turn.person, one)][:MOST_NEAR]


def _near_card(turn: Turn, draft: Issue, near: list[Issue]) -> Card:
    say, id = turn.say, str(draft.id)
    parts: list[Part] = [Text(say("Your text is kept. Is one of these about the same?"))]
    for one in near:
        row = (
            Button(say("Support it instead"), "issues.support", str(one.id)),
            Button(say("Add to it"), "issues.evidence", f"{one.id}:{id}"),
            Button(say("Show"), "issues.open", str(one.id)),
        )
        state = words.states(say)[one.state]
        parts.append(Item(f"{one.code} {one.title}", shorten(one.wanted, 200), state, row))
    ways = (
        Button(say("Go on"), "issues.submit", id, "primary"),
        Button(say("Change"), "issues.redo", id),
        Button(say("Do not raise it"), "issues.discard", id, confirm=say("Throw away what you wrote?")),
    )
    return Card(say("Others have raised something like it"), (*parts, *hint(say, words.written(draft)), Buttons(ways)))
