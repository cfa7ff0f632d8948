"""A unit of work as handlers see it: one repository for each noun."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from storage.access.audiences import Reaches
from storage.directory.account_links import Links
from storage.directory.handovers import Handovers
from storage.directory.inactivity import Silences
from storage.directory.installations import Installations
from storage.directory.memberships import Memberships
from storage.directory.organisations import Organisations
from storage.directory.people import People
from storage.directory.rooms import Rooms
from storage.directory.topics import Topics
from storage.directory.workspaces import Workspaces
from storage.kit.bulk import Bulk
from storage.kit.heartbeats import Heartbeats
from storage.kit.restores import Restores
from storage.library.adoption_followup import Trials
from storage.library.search_terms import Searches
from storage.library.solutions import Solutions
from storage.library.starter_solutions import Favourites
from storage.meetings.actions import Actions
from storage.meetings.agenda import Agenda
from storage.meetings.calendar_feeds import Feeds
from storage.meetings.meetings import Meetings
from storage.meetings.minutes import MinuteBook
from storage.meetings.occurrences import Occurrences
from storage.meetings.rsvps import Rsvps
from storage.moderation.held_messages import HeldPosts
from storage.moderation.hidings import Hidings
from storage.moderation.reports import Reports
from storage.notifications.escalations import Chains
from storage.notifications.scheduled_notifications import Pushes
from storage.notifications.topic_digest_queue import News
from storage.overview.personal_data import Privacy
from storage.overview.responsibilities import Keepings
from storage.overview.trail import Trail
from storage.playground.playground_chat import Playground
from storage.policy.consultation_responses import Voices
from storage.policy.consultation_sources import Sources
from storage.policy.consultations import Consultations
from storage.policy.issue_followers import Interests
from storage.policy.issue_log import Histories
from storage.policy.issue_stances import Supports
from storage.policy.issues import Issues
from storage.policy.published_editions import Editions
from storage.policy.rounds import Rounds
from storage.policy.schemes import Schemes
from storage.questions.answers import Answers
from storage.questions.questions import Questions
from storage.questions.reactions import Reactions
from storage.questions.training_runs import Lessons
from storage.queue.broadcast_quota import Allowances
from storage.queue.conversation_references import Conversations
from storage.queue.deliveries import Deliveries
from storage.queue.delivery_report import Ledgers
from storage.queue.early_changes import EarlyChanges
from storage.queue.inbox import Inbox
from storage.queue.outbox import Outbox
from storage.queue.posted_copies import Copies
from storage.queue.private_notices import Letters
from storage.queue.queue_audit import Audits
from storage.queue.rate_limit_slots import Slots
from storage.queue.thread_copies import Threads
from storage.queue.unknown_outcomes import Fates
from storage.search.search_consistency import Index
from storage.search.search_index import Search
from storage.search.vectors import Vectors

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
