"""Input rounds of two networks: one that Beta is not asked in, and one in which Alfa's answer is Alfa's."""

from __future__ import annotations

from datetime import date

from storage.kit.database import Store
from storage.policy.rounds import ANSWERED, OPEN, TEXT, Round, RoundField
from storage.policy.schemes import MISSED, SchemeReport

#: in whatever Alfa keeps from Beta, and in nothing else
SECRET = "spillvarmeforsøket"
SCHEME = 900


async def input_asked(store: Store, id: int, title: str, *houses: str) -> None:
    """With a code of the same number."""
    row = await store.rounds.add(
        Round(id=id, title=title, why=title, deadline=date(2027, 6, 1), state=OPEN, audience={}, opened_at=store.now)
    )
    row.code = f"R-{id}"
    await store.rounds.set_round_fields(id, [RoundField(id=id, kind=TEXT, label=title, options=[])])
    found = [await store.organisations.find_organisation_by_code(code) for code in houses]
    await store.rounds.add_recipients(id, [one.id for one in found if one is not None])


async def input_given(store: Store, id: int, organisation: int, person: int) -> None:
    """An answer, and what is said of a scheme, with words that their writer wants to share once they are published."""
    answer = await store.rounds.find_round_answer(id, organisation)
    assert answer is not None
    answer.state, answer.given, answer.shared, answer.person_id = ANSWERED, {str(id): SECRET}, "named", person
    answer.said_at = store.now
    await store.schemes.store_scheme_report(
        SchemeReport(
            scheme_id=SCHEME, organisation_id=organisation, year=2027, verdict=MISSED, reason=SECRET, shared="named",
            person_id=person,
        )
    )  # fmt: skip
