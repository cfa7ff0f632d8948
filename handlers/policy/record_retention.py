"""Delete what nobody came back to or took up, and answers of organisations long after their round.

What was published is kept.
"""

from __future__ import annotations

from datetime import timedelta

from handlers.chat.routing import Router
from handlers.chat.turn import Arena
from handlers.policy.rounds import adoption_planners
from handlers.policy.rounds.cards import redraw_round_cards
from storage.kit.database import Store
from storage.policy.rounds import ASKED, PRIVATE

router = Router()
#: Retention: stale drafts of issues and rounds; answers after the end of their round, and scheme reports.
DRAFTS, ANSWERS = timedelta(days=90), timedelta(days=730)
#: Proposals are deleted this long after their deadline, when sources no longer list them. Those without a deadline are
#: kept longer.
OVER, UNDATED = timedelta(days=90), timedelta(days=365)


@router.every("25 8 * * 1-5", "issues.tidy")
async def clean_up_issue_drafts(store: Store, _arena: Arena) -> None:
    await store.issues.delete_old_issue_drafts(store.now - DRAFTS)


@router.every("35 8 * * 1-5", "consultations.tidy")
async def clean_up_consultations(store: Store, _arena: Arena) -> None:
    """Delete consultations nobody took up, some time after the deadline, or after a year without one."""
    await store.consultations.delete_stale_proposals((store.now - OVER).date(), store.now - UNDATED)


@router.every("35 8 * * 1-5", "rounds.tidy")
async def clean_up_round_data(store: Store, _arena: Arena) -> None:
    await store.round_ageing.delete_old_round_drafts(store.now - DRAFTS)
    await store.round_ageing.clear_old_answers(store.now - ANSWERS)
    await store.schemes.delete_old_scheme_reports(store.now - ANSWERS)


async def forget_organisation_answers(store: Store, organisation_id: int) -> None:
    """Delete the answers and reports of an organisation that leaves, and its part in joint tasks.

    It is asked for nothing more.
    """
    answered = await store.rounds.list_rounds_of_organisation(organisation_id)
    for answer, _ in answered:
        answer.given, answer.reason, answer.shared, answer.person_id = {}, "", PRIVATE, None
        if answer.state == ASKED:
            await store.rounds.remove_recipient(answer)
    await store.round_ageing.release_inquiries(organisation_id)
    await store.tasks.remove_partner(organisation_id)
    for report in await store.schemes.list_scheme_reports_of_organisation(organisation_id):
        await store.schemes.delete_scheme_report(report)
    await store.session.flush()
    for _, round in answered:
        await adoption_planners.redraw_met_planners(store, round)
        await redraw_round_cards(store, round.id)
