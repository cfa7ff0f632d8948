"""Merge: two issues become a new one, or one gives way to the other; nothing is deleted, and supporters are asked."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from handlers.access import rights
from handlers.access.reaches import choosing
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Part, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.moderation.competition import hint
from handlers.notifications.pushes import push
from handlers.policy.issues import codes, forms, living, showing, words
from handlers.policy.issues.lookup import list_issue_ties, load_open_issue, parse_issue_value
from handlers.policy.issues.publishing import notice_subject, spread
from storage.directory.people import Person
from storage.policy.issue_log import MERGER, IssueNote
from storage.policy.issues import PROPOSED, REPLACED, Issue

router = Router()
#: a new one of both; the other stands in its place
NEW, OTHER = "new", "other"


@router.on(Click, "issues.merge", opens=True)
async def choose(event: Click, turn: Turn) -> Reply:
    issue, say = await _mine(turn, event.value, lock=False), turn.say
    ways = ((NEW, say("Both become a new issue")), (OTHER, say("The other one stands in its place")))
    fields = (codes.field(turn), Field("how", say("How?"), "choice", NEW, options=ways))
    title = f"{issue.code} {issue.title}"
    return Reply(form=Form(say("Merge or replace"), "issues.merge", fields, say("Next"), str(issue.id), note=title))


@router.on(Submission, "issues.merge")
async def chosen(event: Submission, turn: Turn) -> Reply:
    issue = await _mine(turn, event.value)
    other = await codes.chosen(turn, event, issue)
    match event.text("how"):
        case "other":
            await turn.store.issues.lock(other.id)
            await _replace(turn, [issue], other)
            await spread(turn.store, other)
            return Reply(await showing.whole(turn, other))
        case "new":
            return Reply(form=await _form(turn, issue, other))
    raise UserError("", {"how": turn.say("Choose one of these.")})


async def _form(turn: Turn, issue: Issue, other: Issue) -> Form:
    """Filled with the words of both, for whoever merges them to make them one."""
    one, two = await forms.words_of(turn, issue), await forms.words_of(turn, other)
    filled = dict(one)
    for name in ("problem", "affected", "wanted"):
        filled[name] = "\n\n".join(
            dict.fromkeys(text for text in (one[name], two[name]) if isinstance(text, str) and text)
        )
    filled["topics"] = tuple(dict.fromkeys((*one["topics"], *two["topics"])))
    title = turn.say("A new issue of {one} and {other}", one=issue.code, other=other.code)
    note = turn.say("Those who support one of them are asked whether they support the new one.")
    form = await forms.form(turn, title, "issues.join", filled, f"{issue.id}:{other.id}", note)
    reach = await turn.store.reaches.find(issue.reach_id or other.reach_id)
    return msgspec.structs.replace(form, fields=(*form.fields, *await choosing.fields(turn, reach)))


@router.on(Submission, "issues.join")
async def join(event: Submission, turn: Turn) -> Reply:
    """It is out at once: the secretariat has written it."""
    store, (one, two, _) = turn.store, parse_issue_value(event.value)
    if one == two:
        raise UserError(turn.say("{code} cannot be joined with itself.", code=(await _mine(turn, str(one))).code))
    both = [await _mine(turn, str(id)) for id in sorted({one, two or 0})]
    wanted = await forms.read(event, turn, *(issue.deadline for issue in both))
    reach = await choosing.chosen(turn, event)
    new = Issue(
        reach_id=reach.id if reach else None,
        state=PROPOSED,
        raised_by_id=turn.person.id,
        owner_id=turn.person.id,
        published_at=turn.now,
    )
    wanted.write(new)
    await store.issues.add(new)
    await store.issues.tag(new.id, wanted.topic_ids)
    await living.began(turn, new)
    await _replace(turn, both, new)
    await spread(store, new)
    card = await showing.whole(turn, new)
    return Reply(Card(card.title, (*hint(turn.say, words.written(new)), *card.parts)))


async def _replace(turn: Turn, old: Sequence[Issue], new: Issue) -> None:
    """The old ones are closed and lead to the new one; who spoke of them is asked once, however many they spoke of."""
    store, asked = turn.store, dict[int, Person]()
    for one in old:
        for person in await living.readers(store, one):
            asked.setdefault(person.id, person)
        for person in await store.interests.followers(one.id):
            if await rights.within(store, person, new):
                await store.interests.follow(new.id, person.id)
        one.state, one.other_id, one.closed_at = REPLACED, new.id, turn.now
        await living.end(store, one.id)
        for issue, code in ((one, new.code), (new, one.code)):
            entry = IssueNote(issue_id=issue.id, kind=MERGER, what=code, person_id=turn.person.id)
            await store.histories.note(entry)
        await spread(store, one)
    for person in asked.values():
        if person.id != turn.person.id:
            await push(
                store,
                turn.arena,
                person,
                "issues.merged",
                {"issue": new.id, "codes": [one.code for one in old]},
                key=f"issue:{new.id}:merged:{'-'.join(str(one.id) for one in old)}:{person.id}",
                at=turn.now,
                subject=notice_subject(new.id),
            )


@router.card("issues.merged")
async def draw(view: View) -> Card | None:
    """To who spoke of the old one: what stands in its place, and whether their organisation supports it."""
    issue, say = await view.store.issues.find(view["issue"]), view.say
    if issue is None or view.person is None:
        return None
    text = say("{codes} gave way to this issue. What was said there is kept there.", codes=say.listed(view["codes"]))
    parts: list[Part] = [Text(text), *await showing.core(view, issue)]
    for house in await view.store.organisations.represented_by(view.person.id):
        parts += await showing.word_of(view, issue, house)
    show = Buttons((Button(say("Show"), "issues.open", str(issue.id)),))
    return Card(f"{issue.code} {issue.title}", (*parts, show))


async def _mine(turn: Turn, value: str, *, lock: bool = True) -> Issue:
    issue = await load_open_issue(turn, value, lock=lock)
    await rights.need(turn, *list_issue_ties(turn.person, issue))
    return issue
