"""Remove evidence of an issue for good: one's own, or any for the secretariat."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.access import rights
from handlers.chat.cards import Button, Field, Form, Reply, build_text_reply
from handlers.chat.errors import Missing
from handlers.chat.events import Click, Submission
from handlers.chat.record_ids import parse_id
from handlers.chat.rich_text.plain_text import shorten_markup
from handlers.chat.routing import Router
from handlers.chat.turn import ReaderContext, Turn
from handlers.policy.issues.issue_publication import redraw_opened_issue
from handlers.policy.issues.lookup import may_see_issue
from storage.policy.issue_log import IssueEvidence

router = Router()
#: characters of an entry in the choice
LONGEST_CHOICE = 60


async def draw_evidence_removal_button(at: ReaderContext, issue_id: int) -> tuple[Button, ...]:
    """Draw the way to the form. It names one entry, whose issue has the others."""
    found = await _list_removable_evidence(at, issue_id)
    return tuple(Button(at.say("Remove evidence"), "issues.evidence_removal", str(one.id)) for one in found[:1])


@router.on(Click, "issues.evidence_removal", opens=True)
async def on_evidence_removal_open(event: Click, turn: Turn) -> Reply:
    named, say = await _load_removable_evidence(turn, event.value), turn.say
    found = await _list_removable_evidence(turn, named.issue_id)
    options = tuple((str(one.id), shorten_markup(f"{one.figure} {one.text}".strip(), LONGEST_CHOICE)) for one in found)
    field = Field("evidence", say("Which one?"), "choice", str(named.id), options=options)
    note = say("It is removed for good.")
    return Reply(form=Form(say("Remove evidence"), event.name, (field,), say("Remove"), str(named.id), note))


@router.on(Submission, "issues.evidence_removal")
async def on_evidence_removal_submit(event: Submission, turn: Turn) -> Reply:
    return await _remove_evidence(turn, event.get_text("evidence") or event.value, replace=False)


@router.on(Click, "issues.unevidence")
async def on_evidence_remove(event: Click, turn: Turn) -> Reply:
    """Remove what a card drawn earlier names: it has asked already."""
    return await _remove_evidence(turn, event.value, replace=event.direct)


async def _remove_evidence(turn: Turn, value: str, *, replace: bool) -> Reply:
    evidence = await _load_removable_evidence(turn, value)
    await turn.store.issue_log.delete_issue_evidence(evidence)
    await redraw_opened_issue(turn.store, evidence.issue_id)
    return build_text_reply(turn.say("Removed."), replace=replace)


async def _load_removable_evidence(turn: Turn, value: str) -> IssueEvidence:
    evidence, gone = await turn.store.issue_log.find_issue_evidence(parse_id(value)), turn.say("I cannot find that.")
    issue = await turn.store.issues.find(evidence.issue_id) if evidence is not None else None
    if evidence is None or issue is None or not await may_see_issue(turn.store, turn.person, issue):
        raise Missing(gone)
    mine = (rights.AUTHOR,) if evidence.person_id == turn.person.id else ()
    await rights.need_right(turn, *mine, missing=gone)
    return evidence


async def _list_removable_evidence(at: ReaderContext, issue_id: int) -> Sequence[IssueEvidence]:
    every = await at.store.issue_log.list_issue_evidence(issue_id)
    return [entry for entry, _ in every if entry.person_id == at.person.id or at.person.secretariat]
