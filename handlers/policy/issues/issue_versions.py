"""Freeze a text that others support: a change is a new version, and its supporters are asked again."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from typing import Any

from handlers.chat.button_values import ButtonValue
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Form, Item, Part, Reply, Text
from handlers.chat.events import Click, Submission
from handlers.chat.rich_text.plain_text import shorten_text, spell_out_links
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn, View
from handlers.dates.day_fields import fill_typed_day
from handlers.meetings.agenda.forms import restore_typed_values
from handlers.moderation.competition import draw_competition_hint
from handlers.notifications.scheduled_notifications import schedule_notification
from handlers.policy.issues import forms, issue_lifecycle, issue_texts, issue_view, stance_buttons
from handlers.policy.issues.issue_publication import build_issue_notice_subject, publish_issue, redraw_issue
from handlers.policy.issues.lookup import is_issue_frozen, load_issue_to_edit
from handlers.policy.issues.stance_buttons import fingerprint_issue, list_frozen_texts, parse_stance_value
from handlers.policy.organisation_answers.button_values import fingerprint_words
from storage.policy.issue_log import TEXT, IssueLogEntry, IssueVersion
from storage.policy.issue_stances import SUPPORT
from storage.policy.issues import OPEN, Issue

router = Router()
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")


class IssueTextValue(ButtonValue, frozen=True):
    """Hold which text of an issue a form was opened on."""

    issue: int
    version: int
    #: Result of `fingerprint_issue` for the text, because a version number may be given twice.
    text: int


class IssueVersionNotice(CardArguments, frozen=True):
    template = "issues.version"

    issue: int
    version: int


@router.on(Click, "issues.edit", opens=True)
async def on_issue_edit_open(event: Click, turn: Turn) -> Reply:
    issue = await load_issue_to_edit(turn, event.value, lock=False)
    return Reply(form=fill_typed_day(await _draw_edit_form(turn, issue), "deadline", event.value))


async def _draw_edit_form(turn: Turn, issue: Issue, lead: str = "") -> Form:
    say = turn.say
    if not lead and await is_issue_frozen(turn.store, issue):
        lead = say(
            "Others support this text: a change becomes version {n}, and they will be asked.", n=issue.version + 1
        )
    title, filled = say("Change {code}", code=issue.code), await forms.list_issue_form_values(turn, issue)
    value = _build_text_value(issue).encode_value()
    return await forms.draw_issue_form(turn, title, "issues.edit", filled, value, lead, submit=say("Save"))


def _build_text_value(issue: Issue) -> IssueTextValue:
    return IssueTextValue(issue.id, issue.version, fingerprint_issue(issue))


@router.on(Submission, "issues.edit")
async def on_issue_edit_submit(event: Submission, turn: Turn) -> Reply:
    """Save the text.

    A form that was opened on an older text is returned with what was typed, and with the current text.
    """
    issue, say = await load_issue_to_edit(turn, event.value), turn.say
    wanted = await forms.parse_issue_form(event, turn, issue.deadline)
    if IssueTextValue.parse_value(event.value) != _build_text_value(issue):
        now = f"{issue.title}\n{shorten_text(issue.wanted, 300)}"
        lead = say("Somebody has changed it in the meantime. It now says: {text}", text=now)
        return Reply(form=restore_typed_values(await _draw_edit_form(turn, issue, lead), event))
    before = list_frozen_texts(issue)
    new = before != dict(wanted.words)
    frozen = new and await is_issue_frozen(turn.store, issue)
    wanted.fill_issue(issue)
    await turn.store.issues.set_issue_topics(issue.id, wanted.topic_ids)
    asked = await _publish_issue_version(turn, issue, before) if frozen else 0
    if new and not frozen:
        await turn.store.issue_log.add_issue_log_entry(
            IssueLogEntry(issue_id=issue.id, kind=TEXT, person_id=turn.person.id)
        )
    await publish_issue(turn.store, issue)
    text = say("Changed. Every copy is redrawn.")
    if frozen:
        text = say.many(
            "This is version {version}. {n} person will be asked; until then their answer counts for the"
            " previous text.",
            "This is version {version}. {n} people will be asked; until then their answers count for the"
            " previous text.",
            asked,
            version=issue.version,
        )
    show = Button(say("Show"), "issues.open", str(issue.id))
    parts = (
        Text(f"{issue.code} {issue.title}", "strong"),
        Text(text),
        *draw_competition_hint(say, issue_texts.join_issue_texts(issue)),
        Buttons((show,)),
    )
    return Reply(Card("", parts))


async def _publish_issue_version(turn: Turn, issue: Issue, before: dict[str, Any]) -> int:
    """Store the earlier text, and ask each organisation with a stance again. Return the number of people asked."""
    store, me = turn.store, turn.person
    old = IssueVersion(issue_id=issue.id, version=issue.version, data=before, changed_by_id=me.id)
    await store.issue_log.store_issue_version(old)
    issue.version += 1
    entry = IssueLogEntry(issue_id=issue.id, kind=TEXT, what=str(issue.version), person_id=me.id)
    await store.issue_log.add_issue_log_entry(entry)
    mine = {organisation.id for organisation in await store.organisations.list_organisations_represented_by(me.id)}
    for stance, organisation in await store.issue_stances.list_stances(issue.id):
        if organisation.id in mine and stance.stance == SUPPORT:  # the editor's organisations support the new version
            stance.version = issue.version
    people = [person for person in await issue_lifecycle.list_stance_speakers(store, issue) if person.id != me.id]
    for person in people:
        await schedule_notification(
            store,
            turn.arena,
            person,
            IssueVersionNotice(issue.id, issue.version),
            key=f"issue:{issue.id}:version:{issue.version}:{person.id}",
            at=turn.now,
            subject=build_issue_notice_subject(issue.id),
        )
    await redraw_issue(store, issue.id)
    return len(people)


@router.card(IssueVersionNotice)
async def draw_issue_version_card(view: View[IssueVersionNotice]) -> Card | None:
    """Draw for the speaker of an organisation what has changed, and ask again."""
    issue, store, say = await view.store.issues.find(view.args.issue), view.store, view.say
    if issue is None or view.person is None:
        return None
    if (issue.version != view.args.version or issue.state not in OPEN) and not view.delivery.was_told:
        return None  # superseded, or closed: each has a card of its own
    organisations = await store.organisations.list_organisations_represented_by(view.person.id)
    again = say("Your answer counts for the previous text until you answer again.")
    parts: list[Part] = [Text(again, "subtle")] if issue.state in OPEN else []
    parts += await _draw_version_changes(view, issue, view.args.version - 1)
    for stance, organisation in await store.issue_stances.list_stances(issue.id):
        if organisation.id in {one.id for one in organisations} and stance.version <= issue.version:
            parts += await issue_view.draw_organisation_stance(view, issue, organisation)
    return Card(say("{code} has a new text: version {n}", code=issue.code, n=issue.version), tuple(parts))


async def draw_text_changed_card(turn: Turn, issue: Issue, value: str) -> Card:
    """Draw what has changed for somebody who answers to an older text, before the answer counts."""
    lead = Text(turn.say("The text has changed since then. Read the changes, then answer again."))
    shown = parse_stance_value(value)
    parts = await _draw_version_changes(turn, issue, shown.version or 0, shown.text)
    row = Buttons(stance_buttons.draw_stance_buttons(turn.say, issue))
    return Card(f"{issue.code} {issue.title}", (lead, *parts, row))


async def _draw_version_changes(at: Turn | View, issue: Issue, version: int, text: int | None = None) -> list[Part]:
    old = await at.store.issue_log.find_issue_version(issue.id, version)
    if old is None or text not in (None, fingerprint_words(*old.data.values())):  # unknown to the database
        return await issue_view.draw_issue_core(at, issue)
    return draw_text_difference(at.say, old.data, list_frozen_texts(issue))


def draw_text_difference(say: Say, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Part]:
    """Draw the removed and the added sentences."""
    labels = {
        "title": say("Title"),
        "problem": say("Problem"),
        "affected": say("Who is affected"),
        "wanted": say("Desired change"),
        "addressee": say("Addressed to"),
    }
    before, after = ({**texts, "addressee": _describe_version_addressee(say, texts)} for texts in (old, new))
    parts: list[Part] = []
    for name, label in labels.items():
        lines = _list_changed_sentences(before.get(name, ""), after.get(name, ""))
        parts += [Item(label, "\n".join(lines))] if lines else []
    return parts


def _list_changed_sentences(old: str, new: str) -> list[str]:
    """Return "− removed", "+ added"."""
    before, after = (_SENTENCE.split(text.strip()) if text.strip() else [] for text in map(spell_out_links, (old, new)))
    marks = {"- ": "− ", "+ ": "+ "}
    return [marks[line[:2]] + line[2:] for line in difflib.ndiff(before, after) if line[:2] in marks]


def _describe_version_addressee(say: Say, texts: Mapping[str, Any]) -> str:
    kind = issue_texts.list_addressee_labels(say).get(texts.get("addressee_kind", ""), "")
    return ": ".join(filter(None, (kind, texts.get("addressee", ""))))
