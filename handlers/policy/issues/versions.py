"""Versions: once others stand behind a text it is frozen; a change is a new version, and its supporters are asked."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from typing import Any

from handlers.access import rights
from handlers.chat.cards import Button, Buttons, Card, Form, Item, Part, Reply, Text
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn, View
from handlers.directory.naming import shorten
from handlers.meetings.agenda.forms import retyped
from handlers.moderation.competition import hint
from handlers.notifications.pushes import push
from handlers.policy.issues import buttons, forms, living, showing, words
from handlers.policy.issues.lookup import is_issue_frozen, list_issue_ties, load_open_issue
from handlers.policy.issues.publishing import notice_subject, redraw, spread
from handlers.policy.issues.seals import read_value, seal, text_of
from handlers.policy.organisation_answers.button_values import seal_words
from storage.policy.issue_log import TEXT, IssueNote, IssueVersion
from storage.policy.issues import Issue

router = Router()
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")


@router.on(Click, "issues.edit", opens=True)
async def edit(event: Click, turn: Turn) -> Reply:
    issue = await _editable(turn, event.value, lock=False)
    return Reply(form=await _form(turn, issue))


async def _form(turn: Turn, issue: Issue, lead: str = "") -> Form:
    say = turn.say
    if not lead and await is_issue_frozen(turn.store, issue):
        lead = say("Others stand behind the text: a change is version {n}, and they are asked.", n=issue.version + 1)
    title, value = say("Change {code}", code=issue.code), f"{issue.id}:{issue.version}:{seal(issue)}"
    return await forms.form(turn, title, "issues.edit", await forms.words_of(turn, issue), value, lead)


@router.on(Submission, "issues.edit")
async def save(event: Submission, turn: Turn) -> Reply:
    """A form that was opened on an older text comes back with what was typed, and says what stands there now."""
    issue, say = await _editable(turn, event.value), turn.say
    wanted = await forms.read(event, turn, issue.deadline)
    if event.value != f"{issue.id}:{issue.version}:{seal(issue)}":
        now = f"{issue.title}\n{shorten(issue.wanted, 300)}"
        form = await _form(turn, issue, say("Somebody changed it meanwhile. It now says: {text}", text=now))
        return Reply(form=retyped(form, event))
    before = text_of(issue)
    new = before != dict(wanted.words)
    frozen = new and await is_issue_frozen(turn.store, issue)
    wanted.write(issue)
    await turn.store.issues.tag(issue.id, wanted.topic_ids)
    asked = await _next_version(turn, issue, before) if frozen else 0
    if new and not frozen:
        await turn.store.histories.note(IssueNote(issue_id=issue.id, kind=TEXT, person_id=turn.person.id))
    await spread(turn.store, issue)
    text = say("Changed. Every copy is redrawn.")
    if frozen:
        text = say.many(
            "This is version {version}. {n} person is asked; until then what was said counts for the text before.",
            "This is version {version}. {n} people are asked; until then what was said counts for the text before.",
            asked,
            version=issue.version,
        )
    show = Button(say("Show"), "issues.open", str(issue.id))
    parts = (
        Text(f"{issue.code} {issue.title}", "strong"),
        Text(text),
        *hint(say, words.written(issue)),
        Buttons((show,)),
    )
    return Reply(Card("", parts))


async def _next_version(turn: Turn, issue: Issue, before: dict[str, Any]) -> int:
    """What it said is kept, and each organisation that spoke of it is asked; gives how many people are."""
    store, me = turn.store, turn.person
    old = IssueVersion(issue_id=issue.id, version=issue.version, data=before, changed_by_id=me.id)
    await store.histories.keep_version(old)
    issue.version += 1
    entry = IssueNote(issue_id=issue.id, kind=TEXT, what=str(issue.version), person_id=me.id)
    await store.histories.note(entry)
    mine = {house.id for house in await store.organisations.represented_by(me.id)}
    for support, house in await store.supports.of(issue.id):
        if house.id in mine:  # whoever changes it stands behind the change
            support.version = issue.version
    people = [person for person in await living.supporters(store, issue) if person.id != me.id]
    for person in people:
        await push(
            store,
            turn.arena,
            person,
            "issues.version",
            {"issue": issue.id, "version": issue.version},
            key=f"issue:{issue.id}:version:{issue.version}:{person.id}",
            at=turn.now,
            subject=notice_subject(issue.id),
        )
    await redraw(store, issue.id)
    return len(people)


@router.card("issues.version")
async def draw(view: View) -> Card | None:
    """To who spoke for an organisation: what is different, and the question anew."""
    issue, store, say = await view.store.issues.find(view["issue"]), view.store, view.say
    if issue is None or view.person is None:
        return None
    if issue.version != view["version"] and not view.delivery.message:
        return None  # the next one is asked about
    houses = await store.organisations.represented_by(view.person.id)
    parts: list[Part] = [Text(say("What you said counts for the text before, until you say something new."), "subtle")]
    parts += await _different(view, issue, view["version"] - 1)
    for support, house in await store.supports.of(issue.id):
        if house.id in {one.id for one in houses} and support.version <= issue.version:
            parts += await showing.word_of(view, issue, house)
    return Card(say("{code} has a new text: version {n}", code=issue.code, n=issue.version), tuple(parts))


async def changed_since(turn: Turn, issue: Issue, value: str) -> Card:
    """To who answers to an older text: what is different, before it counts."""
    lead = Text(turn.say("The text has changed since. Read what is different, then say it again."))
    shown = read_value(value)
    parts = await _different(turn, issue, shown.version or 0, shown.text)
    row = Buttons(buttons.stances(turn.say, issue))
    return Card(f"{issue.code} {issue.title}", (lead, *parts, row))


async def _different(at: Turn | View, issue: Issue, version: int, text: int | None = None) -> list[Part]:
    old = await at.store.histories.version(issue.id, version)
    if old is None or text not in (None, seal_words(*old.data.values())):  # of which the database knows nothing
        return await showing.core(at, issue)
    return difference(at.say, old.data, text_of(issue))


def difference(say: Say, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Part]:
    """Sentence by sentence: what went, and what came."""
    labels = {
        "title": say("Title"),
        "problem": say("Problem"),
        "affected": say("Who is hit"),
        "wanted": say("Wanted change"),
        "addressee": say("Addressed to"),
    }
    before, after = ({**texts, "addressee": _addressed(say, texts)} for texts in (old, new))
    parts: list[Part] = []
    for name, label in labels.items():
        lines = _lines(before.get(name, ""), after.get(name, ""))
        parts += [Item(label, "\n".join(lines))] if lines else []
    return parts


def _lines(old: str, new: str) -> list[str]:
    """ "− which went", "+ which came"."""
    before, after = (_SENTENCE.split(text.strip()) if text.strip() else [] for text in (old, new))
    marks = {"- ": "− ", "+ ": "+ "}
    return [marks[line[:2]] + line[2:] for line in difflib.ndiff(before, after) if line[:2] in marks]


def _addressed(say: Say, texts: Mapping[str, Any]) -> str:
    kind = words.addressees(say).get(texts.get("addressee_kind", ""), "")
    return ": ".join(filter(None, (kind, texts.get("addressee", ""))))


async def _editable(turn: Turn, value: str, *, lock: bool = True) -> Issue:
    issue = await load_open_issue(turn, value, lock=lock)
    await rights.need(turn, *list_issue_ties(turn.person, issue))
    return issue
