"""Record the stance of each organisation, by its contact or deputy. Others are told who that is."""

from __future__ import annotations

from handlers.chat.cards import Card, Field, Form, Reply, build_text_reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.policy.issues import issue_texts
from handlers.policy.issues.issue_versions import draw_text_changed_card
from handlers.policy.issues.lookup import load_open_issue
from handlers.policy.issues.stance_buttons import build_stance_value, is_of_another_text, parse_stance_value
from handlers.policy.issues.stance_kind import (
    STANCES,
    StanceChangeNotice,
    build_stance,
    describe_withdrawn_stance,
    record_stance,
)
from handlers.policy.issues.stance_receipts import build_stance_receipt, describe_stance, draw_recorded_stance
from handlers.policy.organisation_answers.answer_recording import (
    describe_repeated_answer,
    draw_colleague_news,
    publish_answer_change,
    record_answer,
)
from handlers.policy.organisation_answers.button_values import AnswerValue
from handlers.policy.organisation_answers.mandates import draw_mandates
from handlers.policy.organisation_answers.speakers import choose_speaker
from storage.directory.organisations import Organisation
from storage.kit.database import Store
from storage.policy.issue_log import STANCE, IssueLogEntry
from storage.policy.issue_stances import AGAINST, CONDITIONAL, NEUTRAL, SUPPORT
from storage.policy.issues import Issue

router = Router()
#: maximum number of characters of a reason
REASON = 600


async def record_raiser_support(store: Store, issue: Issue) -> None:
    """Record the support of the raiser's organisation, if the raiser represents it."""
    raiser, organisation = issue.raised_by_id, issue.organisation_id
    if (
        raiser is not None
        and organisation is not None
        and await store.organisations.is_representative(raiser, organisation)
    ):
        await record_stance(store, build_stance(issue, organisation, SUPPORT, "", raiser))


@router.on(Click, "issues.support")
async def on_issue_support(event: Click, turn: Turn) -> Reply:
    return await _record_clicked_stance(event, turn, SUPPORT)


@router.on(Click, "issues.neutral")
async def on_issue_neutral(event: Click, turn: Turn) -> Reply:
    return await _record_clicked_stance(event, turn, NEUTRAL)


async def _record_clicked_stance(event: Click, turn: Turn, stance: str) -> Reply:
    """Record the stance with one click if organisation and text are clear, else ask."""
    issue = await load_open_issue(turn, event.value)
    organisation = await choose_speaker(STANCES, turn, issue, event.value, f"issues.{stance}")
    return (
        organisation
        if isinstance(organisation, Reply)
        else await _record_issue_stance(turn, issue, organisation, stance, None)
    )


@router.on(Click, "issues.conditional", opens=True)
async def on_issue_conditional_open(event: Click, turn: Turn) -> Reply:
    return await _open_stance_form(event, turn, CONDITIONAL)


@router.on(Click, "issues.against", opens=True)
async def on_issue_against_open(event: Click, turn: Turn) -> Reply:
    return await _open_stance_form(event, turn, AGAINST)


@router.on(Click, "issues.reason", opens=True)
async def on_issue_reason_open(event: Click, turn: Turn) -> Reply:
    """Open the form for the reason of a stance that was taken with one click."""
    issue = await load_open_issue(turn, event.value, lock=False)
    organisation = await choose_speaker(STANCES, turn, issue, event.value, event.name, strict=True)
    if isinstance(organisation, Reply):
        return organisation
    stance = await turn.store.issue_stances.find_stance(issue.id, organisation.id)
    if stance is None:
        raise UserError(
            turn.say("{organisation} has said nothing of {code}.", organisation=organisation.name, code=issue.code)
        )
    return await _open_stance_form(event, turn, stance.stance, stance.reason)


async def _open_stance_form(event: Click, turn: Turn, stance: str, reason: str = "") -> Reply:
    issue, say = await load_open_issue(turn, event.value, lock=False), turn.say
    organisations = await STANCES.list_speaking_organisations(turn, issue)
    if not organisations:
        return Reply(await draw_mandates(STANCES, turn, issue))
    wanted = parse_stance_value(event.value).organisation
    if is_of_another_text(event.value, issue):
        return Reply(await draw_text_changed_card(turn, issue, event.value))
    labels = {CONDITIONAL: say("On what condition?"), AGAINST: say("Why not?")}
    needed = stance in labels
    hint = say("All members can read this.")
    why = Field("reason", labels.get(stance, say("Why?")), "text", reason, hint, required=needed, most=REASON)
    fields: tuple[Field, ...] = (why,)
    if len(organisations) > 1:
        options = tuple((str(one.id), one.name) for one in organisations)
        chosen = str(wanted) if str(wanted) in dict(options) else options[0][0]
        fields = (Field("organisation", say("For which organisation?"), "choice", chosen, options=options), why)
    title, value = (
        issue_texts.list_stance_labels(say)[stance],
        build_stance_value(issue, wanted or organisations[0].id).encode_value(),
    )
    do = {CONDITIONAL: "issues.conditional", AGAINST: "issues.against"}.get(stance, "issues.reason")
    return Reply(form=Form(title, do, fields, say("Send"), value, note=f"{issue.code} {issue.title}"))


