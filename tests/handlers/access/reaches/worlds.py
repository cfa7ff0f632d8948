"""Two networks that differ in one thing: in one, Alfa has what only some may see; in the other it has nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.runtime.metrics import Metrics
from handlers.library import question_index
from handlers.library.solutions.publication import synchronise_solution
from handlers.policy.consultations import consultation_publication as hearings
from handlers.policy.issues import issue_publication
from handlers.questions import cards
from storage.access.audiences import CHOSEN, EXCEPT, OWN, SECRETARIAT, Audience
from storage.kit.database import Database, Store
from storage.library.solutions import MEMBERS, PUBLISHED, Solution
from storage.policy.consultation_responses import COMMENT, YES, ConsultationLogEntry, ConsultationResponse
from storage.policy.consultations import OPEN as CALLED
from storage.policy.consultations import Consultation
from storage.policy.issue_log import NAMED, IssueEvidence
from storage.policy.issue_stances import SUPPORT, IssueStance
from storage.policy.issues import PROPOSED, Issue
from storage.policy.schemes import Scheme
from storage.questions.answers import Answer
from storage.questions.questions import ANSWERED, DRAFT, OPEN, SOLVED, Question
from tests.conversation import Conversation, Someone
from tests.handlers.access.reaches.conftest import GRID
from tests.handlers.access.reaches.input import SCHEME, SECRET, input_asked, input_given
from tests.houses import house_of, houses
from tests.rehearsals import Overheard, Rehearsing, note_presence

QUESTIONS, ANSWERS, SOLUTIONS = range(101, 105), range(301, 304), range(201, 204)
#: with numbers that are tried as those of questions
ISSUES = QUESTIONS[:3]
#: asked anonymously of everybody: by somebody of Alfa in one network, and by somebody of Gamma in the other
ANONYMOUS = 899


@dataclass
class World:
    """A network at rest, in which everything can be tried."""

    talk: Conversation
    people: dict[str, Someone]
    overheard: Overheard
    draft: int = 0
    rooms: list[str] = field(default_factory=lambda: ["beta", "common"])


async def world(path: Path, clock: Any, *, secrets: bool) -> World:
    database = Database(f"sqlite:///{path}", clock=clock)
    talk = await Conversation(database).begin()
    for code in ("alfa", "beta", "gamma"):
        await house_of(database, await talk.carries(code, "nett"), code)
    await talk.carries("common", "nett")
    await talk.carries("desk", triage=True)
    await houses(database)
    kari = await talk.person("kari", organisation="alfa", contact=True)
    vera = await talk.person("vera", organisation="gamma", contact=True)
    await talk.person("sara", role="secretariat")
    people = {
        "bea": await talk.person("bea", organisation="beta", leads="nett", contact=True),
        "gus": await talk.person("gus", organisation="beta", role="guest"),
    }
    await people["bea"].does("topics.help", "nett")
    async with database.begin() as store:
        made = await _of_beta(store, people["bea"].person_id)
        await _without_name(store, kari.person_id if secrets else vera.person_id)
        if secrets:
            await _of_alfa(store, kari.person_id)
    await talk.settle()
    for who in people.values():
        await note_presence(database, who)
    rehearsing = Rehearsing(f"sqlite:///{path}", clock=clock)
    overheard = Overheard(rehearsing, talk.dispatcher.router, talk.arena, talk.classifier, Metrics(), lambda: None)
    return World(talk, people, overheard, made)


async def _of_beta(store: Store, bea: int) -> int:
    """What is theirs, with higher numbers than all that is Alfa's; gives the id of a draft."""
    topic = await store.topics.find_topic_by_slug("nett")
    assert topic is not None
    for id, state in ((900, OPEN), (901, DRAFT)):
        row = _question(id, bea, topic.id, state, GRID, None)
        await store.questions.add(row)
        await question_index.index_question(store, row)
    await store.answers.add(Answer(id=900, question_id=900, author_id=bea, text="Ja.", platform="fake"))
    own = _solution(900, bea, topic.id, "Natt", None)
    await store.solutions.add(own)
    await synchronise_solution(store, own, announce=False)
    await _raised(store, 900, bea, topic.id, "Natt", None)
    await _called(store, 900, bea, topic.id, "Natt", None)
    await store.schemes.add(Scheme(id=SCHEME, name="Enova"))
    await input_asked(store, 900, "Natt", "alfa", "beta")
    return 901


async def _without_name(store: Store, asker: int) -> None:
    topic = await store.topics.find_topic_by_slug("nett")
    assert topic is not None
    row = _question(ANONYMOUS, asker, topic.id, OPEN, "Hvem har bygd egen trafo?", None)
    row.anonymous = True
    await store.questions.add(row)
    await question_index.index_question(store, row)
    await cards.schedule_question_cards(store, row)


