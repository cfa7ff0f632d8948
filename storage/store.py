"""A unit of work as handlers see it: one repository for each noun."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property

from sqlalchemy.ext.asyncio import AsyncSession

from storage.actions import Actions
from storage.agenda import Agenda
from storage.answers import Answers
from storage.audits import Audits
from storage.chains import Chains
from storage.conversations import Conversations
from storage.copies import Copies
from storage.deliveries import Deliveries
from storage.early_changes import EarlyChanges
from storage.fates import Fates
from storage.favourites import Favourites
from storage.feeds import Feeds
from storage.handovers import Handovers
from storage.inbox import Inbox
from storage.indexes import Index
from storage.installations import Installations
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
from storage.rooms import Rooms
from storage.rsvps import Rsvps
from storage.search import Search
from storage.searches import Searches
from storage.silences import Silences
from storage.slots import Slots
from storage.solutions import Solutions
from storage.threads import Threads
from storage.topics import Topics
from storage.trail import Trail
from storage.trials import Trials
from storage.vectors import Vectors
from storage.workspaces import Workspaces


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

    @cached_property
    def inbox(self) -> Inbox:
        return Inbox(self.session, self.now)

    @cached_property
    def installations(self) -> Installations:
        return Installations(self.session, self.now)

    @cached_property
    def workspaces(self) -> Workspaces:
        return Workspaces(self.session, self.now)

    @cached_property
    def outbox(self) -> Outbox:
        return Outbox(self.session, self.now)

    @cached_property
    def copies(self) -> Copies:
        return Copies(self.session, self.now)

    @cached_property
    def deliveries(self) -> Deliveries:
        return Deliveries(self.session, self.now)

    @cached_property
    def fates(self) -> Fates:
        return Fates(self.session, self.now)

    @cached_property
    def audits(self) -> Audits:
        return Audits(self.session, self.now)

    @cached_property
    def slots(self) -> Slots:
        return Slots(self.session, self.now)

    @cached_property
    def threads(self) -> Threads:
        return Threads(self.session, self.now)

    @cached_property
    def ledgers(self) -> Ledgers:
        return Ledgers(self.session, self.now)

    @cached_property
    def pushes(self) -> Pushes:
        return Pushes(self.session, self.now)

    @cached_property
    def conversations(self) -> Conversations:
        return Conversations(self.session, self.now)

    @cached_property
    def people(self) -> People:
        return People(self.session, self.now)

    @cached_property
    def organisations(self) -> Organisations:
        return Organisations(self.session, self.now)

    @cached_property
    def topics(self) -> Topics:
        return Topics(self.session, self.now)

    @cached_property
    def rooms(self) -> Rooms:
        return Rooms(self.session, self.now)

    @cached_property
    def reaches(self) -> Reaches:
        return Reaches(self.session, self.now)

    @cached_property
    def questions(self) -> Questions:
        return Questions(self.session, self.now)

    @cached_property
    def lessons(self) -> Lessons:
        return Lessons(self.session, self.now)

    @cached_property
    def answers(self) -> Answers:
        return Answers(self.session, self.now)

    @cached_property
    def early_changes(self) -> EarlyChanges:
        return EarlyChanges(self.session, self.now)

    @cached_property
    def reactions(self) -> Reactions:
        return Reactions(self.session, self.now)

    @cached_property
    def chains(self) -> Chains:
        return Chains(self.session, self.now)

    @cached_property
    def solutions(self) -> Solutions:
        return Solutions(self.session, self.now)

    @cached_property
    def actions(self) -> Actions:
        return Actions(self.session, self.now)

    @cached_property
    def agenda(self) -> Agenda:
        return Agenda(self.session, self.now)

    @cached_property
    def feeds(self) -> Feeds:
        return Feeds(self.session, self.now)

    @cached_property
    def meetings(self) -> Meetings:
        return Meetings(self.session, self.now)

    @cached_property
    def minutes(self) -> MinuteBook:
        return MinuteBook(self.session, self.now)

    @cached_property
    def occurrences(self) -> Occurrences:
        return Occurrences(self.session, self.now)

    @cached_property
    def rsvps(self) -> Rsvps:
        return Rsvps(self.session, self.now)

    @cached_property
    def privacy(self) -> Privacy:
        return Privacy(self.session, self.now)

    @cached_property
    def trail(self) -> Trail:
        return Trail(self.session, self.now)

    @cached_property
    def trials(self) -> Trials:
        return Trials(self.session, self.now)

    @cached_property
    def playground(self) -> Playground:
        return Playground(self.session, self.now)

    @cached_property
    def search(self) -> Search:
        return Search(self.session, self.now)

    @cached_property
    def index(self) -> Index:
        return Index(self.session, self.now)

    @cached_property
    def searches(self) -> Searches:
        return Searches(self.session, self.now)

    @cached_property
    def vectors(self) -> Vectors:
        return Vectors(self.session, self.now)

    @cached_property
    def handovers(self) -> Handovers:
        return Handovers(self.session, self.now)

    @cached_property
    def links(self) -> Links:
        return Links(self.session, self.now)

    @cached_property
    def memberships(self) -> Memberships:
        return Memberships(self.session, self.now)

    @cached_property
    def news(self) -> News:
        return News(self.session, self.now)

    @cached_property
    def favourites(self) -> Favourites:
        return Favourites(self.session, self.now)

    @cached_property
    def silences(self) -> Silences:
        return Silences(self.session, self.now)

    @cached_property
    def letters(self) -> Letters:
        return Letters(self.session, self.now)
