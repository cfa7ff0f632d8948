"""Support: each organisation says once what it means, by its contact or deputy; others are told who that is."""

from __future__ import annotations

from typing import Any

from handlers import rights
from handlers.chat import outgoing
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Part, Reply, Text, note
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router, withheld
from handlers.chat.turn import Turn, View
from handlers.competition import hint
from handlers.issues import asking, words
from handlers.issues.meant import numbers, open_issue
from handlers.issues.publishing import notice_subject, redraw
from handlers.issues.seals import is_of_another_text, read_value, value_of
from handlers.issues.versions import changed_since
from handlers.naming import signature
from handlers.organisation_answers import AnswerValue, choose_organisation, draw_change
from handlers.record_ids import parse_id
from storage.database import Store
from storage.histories import STANCE, IssueNote
from storage.issues import Issue
from storage.organisations import Organisation
from storage.supports import AGAINST, CONDITIONAL, NEUTRAL, SUPPORT, IssueSupport

router = Router()
#: characters of a reason
REASON = 600


async def backed_by_raiser(store: Store, issue: Issue) -> None:
    """Whoever acts for an organisation and raises an issue for it supports it."""
    raiser, house = issue.raised_by_id, issue.organisation_id
    if raiser is not None and house is not None and await store.organisations.represents(raiser, house):
        await _put(store, issue, house, SUPPORT, "", raiser)


async def _put(store: Store, issue: Issue, house_id: int, stance: str, reason: str, person_id: int) -> None:
    """Said of the text as it is now, and told in the history."""
    said: dict[str, Any] = {"issue_id": issue.id, "organisation_id": house_id, "person_id": person_id}
    await store.supports.put(IssueSupport(**said, stance=stance, reason=reason, version=issue.version))
    await store.histories.note(IssueNote(**said, kind=STANCE, what=stance, text=reason))


@router.on(Click, "issues.support")
async def support(event: Click, turn: Turn) -> Reply:
    return await _tapped(event, turn, SUPPORT)


@router.on(Click, "issues.neutral")
async def neutral(event: Click, turn: Turn) -> Reply:
    return await _tapped(event, turn, NEUTRAL)


async def _tapped(event: Click, turn: Turn, stance: str) -> Reply:
    """With one tap, where it is clear for which organisation and of which text."""
    issue = await open_issue(turn, event.value)
    houses = await turn.store.organisations.represented_by(turn.person.id)
    if not houses:
        return Reply(await asking.who_acts(turn, issue))
    wanted = numbers(event.value)[2]
    if is_of_another_text(event.value, issue):
        return Reply(await changed_since(turn, issue, event.value))
    if wanted is None and len(houses) > 1:
        value = value_of(issue, skip=read_value(event.value).skip)
        return choose_organisation(turn.say, houses, f"issues.{stance}", value)
    house = next((one for one in houses if wanted in (None, one.id)), None)
    if house is None:
        raise UserError(turn.say("You do not act for that organisation any more."))
    return await _said(turn, issue, house, stance, None)


@router.on(Click, "issues.conditional", opens=True)
async def ask_condition(event: Click, turn: Turn) -> Reply:
    return await _form(event, turn, CONDITIONAL)


@router.on(Click, "issues.against", opens=True)
async def ask_why_against(event: Click, turn: Turn) -> Reply:
    return await _form(event, turn, AGAINST)


@router.on(Click, "issues.reason", opens=True)
async def ask_reason(event: Click, turn: Turn) -> Reply:
    """For what was said with a tap."""
    issue = await open_issue(turn, event.value, lock=False)
    house = await _mine(turn, event.value)
    support = await turn.store.supports.find(issue.id, house.id)
    if support is None:
        raise UserError(
            turn.say("{organisation} has said nothing of {code}.", organisation=house.name, code=issue.code)
        )
    return await _form(event, turn, support.stance, support.reason)


async def _form(event: Click, turn: Turn, stance: str, reason: str = "") -> Reply:
    issue, say = await open_issue(turn, event.value, lock=False), turn.say
    houses = await turn.store.organisations.represented_by(turn.person.id)
    if not houses:
        return Reply(await asking.who_acts(turn, issue))
    wanted = numbers(event.value)[2]
    if is_of_another_text(event.value, issue):
        return Reply(await changed_since(turn, issue, event.value))
    labels = {CONDITIONAL: say("On which condition?"), AGAINST: say("Why not?")}
    needed = stance in labels
    hint = say("All members can read this.")
    why = Field("reason", labels.get(stance, say("Why?")), "text", reason, hint, required=needed, most=REASON)
    fields: tuple[Field, ...] = (why,)
    if len(houses) > 1:
        options = tuple((str(one.id), one.name) for one in houses)
        chosen = str(wanted) if str(wanted) in dict(options) else options[0][0]
        fields = (Field("organisation", say("For which organisation?"), "choice", chosen, options=options), why)
    title, value = words.stances(say)[stance], value_of(issue, wanted or houses[0].id).write()
    do = {CONDITIONAL: "issues.conditional", AGAINST: "issues.against"}.get(stance, "issues.reason")
    return Reply(form=Form(title, do, fields, say("Send"), value, note=f"{issue.code} {issue.title}"))


@router.on(Submission, "issues.conditional")
async def support_if(event: Submission, turn: Turn) -> Reply:
    return await _filled(event, turn, CONDITIONAL)


@router.on(Submission, "issues.against")
async def oppose(event: Submission, turn: Turn) -> Reply:
    return await _filled(event, turn, AGAINST)


