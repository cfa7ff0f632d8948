"""Tidy: drafts that were left lying go, and what organisations answered long ago; what was published stays."""

from __future__ import annotations

from datetime import timedelta

from handlers.chat.routing import Router
from handlers.chat.turn import Arena
from storage.kit.database import Store
from storage.policy.rounds import ASKED, PRIVATE

router = Router()
#: drafts nobody came back to; answers after the end of their round, and reports about schemes
DRAFTS, ANSWERS = timedelta(days=90), timedelta(days=730)


@router.every("35 8 * * 1-5", "rounds.tidy")
async def throw_away(store: Store, _arena: Arena) -> None:
    await store.rounds.clear_drafts(store.now - DRAFTS)
    await store.rounds.forget(store.now - ANSWERS)
    await store.schemes.forget(store.now - ANSWERS)


async def forget_house(store: Store, organisation_id: int) -> None:
    """An organisation leaves: what it has answered and reported goes with it, and it is asked for nothing more."""
    for answer, _ in await store.rounds.of_house(organisation_id):
        answer.given, answer.reason, answer.shared, answer.person_id = {}, "", PRIVATE, None
        if answer.state == ASKED:
            await store.rounds.unask(answer)
    for report in await store.schemes.of_house(organisation_id):
        await store.schemes.drop(report)
    await store.session.flush()
