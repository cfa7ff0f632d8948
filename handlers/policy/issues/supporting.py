"""Support: each organisation says once what it means, by its contact or deputy; others are told who that is."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Field, Form, Part, Reply, Text, note
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.moderation.competition import hint
from handlers.policy.issues import words
from handlers.policy.issues.lookup import load_open_issue, parse_issue_value
from handlers.policy.issues.seals import is_of_another_text, value_of
from handlers.policy.issues.stance_kind import STANCES, describe_silence, save_stance, write_stance
from handlers.policy.issues.versions import changed_since
from handlers.policy.organisation_answers.button_values import AnswerValue
from handlers.policy.organisation_answers.mandates import draw_mandates
from handlers.policy.organisation_answers.recording import (
    describe_repeat,
    draw_colleague_news,
    publish_change,
    record_answer,
)
from handlers.policy.organisation_answers.speakers import choose_speaker
from storage.directory.organisations import Organisation
from storage.kit.database import Store
from storage.policy.issue_log import STANCE, IssueNote
from storage.policy.issue_stances import AGAINST, CONDITIONAL, NEUTRAL, SUPPORT
from storage.policy.issues import Issue

router = Router()
#: characters of a reason
REASON = 600


async def backed_by_raiser(store: Store, issue: Issue) -> None:
    """Whoever acts for an organisation and raises an issue for it supports it."""
    raiser, house = issue.raised_by_id, issue.organisation_id
    if raiser is not None and house is not None and await store.organisations.represents(raiser, house):
        await save_stance(store, write_stance(issue, house, SUPPORT, "", raiser))


@router.on(Click, "issues.support")
async def support(event: Click, turn: Turn) -> Reply:
    return await _tapped(event, turn, SUPPORT)


@router.on(Click, "issues.neutral")
async def neutral(event: Click, turn: Turn) -> Reply:
    return await _tapped(event, turn, NEUTRAL)


async def _tapped(event: Click, turn: Turn, stance: str) -> Reply:
    """With one tap, where it is clear for which organisation and of which text."""
    issue = await load_open_issue(turn, event.value)
    house = await choose_speaker(STANCES, turn, issue, event.value, f"issues.{stance}")
    return house if isinstance(house, Reply) else await _record_stance(turn, issue, house, stance, None)


@router.on(Click, "issues.conditional", opens=True)
async def ask_condition(event: Click, turn: Turn) -> Reply:
    return await _form(event, turn, CONDITIONAL)


@router.on(Click, "issues.against", opens=True)
async def ask_why_against(event: Click, turn: Turn) -> Reply:
    return await _form(event, turn, AGAINST)


@router.on(Click, "issues.reason", opens=True)
async def ask_reason(event: Click, turn: Turn) -> Reply:
    """For what was said with a tap."""
    issue = await load_open_issue(turn, event.value, lock=False)
    house = await choose_speaker(STANCES, turn, issue, event.value, event.name, strict=True)
    if isinstance(house, Reply):
        return house
    support = await turn.store.supports.find(issue.id, house.id)
    if support is None:
        raise UserError(
            turn.say("{organisation} has said nothing of {code}.", organisation=house.name, code=issue.code)
        )
    return await _form(event, turn, support.stance, support.reason)


async def _form(event: Click, turn: Turn, stance: str, reason: str = "") -> Reply:
    issue, say = await load_open_issue(turn, event.value, lock=False), turn.say
    houses = await turn.store.organisations.represented_by(turn.person.id)
    if not houses:
        return Reply(await draw_mandates(STANCES, turn, issue))
    wanted = parse_issue_value(event.value)[2]
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
    issue, say = await load_open_issue(turn, event.value), turn.say
    if is_of_another_text(event.value, issue):
        return Reply(await changed_since(turn, issue, event.value))
    given = event.text("organisation")
    value = AnswerValue(issue.id, parse_id(given)).write() if given else event.value
    house = await choose_speaker(STANCES, turn, issue, value, event.name, strict=stance is None)
    if isinstance(house, Reply):
        return house
    before = await turn.store.supports.find(issue.id, house.id)
    stance = stance or (before.stance if before else SUPPORT)
    reason = event.text("reason")[:REASON]
    if stance in (CONDITIONAL, AGAINST) and not reason:
        raise UserError("", {"reason": say("Say in a few words why.")})
    return await _record_stance(turn, issue, house, stance, reason)


async def _record_stance(turn: Turn, issue: Issue, house: Organisation, stance: str, reason: str | None) -> Reply:
    """`reason` None: what was given before stands, where the stance is the same."""
    before = await turn.store.supports.find(issue.id, house.id)
    kept = before.reason if before is not None and before.stance == stance else ""
    answer = write_stance(issue, house.id, stance, kept if reason is None else reason, turn.person.id)
    repeated = await record_answer(STANCES, turn, issue, house, answer, stance)
    if repeated is not None:
        text = await describe_repeat(STANCES, turn, house, repeated)
        return Reply(_answer_card(turn, issue, house, text))
    text = f"{house.name}: {words.stances(turn.say)[stance]}"
    return Reply(_answer_card(turn, issue, house, text, reason or ""))


def _answer_card(turn: Turn, issue: Issue, house: Organisation, text: str, typed: str = "") -> Card:
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
    issue = await load_open_issue(turn, event.value)
    value = AnswerValue(
        issue.id, parse_issue_value(event.value)[2]
    ).write()  # also of an older text it can be taken back
    house = await choose_speaker(STANCES, turn, issue, value, event.name, strict=True)
    if isinstance(house, Reply):
        return house
    support = await turn.store.supports.find(issue.id, house.id)
    if support is not None:
        spoke = support.person_id
        await turn.store.supports.remove(support)
        await turn.store.histories.note(
            IssueNote(issue_id=issue.id, kind=STANCE, what="", person_id=turn.person.id, organisation_id=house.id)
        )
        await publish_change(STANCES, turn, issue, house, spoke)
    return note(describe_silence(turn.say, issue, house), replace=True)


@router.card("issues.colleague")
async def draw_colleague(view: View) -> Card | None:
    return await draw_colleague_news(STANCES, view, "issues.open", view["by"])
