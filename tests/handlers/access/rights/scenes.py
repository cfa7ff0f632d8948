"""The records that the walk over the table of rights asks about, and what each person in the cast is to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from handlers.access.rights.roles import ASKER, ATTENDEE, AUTHOR, KEEPER, LEAD, ORGANISER, OWNER, READER, REPRESENTATIVE
from handlers.meetings.outlines import Outline, encode_meeting_outline
from storage.directory.account_links import WAITING
from storage.directory.handovers import Handover
from storage.directory.people import Account
from storage.kit.database import Store
from storage.library.adoption_followup import SolutionTrial
from storage.library.search_terms import ChosenSearch, MissedSearch
from storage.library.solution_pictures import SolutionPicture
from storage.library.solutions import CONSENT, MEMBERS, PUBLISHED, Solution
from storage.library.solutions import DRAFT as UNSAVED
from storage.meetings.actions import Action
from storage.meetings.agenda import DISCUSSION, AgendaItem
from storage.meetings.calendar_feeds import CalendarFeed
from storage.meetings.meetings import PLANNED, PROPOSED, MeetingDraft
from storage.meetings.minutes import LOCKED, REVIEW
from storage.meetings.rsvps import GOING, Rsvp
from storage.moderation.held_messages import HINT, KEPT, HeldMessage
from storage.moderation.hidings import Hiding
from storage.overview.own_reminders import OwnReminder
from storage.pages.web_sessions import WebSession
from storage.pages.year_shares import YearShare
from storage.questions.answers import Answer
from storage.questions.questions import DRAFT, OPEN, WORDS_ASKED, Question
from tests.conversation import WORKSPACE, Conversation, Someone
from tests.meetings import add_meeting

#: everybody who is no guest, as the cast is
MEMBERS_ALL = ("mine", "colleague", "contact", "foreign", "newcomer", "lead", "sara")
#: whom an organisation has confirmed, or who is of the secretariat
CONFIRMED = tuple(who for who in MEMBERS_ALL if who != "newcomer")
Ties = dict[str, set[str]]


@dataclass
class Scene:
    """A record: what a button about it carries, and what somebody is to it. Who is not named may not even see it."""

    value: str
    ties: Ties = field(default_factory=dict)


async def cast(talk: Conversation) -> dict[str, Someone]:
    """Somebody whose records all are; a colleague; contacts, members and guests of the same and of another house."""
    return {
        "mine": await talk.person("mine", organisation="eksempel"),
        "colleague": await talk.person("colleague", organisation="eksempel"),
        "contact": await talk.person("contact", organisation="eksempel", contact=True),
        "foreign": await talk.person("foreign", organisation="annet", contact=True),
        "newcomer": await talk.person("newcomer"),
        "lead": await talk.person("lead", organisation="tredje", leads="nett"),
        "guest": await talk.person("guest", role="guest"),
        "sara": await talk.person("sara", role="secretariat"),
    }


def seen_by(*people: str, **more: set[str]) -> Ties:
    """Those who see it, and what some are to it besides."""
    ties: Ties = {who: {READER} for who in people}
    for who, what in more.items():
        ties[who] = ties.get(who, set()) | what
    return ties


#: a line to the bot, as it is kept
KEPT_EVENT = {
    "type": "Command",
    "id": "kept",
    "sender": {"platform": "fake", "workspace": WORKSPACE, "user": "mine"},
    "place": {"platform": "fake", "workspace": WORKSPACE, "channel": "Dmine"},
    "name": "ask",
    "text": "hei",
}
ALONE: Ties = {"mine": {OWNER, ASKER, AUTHOR, READER}}
#: whom a meeting of mine concerns: nobody whom no organisation has confirmed
INVITED = seen_by(*CONFIRMED, mine={ORGANISER, AUTHOR, OWNER})


async def scenes(store: Store, people: dict[str, Someone]) -> dict[str, Scene]:
    """By the kind of the record."""
    mine = people["mine"].person_id
    topic = await store.topics.find_topic_by_slug("nett")
    assert topic is not None
    return {
        **await _questions(store, mine, topic.id),
        **await _solutions(store, mine, people["colleague"].person_id, topic.id),
        **await _meetings(store, mine, people["colleague"].person_id),
        **await _others(store, people, topic.id),
    }


async def _questions(store: Store, mine: int, topic: int) -> dict[str, Scene]:
    async def ask(state: str) -> Question:
        return await store.questions.add(
            Question(
                asker_id=mine, topic_id=topic, text="Hvor finner vi kabel?", language="nb", state=state, origin={},
                suggested=[["solution", 1, []]], guess=[], published_at=store.now,
            )
        )  # fmt: skip

    question, draft, anonymous, quoting = await ask(OPEN), await ask(DRAFT), await ask(OPEN), await ask(DRAFT)
    anonymous.anonymous, quoting.words_by_id, quoting.words_state = True, mine, WORDS_ASKED
    answer = Answer(question_id=question.id, author_id=mine, text="Hos oss.", platform="fake")
    await store.answers.add(answer)
    hiding = await store.hidings.add(Hiding(kind="answer", record_id=answer.id, ground="tone"))
    kept = await store.held_messages.add(HeldMessage(person_id=mine, why=HINT, event=KEPT_EVENT, state=KEPT))
    public = seen_by(*MEMBERS_ALL, "guest", mine={ASKER}, lead={LEAD})
    return {
        "question": Scene(str(question.id), public),
        "sent question": Scene(f"question:{question.id}", public),
        "pair of questions": Scene(f"{question.id}:{question.id}", public),
        "draft with a hit": Scene(f"{draft.id}:solution:1", ALONE),
        "anonymous question and who wonders": Scene(f"{anonymous.id}:{mine}", ALONE),
        "draft question": Scene(str(draft.id), ALONE),
        "question that quotes": Scene(str(quoting.id), {"mine": {AUTHOR}}),
        "answer": Scene(str(answer.id), {"mine": {AUTHOR}}),
        "out of place": Scene(f"answer:{answer.id}", public),
        "hidden": Scene(str(hiding.id), {"mine": {AUTHOR}}),
        "kept text": Scene(str(kept.id), {"mine": {OWNER}}),
        "answer to it": Scene(str(answer.id), public),
    }


async def _solutions(store: Store, mine: int, author: int, topic: int) -> dict[str, Scene]:
    async def save(state: str, owner: int, author: int | None = None) -> Solution:
        return await store.solutions.add(
            Solution(
                code="", state=state, level=MEMBERS, owner_id=owner, author_id=author, topic_id=topic, language="nb",
                title="Kabel", problem="Ingen kabel", done="Vi lånte", dated=date(2027, 2, 1),
            )
        )  # fmt: skip

    out, draft, asked = await save(PUBLISHED, mine), await save(UNSAVED, mine), await save(CONSENT, author, mine)
    trial = await store.solution_trials.add(SolutionTrial(solution_id=out.id, person_id=mine, ask_on=date(2027, 6, 1)))
    trial.at = store.now
    picture = SolutionPicture(solution_id=out.id, author_id=mine, platform="fake", workspace="W1", address="here")
    await store.solution_pictures.add_offered_pictures([picture])
    out.verify_by = date(2027, 2, 1)
    seen = seen_by(*CONFIRMED, mine={OWNER}, lead={LEAD})
    return {
        "solution": Scene(str(out.id), seen),
        "sent solution": Scene(f"solution:{out.id}", seen),
        "draft solution": Scene(str(draft.id), ALONE),
        "asked for": Scene(str(asked.id), {"mine": {AUTHOR, READER}}),
        "trial": Scene(str(trial.id), {"mine": {OWNER}}),
        "picture": Scene(str(picture.id), seen_by(*CONFIRMED, mine={OWNER, AUTHOR})),
        "pictured solution": Scene(str(out.id), seen_by(*CONFIRMED, mine={AUTHOR})),
        "found": Scene(f"solution:{out.id}", seen_by(*CONFIRMED, lead={LEAD})),
    }


async def _meetings(store: Store, mine: int, attendee: int) -> dict[str, Scene]:
    async def meet(starts: str, state: str = PLANNED) -> int:
        row = await add_meeting(store, mine, title=f"Møte {starts}", starts=starts, minutes=60, state=state)
        return row.id

    coming, past, closed = (
        await meet("2027-03-16T10:00"),
        await meet("2027-02-26T10:00"),
        await meet("2027-02-20T10:00"),
    )
    waits = await meet("2027-04-16T10:00", PROPOSED)
    proposed = await store.occurrences.find(waits)
    assert proposed is not None
    wish = await _item(store, coming, mine)
    here = await _item(store, past, mine)
    for occurrence, state in ((past, REVIEW), (closed, LOCKED)):
        await store.minute_book.ensure_minutes(occurrence, mine)
        minutes = await store.minute_book.lock_minutes(occurrence)
        assert minutes is not None
        minutes.state, minutes.review_until = state, store.now + timedelta(days=3)
    store.session.add(Rsvp(occurrence_id=past, person_id=attendee, answer=GOING, attended=True, answered_at=store.now))
    correction = await store.minute_book.add_correction(past, attendee, "Feil navn")
    outline = Outline(zone="Europe/Oslo", title="Vårmøte", starts="2027-05-03T10:00")
    draft = MeetingDraft(person_id=mine, version=0, data=encode_meeting_outline(outline), changed_at=store.now)
    store.session.add(draft)
    action = await store.actions.add(
        Action(occurrence_id=closed, text="Ring", owner_id=mine, due=date(2027, 4, 1), set_at=store.now)
    )
    await store.session.flush()
    return {
        "meeting": Scene(str(coming), INVITED),
        "sent meeting": Scene(f"meeting:{coming}", INVITED),
        "past meeting": Scene(str(past), {**INVITED, "colleague": {READER, ATTENDEE}}),
        "read minutes": Scene(str(closed), INVITED),
        "whole meeting": Scene(f"m{proposed.meeting_id - 3}:1", INVITED),
        "proposal": Scene(f"{proposed.meeting_id}:1", {"mine": {AUTHOR}, "sara": {READER}}),
        "draft meeting": Scene(f"d{draft.id}:0", {"mine": {OWNER}}),
        "own draft meeting": Scene(str(draft.id), {"mine": {OWNER}}),
        "wish": Scene(str(wish.id), {"mine": {AUTHOR, ORGANISER, READER}, "sara": {READER}}),
        "item": Scene(str(here.id), {"mine": {AUTHOR, ORGANISER, READER}, "sara": {READER}}),
        "correction": Scene(str(correction.id), INVITED),
        "action": Scene(str(action.id), INVITED),
    }


async def _item(store: Store, occurrence: int, mine: int) -> AgendaItem:
    item = AgendaItem(occurrence_id=occurrence, kind=DISCUSSION, title="Kabel", owner_id=mine, proposed_by_id=mine)
    return await store.agenda.add_agenda_item(item)


async def _others(store: Store, people: dict[str, Someone], topic: int) -> dict[str, Scene]:
    mine, house = people["mine"].person_id, await store.organisations.find_organisation_by_code("eksempel")
    assert house is not None
    feed = CalendarFeed(person_id=mine, token_hash="a" * 64, name="Telefon", created_at=store.now)
    missed = MissedSearch(words="kabel", topic_id=topic, last_day=date(2027, 3, 1))
    chosen = ChosenSearch(words="kabel", kind="solution", record_id=1, missing="kabel", last_day=date(2027, 3, 1))
    claimer = await store.people.load_person(people["newcomer"].person_id)
    claimer.organisation_id = house.id
    signed = WebSession(
        person_id=mine, token_hash="b" * 64, created_at=store.now, signed_in_at=store.now, seen_at=store.now,
        expires_at=store.now + timedelta(hours=12),
    )  # fmt: skip
    contact = people["contact"].person_id
    share = YearShare(
        organisation_id=house.id, year=2026, label="Styret", made_by_id=contact, token_hash="c" * 64,
        created_at=store.now, expires_at=store.now + timedelta(days=30),
    )  # fmt: skip
    reminder = OwnReminder(person_id=mine, text="Ring nettselskapet", at=store.now + timedelta(days=3), timed=True)
    await store.own_reminders.add(reminder)
    store.session.add(share)
    store.session.add_all([feed, signed, missed, chosen])
    workspace = await store.workspaces.ensure_workspace("fake", WORKSPACE)
    workspace.organisation_id = house.id
    await store.session.flush()
    return {
        "house": Scene(workspace.workspace_key, {"contact": {KEEPER}, "sara": {READER}}),
        "feed": Scene(str(feed.id), {"mine": {OWNER}}),
        "reminder": Scene(str(reminder.id), {"mine": {OWNER}}),
        "session": Scene(str(signed.id), {"mine": {OWNER}}),
        "year": Scene(f"{house.id}:2026", seen_by(*MEMBERS_ALL, "guest", contact={REPRESENTATIVE})),
        "shared year": Scene(str(share.id), seen_by(*MEMBERS_ALL, "guest", contact={REPRESENTATIVE})),
        "search": Scene(f"m{missed.id}", seen_by(*MEMBERS_ALL, "guest", lead={LEAD})),
        "choice": Scene(f"c{chosen.id}", seen_by(*MEMBERS_ALL, "guest", lead={LEAD})),
        **await _people(store, people, house.id),
        "claim": Scene(f"{claimer.id}:{house.id}", seen_by(*MEMBERS_ALL, "guest", contact={REPRESENTATIVE})),
    }


async def _people(store: Store, people: dict[str, Someone], house: int) -> dict[str, Scene]:
    """A second account, a link that waits for a word, somebody who belongs to the house, and one who has left it."""
    mine = people["mine"].person_id
    second = Account(platform="other", workspace=WORKSPACE, user="mine", name="Mine")
    await store.people.add_account(mine, second)
    guest = await store.people.find_person_by_account("fake", WORKSPACE, "guest")
    assert guest is not None
    link = await store.account_links.create_link_code(second.id, "hash", timedelta(minutes=10))
    link.other_id, link.state = guest[1].id, WAITING
    left = await store.handovers.add(Handover(person_id=mine, organisation_id=house, role="member", last=False))
    acting = seen_by(*MEMBERS_ALL, "guest", contact={REPRESENTATIVE})
    return {
        "account": Scene(str(second.id), {"mine": {OWNER}}),
        "link": Scene(str(link.id), acting),
        "membership": Scene(f"{house}:{mine}", acting),
        "organisation": Scene(str(house), acting),
        "handover": Scene(str(left.id), acting),
    }
