"""A unit of work as handlers see it: one repository for each noun."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from storage.actions import Actions
from storage.agenda import Agenda
from storage.allowances import Allowances
from storage.answers import Answers
from storage.audits import Audits
from storage.bulk import Bulk
from storage.chains import Chains
from storage.consultations import Consultations
from storage.conversations import Conversations
from storage.copies import Copies
from storage.deliveries import Deliveries
from storage.early_changes import EarlyChanges
from storage.editions import Editions
from storage.fates import Fates
from storage.favourites import Favourites
from storage.feeds import Feeds
from storage.handovers import Handovers
from storage.heartbeats import Heartbeats
from storage.held_posts import HeldPosts
from storage.hidings import Hidings
from storage.histories import Histories
from storage.inbox import Inbox
from storage.indexes import Index
from storage.installations import Installations
from storage.interests import Interests
from storage.issues import Issues
from storage.keepings import Keepings
from storage.ledgers import Ledgers
from storage.lessons import Lessons
from storage.letters import Letters
from storage.links import Links
from storage.meetings import Meetings
from storage.memberships import Memberships
from storage.minutes import MinuteBook
from storage.news import News
from storage.occurrences import Occurrences
from storage.organisations import Organisations
from storage.outbox import Outbox
from storage.people import People
from storage.playground import Playground
from storage.privacy import Privacy
from storage.pushes import Pushes
from storage.questions import Questions
from storage.reaches import Reaches
from storage.reactions import Reactions
from storage.reports import Reports
from storage.restores import Restores
from storage.rooms import Rooms
from storage.rounds import Rounds
from storage.rsvps import Rsvps
from storage.schemes import Schemes
from storage.search import Search
from storage.searches import Searches
from storage.silences import Silences
from storage.slots import Slots
from storage.solutions import Solutions
from storage.sources import Sources
from storage.supports import Supports
from storage.threads import Threads
from storage.topics import Topics
from storage.trail import Trail
from storage.trials import Trials
from storage.vectors import Vectors
from storage.voices import Voices
from storage.workspaces import Workspaces

T = TypeVar("T")


def _of(kind: Callable[[AsyncSession, datetime], T]) -> cached_property[T]:
    """A repository of the unit of work, made when it is first asked for."""
    return cached_property(lambda store: kind(store.session, store.now))


class Store:
    """One unit of work. Its attributes are the repositories; leaving it commits or forgets everything."""

    def __init__(self, session: AsyncSession, now: datetime) -> None:
        self.session = session
        self.now = now

    async def let_go(self) -> None:
        """Write what was changed, and hold on to nothing that was loaded: very many rows do not fit into memory."""
        await self.session.flush()
        self.session.expunge_all()
        self.session.info.clear()

    inbox = _of(Inbox)
    installations = _of(Installations)
    workspaces = _of(Workspaces)
    outbox = _of(Outbox)
    copies = _of(Copies)
    deliveries = _of(Deliveries)
    fates = _of(Fates)
    restores = _of(Restores)
    audits = _of(Audits)
    bulk = _of(Bulk)
    slots = _of(Slots)
    threads = _of(Threads)
    ledgers = _of(Ledgers)
    heartbeats = _of(Heartbeats)
    pushes = _of(Pushes)
    conversations = _of(Conversations)
    people = _of(People)
    organisations = _of(Organisations)
    topics = _of(Topics)
    rooms = _of(Rooms)
    reaches = _of(Reaches)
    questions = _of(Questions)
    lessons = _of(Lessons)
    answers = _of(Answers)
    early_changes = _of(EarlyChanges)
    reactions = _of(Reactions)
    chains = _of(Chains)
    solutions = _of(Solutions)
    actions = _of(Actions)
    issues = _of(Issues)
    keepings = _of(Keepings)
    supports = _of(Supports)
    histories = _of(Histories)
    interests = _of(Interests)
    consultations = _of(Consultations)
    voices = _of(Voices)
    sources = _of(Sources)
    agenda = _of(Agenda)
    feeds = _of(Feeds)
    meetings = _of(Meetings)
    minutes = _of(MinuteBook)
    occurrences = _of(Occurrences)
    rsvps = _of(Rsvps)
    privacy = _of(Privacy)
    trail = _of(Trail)
    trials = _of(Trials)
    playground = _of(Playground)
    search = _of(Search)
    index = _of(Index)
    searches = _of(Searches)
    vectors = _of(Vectors)
    handovers = _of(Handovers)
    links = _of(Links)
    memberships = _of(Memberships)
    news = _of(News)
    favourites = _of(Favourites)
    silences = _of(Silences)
    letters = _of(Letters)
    held_posts = _of(HeldPosts)
    reports = _of(Reports)
    hidings = _of(Hidings)
    allowances = _of(Allowances)
    rounds = _of(Rounds)
    schemes = _of(Schemes)
    editions = _of(Editions)
