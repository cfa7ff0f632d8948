"""Make issues, consultations and comments; for the table of rights those of mine that others work with."""

from __future__ import annotations

from datetime import date

from handlers.access.rights.roles import AUTHOR, OWNER, READER, REPRESENTATIVE
from handlers.chat.events import Value
from storage.kit.database import Store
from storage.policy.consultation_responses import COMMENT, YES, ConsultationLogEntry, ConsultationResponse
from storage.policy.consultations import FOUND, OPEN, SENT, Consultation
from storage.policy.issue_log import NAMED, IssueEvidence
from storage.policy.issue_stances import NEUTRAL, IssueStance
from storage.policy.issues import CHECK, DRAFT, PROPOSED, Issue
from tests.consultations import drafted
from tests.consultations import opened as opens_consultation
from tests.contracts.records.makers import EXPORTED, HANDED_OVER, MODERATED, RETRACTED, Maker, Making
from tests.contracts.records.scenes import Scene as Stage
from tests.conversation import Someone
from tests.handlers.access.rights.scenes import CONFIRMED, Scene, seen_by
from tests.policy import published


async def _issue(making: Making) -> tuple[str, ...]:
    scene = making.scene
    words = {"title": making.text, "problem": making.text, "affected": "", "wanted": making.text}
    await published(scene.kari, scene.sara, topics=("nett",), **words, **making.own)
    return ()


async def _works_with_issue(scene: Stage, id: int) -> None:
    await scene.sara.submits(await scene.sara.does("issues.work", str(id)), owner=(str(scene.kari.person_id),))


async def _consults(making: Making, title: str) -> str:
    kept: dict[str, Value] = {"reach": "chosen", "organisations": await making.alfa()} if making.kept else {}
    return await opens_consultation(making.scene.sara, title=title, topics=("nett",), **kept)


async def _consultation(making: Making) -> tuple[str, ...]:
    scene = making.scene
    id = await _consults(making, making.text)
    await scene.sara.submits(await scene.sara.does("consultations.edit", id), owner=(str(scene.kari.person_id),))
    await drafted(scene.kari, id, text=making.text)
    return ()


async def _comment(making: Making) -> tuple[str, ...]:
    scene = making.scene
    id = await _consults(making, "Tariffs for the grid")
    await drafted(scene.sara, id)
    await scene.kari.submits(await scene.kari.does("consultations.comment", id), text=making.text)
    return (id,)


_BY_CHECK = "the secretariat lets it out, and closes it itself"

MAKERS = {
    "issue": Maker(_issue, {MODERATED: _BY_CHECK}, give={"issue": _works_with_issue}),
    "consultation": Maker(_consultation, {MODERATED: _BY_CHECK}),
    "comment": Maker(
        _comment,
        {
            HANDED_OVER: "what somebody said stays theirs",
            RETRACTED: "others have read it, and it stays with its consultation without the name",
            EXPORTED: "it is talk about a draft, and the draft that came of it is in the file",
        },
    ),
}
#: action -> the kinds of records that it is about
ABOUT: dict[str, tuple[str, ...]] = {
    "issues.": ("issue",),
    "issues.redo": ("draft issue",),
    "issues.submit": ("draft issue",),
    "issues.discard": ("draft issue",),
    "issues.publish": ("checked issue",),
    "issues.return": ("checked issue",),
    "issues.propose_merger": ("checked issue",),
    "issues.reason": ("supported issue",),
    "issues.unsupport": ("supported issue",),
    "issues.evidence_removal": ("evidence",),
    "issues.unevidence": ("evidence",),
    "issues.join": ("pair of issues",),
    "agenda.issue": ("issue",),
    "consultations.": ("consultation",),
    "consultations.uncomment": ("comment",),
    "consultations.take": ("found consultation",),
    "consultations.leave": ("found consultation",),
    "consultations.confirm": ("signed consultation",),
    "consultations.figures": ("signed consultation",),
    "consultations.outcome": ("sent consultation",),
}