async def _of_alfa(store: Store, kari: int) -> None:
    """Open, answered and solved questions that Beta may not see, and solutions; each with its cards in Alfa's rooms."""
    topic = await store.topics.find_topic_by_slug("nett")
    alfa, beta, gamma = [
        await store.organisations.find_organisation_by_code(code) for code in ("alfa", "beta", "gamma")
    ]
    assert topic is not None
    assert alfa is not None
    assert beta is not None
    assert gamma is not None
    reaches = [
        await store.audiences.ensure_audience(EXCEPT, [beta.id]),
        await store.audiences.ensure_audience(CHOSEN, [alfa.id, gamma.id]),
        await store.audiences.ensure_audience(OWN, [alfa.id]),
        await store.audiences.ensure_audience(SECRETARIAT),
    ]
    states = (OPEN, ANSWERED, SOLVED, OPEN)
    for id, state, reach in zip(QUESTIONS, states, reaches, strict=True):
        await _asked(store, id, kari, topic.id, state, reach)
    for id, reach in zip(SOLUTIONS, reaches, strict=False):
        row = _solution(id, kari, topic.id, f"{SECRET} {id}", reach.id)
        await store.solutions.add(row)
        await synchronise_solution(store, row)
        day = store.now.date()
        await store.search_terms.record_chosen_search("varm kø", "solution", id, "varm", day)
    for id, reach in zip(ISSUES, reaches, strict=False):
        await _raised(store, id, kari, topic.id, f"{SECRET} {id}", reach)
        await _called(store, id, kari, topic.id, f"{SECRET} {id}", reach)
    await input_asked(store, QUESTIONS[0], f"{SECRET} {QUESTIONS[0]}", "alfa", "gamma")
    await input_given(store, 900, alfa.id, kari)


async def _asked(store: Store, id: int, kari: int, topic: int, state: str, reach: Audience) -> None:
    row = _question(id, kari, topic, state, f"Hvem kjenner {SECRET} ved nettkø {id}?", reach.id)
    await store.questions.add(row)
    if state in (ANSWERED, SOLVED):
        number = ANSWERS[id - QUESTIONS[0]]
        answer = Answer(id=number, question_id=id, author_id=kari, text=f"Vi har {SECRET}.", platform="fake")
        await store.answers.add(answer)
        row.accepted_answer_id = number if state == SOLVED else None
        row.outcome = SECRET if state == SOLVED else ""
        row.solved_at = store.now if state == SOLVED else None
    await question_index.index_question(store, row)
    await cards.schedule_question_cards(store, row)


async def _raised(store: Store, id: int, raiser: int, topic: int, title: str, reach: Audience | None) -> None:
    """An issue that its organisation supports and gives evidence for."""
    row = Issue(
        id=id, code=f"S-{id}", title=title, problem=f"Nettkø {title}", wanted=title, addressee_kind="grid",
        language="nb", state=PROPOSED, raised_by_id=raiser, reach_id=reach.id if reach else None,
        published_at=store.now, news_at=store.now,
    )  # fmt: skip
    await store.issues.add(row)
    await store.issues.set_issue_topics(id, [topic])
    person = await store.people.load_person(raiser)
    said = {"issue_id": id, "organisation_id": person.organisation_id, "person_id": raiser}
    await store.issue_stances.store_stance(IssueStance(**said, stance=SUPPORT, reason=title, version=1))
    await store.issue_log.add_issue_evidence(IssueEvidence(**said, text=title, level=NAMED))
    await issue_publication.publish_issue(store, row)


async def _called(store: Store, id: int, owner: int, topic: int, title: str, reach: Audience | None) -> None:
    """A consultation that its organisation signs and comments on."""
    row = Consultation(
        id=id, code=f"H-{id}", title=title, sender=f"Etat {title}", text=title, language="nb", state=CALLED, version=1,
        draft_text=title, deadline=store.now.date() + timedelta(days=20), registered_by_id=owner, owner_id=owner,
        reach_id=reach.id if reach else None, opened_at=store.now, announced_at=store.now,
    )  # fmt: skip
    await store.consultations.add(row)
    await store.consultations.set_consultation_topics(id, [topic])
    person = await store.people.load_person(owner)
    said = {"consultation_id": id, "organisation_id": person.organisation_id, "person_id": owner}
    await store.consultation_responses.store_response(ConsultationResponse(**said, affected=YES, signs=YES, version=1))
    await store.consultation_responses.add_consultation_log_entry(
        ConsultationLogEntry(**said, kind=COMMENT, text=title)
    )
    await hearings.publish_consultation(store, row)


def _question(id: int, asker: int, topic: int, state: str, text: str, reach: int | None) -> Question:
    return Question(
        id=id, asker_id=asker, topic_id=topic, text=text, language="nb", state=state, origin={}, suggested=[],
        guess=[], sendings=1, reach_id=reach, escalation=[[8, "leads"], [16, "helpers"]],
    )  # fmt: skip


def _solution(id: int, owner: int, topic: int, title: str, reach: int | None) -> Solution:
    return Solution(
        id=id, code=f"L-{id}", title=title, problem=f"Nettkø {title}", done=title, level=MEMBERS, topic_id=topic,
        language="nb", state=PUBLISHED, owner_id=owner, reach_id=reach,
    )  # fmt: skip