@router.on(Submission, "issues.reason")
async def give_reason(event: Submission, turn: Turn) -> Reply:
    return await _filled(event, turn, None)


async def _filled(event: Submission, turn: Turn, stance: str | None) -> Reply:
    """None: as it was said before."""
    issue, say = await open_issue(turn, event.value), turn.say
    if is_of_another_text(event.value, issue):
        return Reply(await changed_since(turn, issue, event.value))
    if not await turn.store.organisations.represented_by(turn.person.id):
        return Reply(await asking.who_acts(turn, issue))
    given = event.text("organisation")
    house = await _mine(turn, AnswerValue(issue.id, parse_id(given)).write() if given else event.value)
    before = await turn.store.supports.find(issue.id, house.id)
    stance = stance or (before.stance if before else SUPPORT)
    reason = event.text("reason")[:REASON]
    if stance in (CONDITIONAL, AGAINST) and not reason:
        raise UserError("", {"reason": say("Say in a few words why.")})
    return await _said(turn, issue, house, stance, reason)


async def _mine(turn: Turn, value: str) -> Organisation:
    """The organisation that a button names, for those who act for it; else the only one they act for."""
    wanted = numbers(value)[2]
    houses = await turn.store.organisations.represented_by(turn.person.id)
    house = next((one for one in houses if wanted in (None, one.id)), None)
    await rights.need(turn, *((rights.REPRESENTATIVE,) if house else ()))
    assert house is not None
    return house


async def _said(turn: Turn, issue: Issue, house: Organisation, stance: str, reason: str | None) -> Reply:
    """The issue is held: of two people of one organisation the second learns of the first."""
    store, say = turn.store, turn.say
    before = await store.supports.find(issue.id, house.id)
    kept = before.reason if before is not None and before.stance == stance else ""
    typed, reason = reason or "", kept if reason is None else reason
    same = before is not None and (before.stance, before.reason, before.version) == (stance, reason, issue.version)
    if before is not None and same:
        by = await signature(store, before.person_id, None, say)
        text = say("{organisation} has said that already, by {name}.", organisation=house.name, name=by)
        return Reply(_answer_card(turn, issue, house, stance, text))
    other = before.person_id if before is not None and before.stance != stance else None
    await _put(store, issue, house.id, stance, reason, turn.person.id)
    if other not in (None, turn.person.id):
        await _tell_colleague(turn, issue, house, other)
    await redraw(store, issue.id)
    text = f"{house.name}: {words.stances(say)[stance]}"
    return Reply(_answer_card(turn, issue, house, stance, text, typed))


def _answer_card(turn: Turn, issue: Issue, house: Organisation, stance: str, text: str, typed: str = "") -> Card:
    say, value = turn.say, value_of(issue, house.id).write()
    row = (
        Button(say("Give a reason"), "issues.reason", value),
        Button(say("Take it back"), "issues.unsupport", value),
        Button(say("Show"), "issues.open", str(issue.id)),
    )
    until = say("You can change it until {code} is closed.", code=issue.code)
    parts: list[Part] = [Text(f"{issue.code} {issue.title}", "strong"), Text(text), Text(until, "subtle")]
    return Card("", (*parts, *hint(say, typed), Buttons(row)))


@router.on(Click, "issues.unsupport")
async def take_back(event: Click, turn: Turn) -> Reply:
    issue, say = await open_issue(turn, event.value), turn.say
    house = await _mine(turn, event.value)
    support = await turn.store.supports.find(issue.id, house.id)
    if support is not None:
        await turn.store.supports.remove(support)
        await turn.store.histories.note(
            IssueNote(issue_id=issue.id, kind=STANCE, what="", person_id=turn.person.id, organisation_id=house.id)
        )
        await redraw(turn.store, issue.id)
    return note(
        say("{organisation} says nothing of {code} any more.", organisation=house.name, code=issue.code), replace=True
    )


async def _tell_colleague(turn: Turn, issue: Issue, house: Organisation, person_id: int | None) -> None:
    """Whoever spoke for the organisation before learns that somebody has said something else."""
    person = await turn.store.people.find(person_id)
    if person is None or not await turn.store.organisations.represents(person.id, house.id):
        return
    args = {"issue": issue.id, "organisation": house.id, "by": turn.person.id}
    key = f"issue:{issue.id}:colleague:{house.id}:{turn.now.isoformat()}"
    await outgoing.to_person(turn.store, person, "issues.colleague", args, key=key, subject=notice_subject(issue.id))


@router.card("issues.colleague")
async def draw_colleague(view: View) -> Card | None:
    store, say = view.store, view.say
    issue, house = await store.issues.find(view["issue"]), await store.organisations.find(view["organisation"])
    support = await store.supports.find(view["issue"], view["organisation"])
    if issue is None or house is None:
        return None
    if support is None:
        text = say("{organisation} says nothing of {code} any more.", organisation=house.name, code=issue.code)
        return Card("", (Text(text, "subtle"),)) if view.delivery.message else None
    if not await draw_change(view, house.id):
        return withheld(view)
    by = await signature(store, view["by"], None, say)
    text = say("{name} has changed what {organisation} says.", name=by, organisation=house.name)
    said = f"{words.stances(say)[support.stance]}{f': {support.reason}' if support.reason else ''}"
    show = Buttons((Button(say("Show"), "issues.open", str(issue.id)),))
    return Card(f"{issue.code} {issue.title}", (Text(text), Text(said), show))
