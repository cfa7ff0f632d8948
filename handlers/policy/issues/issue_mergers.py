"""Merge issues: two become a new one, or one replaces the other.

Nothing is deleted, and supporters are asked again.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from handlers.access import rights
from handlers.access.option_fields import reply_with_found_options
from handlers.access.visibility import audience_fields
from handlers.chat.button_values import ButtonValue
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Part, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Query, Submission
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.moderation.competition import draw_competition_hint
from handlers.notifications.scheduled_notifications import schedule_notification
from handlers.policy.issues import (
    agenda_proposals,
    forms,
    issue_codes,
    issue_lifecycle,
    issue_reviews,
    issue_texts,
    issue_view,
)
from handlers.policy.issues.issue_publication import build_issue_notice_subject, publish_issue
from handlers.policy.issues.lookup import load_issue_to_edit
from storage.directory.people import Person
from storage.policy.issue_log import MERGER, IssueLogEntry
from storage.policy.issues import PROPOSED, REPLACED, Issue

router = Router()
#: ways to merge: a new issue replaces both, or the other issue replaces this one
NEW, OTHER = "new", "other"


class MergerValue(ButtonValue, frozen=True):
    """Hold the two issues that become a new one: "7:12"."""

    issue: int
    other: int


class MergedIssueNotice(CardArguments, frozen=True):
    template = "issues.merged"

    issue: int
    #: codes of the issues that it replaces
    codes: tuple[str, ...]


@router.on(Click, "issues.merge", opens=True)
async def on_issue_merge_open(event: Click, turn: Turn) -> Reply:
    issue, say = await load_issue_to_edit(turn, event.value, lock=False), turn.say
    ways = ((NEW, say("Merge into new issue")), (OTHER, say("Replaced by the other")))
    fields = (
        await issue_codes.draw_issue_code_field(turn, issue),
        Field("how", say("How?"), "choice", NEW, options=ways),
    )
    title = f"{issue.code} {issue.title}"
    both = say("Merge or replace")
    return Reply(form=Form(both, "issues.merge", fields, both, str(issue.id), note=title))


@router.on(Query, issue_codes.ISSUE_SEARCH)
async def on_other_issue_search(event: Query, turn: Turn) -> Reply:
    """Find open issues by code and title, without the one that is merged."""
    return reply_with_found_options(event, await issue_codes.list_other_issue_options(turn, parse_id(event.value)))


@router.on(Submission, "issues.merge")
async def on_issue_merge_submit(event: Submission, turn: Turn) -> Reply:
    issue = await load_issue_to_edit(turn, event.value, lock=False)
    other = await issue_codes.parse_other_issue(turn, event, issue)
    match event.get_text("how"):
        case "other":
            await _lock_issues_to_merge(turn, issue.id, other.id)
            await _replace_issues(turn, [issue], other)
            await publish_issue(turn.store, other)
            return await issue_view.build_issue_reply(turn, other)
        case "new":
            return Reply(form=await _draw_merger_form(turn, issue, other))
    raise UserError("", {"how": turn.say("Choose one of these.")})


async def _draw_merger_form(turn: Turn, issue: Issue, other: Issue) -> Form:
    """Draw the form with the texts of both issues, so that they can be made one."""
    one, two = await forms.list_issue_form_values(turn, issue), await forms.list_issue_form_values(turn, other)
    filled = dict(one)
    for name in ("problem", "affected", "wanted"):
        filled[name] = "\n\n".join(
            dict.fromkeys(text for text in (one[name], two[name]) if isinstance(text, str) and text)
        )
    filled["topics"] = tuple(dict.fromkeys((*one["topics"], *two["topics"])))
    title = turn.say("Merge issues")
    told = turn.say("Those who support one of them are asked whether they support the new one.")
    note = f"{issue.code}, {other.code}. {told}"
    form = await forms.draw_issue_form(
        turn, title, "issues.join", filled, MergerValue(issue.id, other.id).encode_value(), note,
        submit=turn.say("Publish"),
    )  # fmt: skip
    audience = await turn.store.audiences.find(issue.reach_id or other.reach_id)
    return msgspec.structs.replace(
        form, fields=(*form.fields, *await audience_fields.draw_short_audience_fields(turn, audience))
    )


@router.on(Submission, "issues.join")
async def on_issue_join_submit(event: Submission, turn: Turn) -> Reply:
    """Publish the new issue at once: the secretariat has written it."""
    store, joined = turn.store, MergerValue.parse_value(event.value)
    if joined.issue == joined.other:
        same = await load_issue_to_edit(turn, str(joined.issue))
        raise UserError(turn.say("{code} cannot be merged with itself.", code=same.code))
    both = await _lock_issues_to_merge(turn, joined.issue, joined.other)
    wanted = await forms.parse_issue_form(event, turn, *(issue.deadline for issue in both))
    audience = await audience_fields.parse_audience_fields(turn, event)
    new = Issue(
        reach_id=audience.id if audience else None,
        state=PROPOSED,
        raised_by_id=turn.person.id,
        owner_id=turn.person.id,
        published_at=turn.now,
    )
    wanted.fill_issue(new)
    await store.issues.add(new)
    await store.issues.set_issue_topics(new.id, wanted.topic_ids)
    await issue_lifecycle.record_issue_publication(turn, new)
    await _replace_issues(turn, both, new)
    await publish_issue(store, new)
    card = await issue_view.draw_issue_card(turn, new)
    return Reply(Card(card.title, (*draw_competition_hint(turn.say, issue_texts.join_issue_texts(new)), *card.parts)))


async def _replace_issues(turn: Turn, old: Sequence[Issue], new: Issue) -> None:
    """Close the old issues and link them to the new one.

    Each representative with a stance is asked once, however many issues it concerned.
    """
    store, asked = turn.store, dict[int, Person]()
    for one in old:
        for person in await issue_lifecycle.list_issue_readers(store, one):
            asked.setdefault(person.id, person)
        for person in await store.issue_followers.list_issue_followers(one.id):
            if await rights.is_visible_to_member(store, person, new):
                await store.issue_followers.follow_issue(new.id, person.id)
        one.state, one.other_id, one.closed_at = REPLACED, new.id, turn.now
        await issue_lifecycle.cancel_quiet_issue_clock(store, one.id)
        await agenda_proposals.move_agenda_items(store, one, new)
        await issue_reviews.move_issue_review(turn, one, new)
        for issue, code in ((one, new.code), (new, one.code)):
            entry = IssueLogEntry(issue_id=issue.id, kind=MERGER, what=code, person_id=turn.person.id)
            await store.issue_log.add_issue_log_entry(entry)
        await publish_issue(store, one)
    for person in asked.values():
        if person.id != turn.person.id:
            await schedule_notification(
                store,
                turn.arena,
                person,
                MergedIssueNotice(new.id, tuple(one.code for one in old)),
                key=f"issue:{new.id}:merged:{'-'.join(str(one.id) for one in old)}:{person.id}",
                at=turn.now,
                subject=build_issue_notice_subject(new.id),
            )


@router.card(MergedIssueNotice)
async def draw_merged_issue_card(view: View[MergedIssueNotice]) -> Card | None:
    """Draw for supporters of the old issue what replaces it, and whether their organisation supports that."""
    issue, say = await view.store.issues.find(view.args.issue), view.say
    if issue is None or view.person is None:
        return None
    text = say("This issue replaces {codes}. What was said there is kept there.", codes=say.listed(view.args.codes))
    parts: list[Part] = [Text(text), *await issue_view.draw_issue_core(view, issue)]
    for organisation in await view.store.organisations.list_organisations_represented_by(view.person.id):
        parts += await issue_view.draw_organisation_stance(view, issue, organisation)
    show = Buttons((Button(say("Show"), "issues.open", str(issue.id)),))
    return Card(f"{issue.code} {issue.title}", (*parts, show))


async def _lock_issues_to_merge(turn: Turn, *ids: int) -> list[Issue]:
    """Lock the issues in the order of their ids. Raise UserError where one was closed before it was locked."""
    return [await load_issue_to_edit(turn, str(id)) for id in sorted(ids)]
