"""A network in which everything has happened once, for tests of what is taken out and loaded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from handlers.library.question_index import index_question
from handlers.meetings import series
from handlers.policy.rounds import round_totals
from handlers.policy.schemes import scheme_totals
from storage.access.audiences import OWN
from storage.directory.organisations import Organisation
from storage.directory.people import Account, Person
from storage.kit.database import Database, Store
from storage.meetings.actions import DONE, Action
from storage.meetings.agenda import ACCEPTED, CARRIED, REFUSED, TREATED, AgendaItem
from storage.meetings.meetings import CANCELLED
from storage.meetings.minutes import LOCKED
from storage.meetings.occurrences import CLOSED, Occurrence
from storage.meetings.rsvps import DECLINED as NOT_COMING
from storage.meetings.rsvps import GOING, HOUR, SUBSTITUTE, Rsvp
from storage.policy.issue_stances import SUPPORT, IssueStance
from storage.policy.issues import PROPOSED, Issue
from storage.policy.published_editions import PublishedEdition
from storage.policy.rounds import ANSWERED as HAS_ANSWERED
from storage.policy.rounds import ASKED, CHOICE, DECLINED, NUMBER, SCHEME, TEXT, UNNAMED, Round, RoundField
from storage.policy.rounds import CLOSED as ROUND_CLOSED
from storage.policy.rounds import OPEN as ROUND_OPEN
from storage.policy.schemes import HIT, MISSED, Scheme, SchemeReport
from storage.questions.answers import Answer
from storage.questions.questions import ANSWERED, DRAFT, OPEN, SOLVED, TRIAGE, Question
from storage.queue.delivery_rows import Delivery
from tests.meetings import add_meeting

#: parks that answer rounds and schemes
PARKS = 10


@dataclass
class Cast:
    """Who does what in it."""

    kari: Person
    ola: Person
    shy: Person
    gone: Person
    parks: list[Organisation]
    issue: Issue


async def fill_network(database: Database, now: datetime) -> None:
    """With rows of every kind; topics are there already."""
    async with database.begin() as store:
        cast = await _cast(store)
        await _questions(store, cast, now)
        await _support(store, cast)
        await _meetings(store, cast, now)
        await _rounds(store, cast, now)


async def _cast(store: Store) -> Cast:
    parks = [await store.organisations.add(Organisation(code=f"answers-{n}", name=f"Answers {n}", kind="park"))
             for n in range(PARKS)]  # fmt: skip
    people = {}
    for n, name in enumerate(("Kari Network", "Ola Network", "Shy Network", "Gone Network")):
        person = await store.people.add_person_with_account(Person(name=name, language="nb"))
        await store.people.add_account(person.id, Account(platform="slack", workspace="T0009", user=f"U0NET{n}"))
        await store.memberships.add_membership(person, parks[n].id, confirmed=True)
        people[name.partition(" ")[0].lower()] = person
    kari = people["kari"]
    people["gone"].left_at = store.now
    kari.zone, kari.push_from, kari.push_to, kari.digest = "Europe/Helsinki", "06:30", "", False
    kari.paused_until = store.now + timedelta(days=3, microseconds=7)
    topic = (await store.topics.list_all_topics())[1]
    await store.topics.follow_topic(topic.id, kari.id)
    await store.topics.set_topic_pace(topic.id, kari.id, "weekly")
    await store.topics.set_topic_helper(topic.id, people["ola"].id, helps=True)
    issue = await store.issues.add(
        Issue(title="Kø i nettet", problem="Vi venter", wanted="Raskere svar", addressee_kind="grid", language="nb",
              state=PROPOSED, version=2, published_at=store.now.replace(microsecond=0))
    )  # fmt: skip
    await store.issues.set_issue_topics(issue.id, [topic.id])
    return Cast(kari, people["ola"], people["shy"], people["gone"], parks, issue)


async def _questions(store: Store, cast: Cast, now: datetime) -> None:
    topics = await store.topics.list_all_topics()
    reach = await store.audiences.ensure_audience(OWN, [cast.parks[0].id])
    made: dict[str, Question] = {}
    for name, asker, state, more in (
        ("same", cast.ola, OPEN, {}),
        ("anonymous", cast.shy, ANSWERED, {"anonymous": True, "organisation_id": cast.parks[2].id}),
        ("solved", cast.kari, SOLVED, {"solved_at": now, "outcome": "Det gikk", "keywords": ["tilkobling"],
                                       "solved_by_id": cast.kari.id, "organisation_id": cast.parks[0].id}),
        ("left", cast.gone, OPEN, {"resting": "stale", "everywhere": True}),
        ("close", cast.kari, OPEN, {"reach_id": reach.id, "second_topic_id": topics[2].id}),
        ("triage", cast.ola, TRIAGE, {"topic_id": None, "published_at": None}),
        ("draft", cast.kari, DRAFT, {}),
    ):  # fmt: skip
        values: dict[str, Any] = {"topic_id": topics[0].id, "published_at": now, "escalation": [[4, "leads"]]}
        made[name] = await store.questions.add(
            Question(text=f"Spørsmål: {name}", asker_id=asker.id, state=state, language="nb", origin={}, suggested=[],
                     guess=[], source=f"slack/T0009/C1/{name}", **values | more)
        )  # fmt: skip
        await index_question(store, made[name])
    made["same"].duplicate_of_id = made["solved"].id
    await store.question_followers.follow_question(made["solved"].id, cast.ola.id)
    await store.question_followers.follow_question(made["anonymous"].id, cast.shy.id)
    for question, author, text in (
        ("solved", cast.gone, "Ring dem"),
        ("solved", cast.ola, "Skriv til dem; og vent"),
        ("anonymous", cast.shy, "Jeg spør fordi vi haster"),
        ("anonymous", cast.gone, "Jeg vet det"),
    ):
        answer = await store.answers.add(
            Answer(question_id=made[question].id, author_id=author.id, text=text, platform="slack",
                   organisation_id=author.organisation_id, edited_at=now)
        )  # fmt: skip
        made[question].accepted_answer_id = answer.id if author is cast.ola else None


async def _support(store: Store, cast: Cast) -> None:
    for house, version in ((cast.parks[0], 1), (cast.parks[1], 2)):
        said = {"issue_id": cast.issue.id, "organisation_id": house.id, "stance": SUPPORT}
        await store.issue_stances.store_stance(IssueStance(**said, reason="Det haster", version=version))
    await store.issue_followers.follow_issue(cast.issue.id, cast.ola.id)


async def _meetings(store: Store, cast: Cast, now: datetime) -> None:
    """One that was held, one that is to come, a series that goes on, and one that was called off after it was held."""
    ago, later = now - timedelta(days=20), now + timedelta(days=20)
    held = await _meeting(store, cast, "Arenamøte 1", ago)
    coming = await _meeting(store, cast, "Arenamøte 2", later)
    off = await _meeting(store, cast, "Avlyst serie", ago - timedelta(days=7))
    going = await _meeting(store, cast, "Hver uke", ago, rule="FREQ=WEEKLY;COUNT=8")
    called_off, goes_on = [await store.meetings.find(one.meeting_id) for one in (off, going)]
    assert called_off is not None
    assert goes_on is not None
    called_off.state, called_off.why = CANCELLED, "Ingen kom"
    await series.create_missing_occurrences(store, goes_on)
    held.state, held.closed_at, held.papers = CLOSED, now, "https://example.org/papers"
    coming.title, coming.place, coming.agenda_sent_at, coming.sequence = "Arenamøte 2, utvidet", "Prøvevik", now, 2
    await _agenda(store, cast, held, coming)
    for one, state in ((held, LOCKED), (off, "draft"), (going, "review")):
        minutes = await store.minute_book.ensure_minutes(one.id, cast.kari.id)
        minutes.state, minutes.text, minutes.counted, minutes.others = state, "Vi snakket", True, "En gjest"
    minutes = await store.minute_book.ensure_minutes(held.id, cast.kari.id)
    minutes.approved_at, minutes.approved_by_id, minutes.version = now, cast.kari.id, 4
    for person, taken in ((cast.ola, True), (cast.gone, None)):
        correction = await store.minute_book.add_correction(held.id, person.id, f"Feil sa {taken}", "abc")
        correction.taken, correction.answer = taken, "Takk"
    for one, person, answer, more in (
        (held, cast.kari, GOING, {"attended": True, "organisation_id": cast.parks[0].id}),
        (held, cast.gone, GOING, {"attended": True}),
        (held, cast.ola, NOT_COMING, {"attended": False, "by_id": cast.kari.id}),
        (coming, cast.kari, SUBSTITUTE, {"substitute_id": cast.ola.id, "remind": HOUR}),
        (coming, cast.ola, GOING, {"waiting_since": now}),
    ):
        values: dict[str, Any] = {"by_id": person.id} | more
        await store.rsvps.store_rsvp(
            Rsvp(occurrence_id=one.id, person_id=person.id, answer=answer, answered_at=now, **values)
        )


async def _meeting(store: Store, cast: Cast, title: str, at: datetime, rule: str = "") -> Occurrence:
    starts = at.astimezone(UTC).strftime("%Y-%m-%dT10:00")
    return await add_meeting(store, cast.kari.id, title=title, starts=starts, minutes=90, rule=rule)


async def _agenda(store: Store, cast: Cast, held: Occurrence, coming: Occurrence) -> None:
    question = (await store.questions.list_published_questions())[0]
    made = {}
    for title, one, state, more in (
        ("Carried", held, CARRIED, {"number": 1, "year": 27}),
        ("Decided", held, TREATED, {"number": 2, "year": 27, "decision": "Vi gjør det", "issue_id": cast.issue.id}),
        ("Corrects", held, TREATED, {"corrects": "Møte", "corrects_on": date(2027, 1, 12)}),
        ("Carried", coming, ACCEPTED, {"number": 1, "year": 27, "question_id": question.id}),
        ("Refused", coming, REFUSED, {"why": "Ikke nå", "proposed_by_id": cast.gone.id}),
    ):
        made[title, one.id] = await store.agenda.add_agenda_item(
            AgendaItem(occurrence_id=one.id, kind="V", title=title, state=state, owner_id=cast.ola.id, minutes=10,
                       position=len(made), changed_at=store.now, **more)
        )  # fmt: skip
    made["Carried", held.id].carried_to_id = made["Carried", coming.id].id
    for number in (1, 2):
        assert await store.agenda.take_next_case_number(27) == number
    for owner, state, item in ((cast.ola, "open", made["Decided", held.id]), (cast.gone, DONE, None)):
        action = await store.actions.add(
            Action(occurrence_id=held.id, item_id=item.id if item else None, text=f"Ring {owner.name.split()[-1]}",
                   owner_id=owner.id, due=date(2027, 5, 3), state=state, organisation_id=cast.parks[1].id)
        )  # fmt: skip
        action.done_at, action.postponed = (store.now if state == DONE else None), 1


async def _rounds(store: Store, cast: Cast, now: datetime) -> None:
    """One that is over and published, one that is out; and a scheme that many have reported of."""
    scheme = await store.schemes.add(Scheme(name="Nettstøtte", about="Støtte til nett"))
    retired = await store.schemes.add(Scheme(name="Gammel støtte", about=""))
    retired.retired_at = now
    over = await _round(store, cast, now, ROUND_CLOSED, now - timedelta(days=2))
    await store.rounds.set_round_fields(
        over.id,
        [
            RoundField(kind=NUMBER, label="Effekt", unit="MW", options=[]),
            RoundField(kind=CHOICE, label="Søkt", options=["ja", "nei"]),
            RoundField(kind=TEXT, label="Et tilfelle", options=[]),
            RoundField(kind=SCHEME, label=scheme.name, options=[], scheme_id=scheme.id),
        ],
    )
    power, applied, case, about = await store.rounds.list_round_fields(over.id)
    for n, house in enumerate(cast.parks):
        answer = await store.rounds.find_round_answer(over.id, house.id)
        assert answer is not None
        answer.state, answer.person_id, answer.said_at = HAS_ANSWERED, cast.kari.id if n else cast.gone.id, now
        answer.shared = UNNAMED
        answer.given = {str(power.id): str(10 + n), str(applied.id): str(n % 2), str(case.id): f"Vi venter {n}",
                        str(about.id): HIT, f"{about.id}:why": "Det virker"}  # fmt: skip
        report = {"scheme_id": scheme.id, "organisation_id": house.id, "year": 2027, "round_id": over.id}
        verdict = HIT if n % 2 else MISSED
        await store.schemes.store_scheme_report(SchemeReport(**report, verdict=verdict, reason="Fordi", shared=UNNAMED))
    await store.session.flush()
    found = await round_totals.build_edition_draft(store, over)
    await store.published_editions.publish_edition(
        PublishedEdition(round_id=over.id, data=found.data, made_by_id=cast.kari.id), found.counted
    )
    told = await scheme_totals.build_scheme_edition_draft(store, scheme, 2027)
    assert told is not None
    assert found.cells
    assert found.words
    await store.published_editions.publish_edition(
        PublishedEdition(scheme_id=scheme.id, data=told.data, made_by_id=cast.gone.id), told.counted
    )
    out = await _round(store, cast, now, ROUND_OPEN, None)
    await store.rounds.set_round_fields(out.id, [RoundField(kind=TEXT, label="Hva venter dere på?", options=[])])
    declined = await store.rounds.find_round_answer(out.id, cast.parks[3].id)
    assert declined is not None
    declined.state, declined.reason = DECLINED, "Vi vet ikke"


async def _round(store: Store, cast: Cast, now: datetime, state: str, closed: datetime | None) -> Round:
    audience = {"who": "chosen", "organisations": [one.id for one in cast.parks], "kinds": ["park"], "topics": []}
    round = await store.rounds.add(
        Round(title=f"Hva trenger dere: {state}", why="Vi møter departementet", state=state, audience=audience,
              deadline=(now + timedelta(days=30)).date() if closed is None else closed.date(), opened_at=now,
              closed_at=closed, issue_id=cast.issue.id, made_by_id=cast.kari.id)
    )  # fmt: skip
    await store.rounds.add_recipients(round.id, [one.id for one in cast.parks])
    assert ASKED in {answer.state for answer, _ in await store.rounds.list_round_answers(round.id)}
    return round


async def count_promises(database: Database) -> set[str]:
    """The kinds of messages that somebody has been promised."""
    async with database.read() as store:
        return {str(row[1]) for row in await store.bulk_rows.list_row_labels(Delivery.id, Delivery.template)}