@router.on(Submission, "issues.conditional")
async def on_issue_conditional_submit(event: Submission, turn: Turn) -> Reply:
    return await _record_stance_form(event, turn, CONDITIONAL)


@router.on(Submission, "issues.against")
async def on_issue_against_submit(event: Submission, turn: Turn) -> Reply:
    return await _record_stance_form(event, turn, AGAINST)


@router.on(Submission, "issues.reason")
async def on_issue_reason_submit(event: Submission, turn: Turn) -> Reply:
    return await _record_stance_form(event, turn, None)


async def _record_stance_form(event: Submission, turn: Turn, stance: str | None) -> Reply:
    """Record the stance of the form. With `stance` None the earlier stance is kept."""
    issue, say = await load_open_issue(turn, event.value), turn.say
    if is_of_another_text(event.value, issue):
        return Reply(await draw_text_changed_card(turn, issue, event.value))
    given = event.get_text("organisation")
    value = AnswerValue(issue.id, parse_id(given)).encode_value() if given else event.value
    organisation = await choose_speaker(STANCES, turn, issue, value, event.name, strict=stance is None)
    if isinstance(organisation, Reply):
        return organisation
    before = await turn.store.issue_stances.find_stance(issue.id, organisation.id)
    stance = stance or (before.stance if before else SUPPORT)
    reason = event.get_text("reason")[:REASON]
    if stance in (CONDITIONAL, AGAINST) and not reason:
        raise UserError("", {"reason": say("Say in a few words why.")})
    return await _record_issue_stance(turn, issue, organisation, stance, reason)


async def _record_issue_stance(
    turn: Turn, issue: Issue, organisation: Organisation, stance: str, reason: str | None
) -> Reply:
    """Record the stance. With `reason` None the earlier reason is kept if the stance is the same."""
    before = await turn.store.issue_stances.find_stance(issue.id, organisation.id)
    kept = before.reason if before is not None and before.stance == stance else ""
    answer = build_stance(issue, organisation.id, stance, kept if reason is None else reason, turn.person.id)
    repeated = await record_answer(STANCES, turn, issue, organisation, answer, stance)
    if repeated is not None:
        text = await describe_repeated_answer(STANCES, turn, organisation, repeated)
        return Reply(draw_recorded_stance(turn, issue, organisation, text))
    text = describe_stance(turn, organisation, answer)
    card = draw_recorded_stance(turn, issue, organisation, text, reason or "")
    return Reply(card, redrawn=build_stance_receipt(issue, organisation))


@router.on(Click, "issues.unsupport")
async def on_issue_unsupport(event: Click, turn: Turn) -> Reply:
    issue = await load_open_issue(turn, event.value)
    value = AnswerValue(
        issue.id, parse_stance_value(event.value).organisation
    ).encode_value()  # a stance on an older version can be withdrawn too
    organisation = await choose_speaker(STANCES, turn, issue, value, event.name, strict=True)
    if isinstance(organisation, Reply):
        return organisation
    stance = await turn.store.issue_stances.find_stance(issue.id, organisation.id)
    if stance is not None:
        speaker_id = stance.person_id
        await turn.store.issue_stances.delete_stance(stance)
        await turn.store.issue_log.add_issue_log_entry(
            IssueLogEntry(
                issue_id=issue.id, kind=STANCE, what="", person_id=turn.person.id, organisation_id=organisation.id
            )
        )
        await publish_answer_change(STANCES, turn, issue, organisation, speaker_id)
    return build_text_reply(describe_withdrawn_stance(turn.say, issue, organisation), replace=True)


@router.card(StanceChangeNotice)
async def draw_stance_colleague_card(view: View[StanceChangeNotice]) -> Card | None:
    return await draw_colleague_news(STANCES, view, view.args, "issues.open")
