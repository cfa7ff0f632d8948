"""The issues that the walk over the table of rights asks about: raised by mine, worked with by a colleague."""

from __future__ import annotations

from handlers.rights.standings import AUTHOR, OWNER, READER, REPRESENTATIVE
from storage.database import Store
from storage.histories import NAMED, IssueEvidence
from storage.issues import CHECK, DRAFT, PROPOSED, Issue
from storage.supports import NEUTRAL, IssueSupport
from tests.conversation import Someone
from tests.handlers.rights.scenes import MEMBERS_ALL, Scene, seen_by


async def issues(store: Store, people: dict[str, Someone], topic: int) -> dict[str, Scene]:
    mine, owner = people["mine"].person_id, people["colleague"].person_id
    house = await store.organisations.by_code("eksempel")
    assert house is not None

    async def raised(state: str) -> Issue:
        issue = await store.issues.add(
            Issue(
                title="Kabel", problem="Ingen kabel", wanted="Mer kabel", addressee_kind="grid", language="nb",
                state=state, raised_by_id=mine, organisation_id=house.id, owner_id=owner, submitted_at=store.now,
            )
        )  # fmt: skip
        await store.issues.tag(issue.id, [topic])
        return issue

    out, draft, check = await raised(PROPOSED), await raised(DRAFT), await raised(CHECK)
    draft.owner_id = check.owner_id = None
    await store.supports.put(
        IssueSupport(issue_id=out.id, organisation_id=house.id, stance=NEUTRAL, person_id=None, version=1)
    )
    evidence = await store.histories.add_evidence(
        IssueEvidence(issue_id=out.id, person_id=mine, organisation_id=house.id, text="Kø", level=NAMED)
    )
    seen = seen_by(*MEMBERS_ALL, mine={AUTHOR}, colleague={OWNER})
    return {
        "issue": Scene(str(out.id), seen),
        "pair of issues": Scene(f"{out.id}:{out.id}", seen),
        "supported issue": Scene(f"{out.id}:1:{house.id}", seen_by(*MEMBERS_ALL, contact={REPRESENTATIVE})),
        "draft issue": Scene(str(draft.id), {"mine": {AUTHOR, READER}}),
        "checked issue": Scene(str(check.id), {"mine": {AUTHOR, READER}, "sara": {READER}}),
        "evidence": Scene(str(evidence.id), seen_by(*MEMBERS_ALL, mine={AUTHOR})),
    }