async def make_scenes(store: Store, people: dict[str, Someone], topic: int) -> dict[str, Scene]:
    return await _issues(store, people, topic) | await _consultations(store, people, topic)


async def _issues(store: Store, people: dict[str, Someone], topic: int) -> dict[str, Scene]:
    mine, owner = people["mine"].person_id, people["colleague"].person_id
    house = await store.organisations.find_organisation_by_code("eksempel")
    assert house is not None

    async def raised(state: str) -> Issue:
        issue = await store.issues.add(
            Issue(
                title="Kabel", problem="Ingen kabel", wanted="Mer kabel", addressee_kind="grid", language="nb",
                state=state, raised_by_id=mine, organisation_id=house.id, owner_id=owner, submitted_at=store.now,
            )
        )  # fmt: skip
        await store.issues.set_issue_topics(issue.id, [topic])
        return issue

    out, draft, check = await raised(PROPOSED), await raised(DRAFT), await raised(CHECK)
    draft.owner_id = check.owner_id = None
    await store.issue_stances.store_stance(
        IssueStance(issue_id=out.id, organisation_id=house.id, stance=NEUTRAL, person_id=None, version=1)
    )
    evidence = await store.issue_log.add_issue_evidence(
        IssueEvidence(issue_id=out.id, person_id=mine, organisation_id=house.id, text="Kø", level=NAMED)
    )
    seen = seen_by(*CONFIRMED, mine={AUTHOR}, colleague={OWNER})
    return {
        "issue": Scene(str(out.id), seen),
        "pair of issues": Scene(f"{out.id}:{out.id}", seen),
        "supported issue": Scene(f"{out.id}:1:{house.id}", seen_by(*CONFIRMED, contact={REPRESENTATIVE})),
        "draft issue": Scene(str(draft.id), {"mine": {AUTHOR, READER}}),
        "checked issue": Scene(str(check.id), {"mine": {AUTHOR, READER}, "sara": {READER}}),
        "evidence": Scene(str(evidence.id), seen_by(*CONFIRMED, mine={AUTHOR})),
    }


async def _consultations(store: Store, people: dict[str, Someone], topic: int) -> dict[str, Scene]:
    mine, owner = people["mine"].person_id, people["colleague"].person_id
    house = await store.organisations.find_organisation_by_code("eksempel")
    assert house is not None

    async def registered(state: str) -> Consultation:
        found = await store.consultations.add(
            Consultation(
                title="Nettleie", sender="RME", language="nb", deadline=date(2027, 6, 15), state=state, version=1,
                registered_by_id=mine, owner_id=None if state == FOUND else owner, draft_text="Vi mener",
            )
        )  # fmt: skip
        await store.consultations.set_consultation_topics(found.id, [topic])
        return found

    out, sent, found = await registered(OPEN), await registered(SENT), await registered(FOUND)
    await store.consultation_responses.store_response(
        ConsultationResponse(consultation_id=out.id, organisation_id=house.id, affected=YES, signs=YES, version=1)
    )
    comment = await store.consultation_responses.add_consultation_log_entry(
        ConsultationLogEntry(consultation_id=out.id, kind=COMMENT, text="Mer kabel", person_id=mine)
    )
    seen = seen_by(*CONFIRMED, colleague={OWNER})
    return {
        "comment out of place": Scene(f"comment:{comment.id}", seen_by(*CONFIRMED, mine={AUTHOR})),
        "comment": Scene(str(comment.id), seen_by(*CONFIRMED, mine={AUTHOR})),
        "consultation": Scene(str(out.id), seen),
        "sent consultation": Scene(str(sent.id), seen),
        "signed consultation": Scene(f"{out.id}:{house.id}:1", seen_by(*CONFIRMED, contact={REPRESENTATIVE})),
        "found consultation": Scene(str(found.id), {"mine": {READER}, "sara": {READER}}),
    }
