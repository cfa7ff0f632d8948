"""Build the unit of work as handlers see it: one repository for each noun."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from storage.access.audiences import Audiences
from storage.directory.account_links import AccountLinks
from storage.directory.channel_moves import ChannelMoves
from storage.directory.handovers import Handovers
from storage.directory.inactivity import InactivityReport
from storage.directory.installations import SlackInstallations
from storage.directory.memberships import Memberships
from storage.directory.organisations import Organisations
from storage.directory.people import People
from storage.directory.rooms import Rooms
from storage.directory.senders import Senders
from storage.directory.topics import Topics
from storage.directory.workspaces import Workspaces
from storage.exchange.cases import ExchangeCases
from storage.exchange.exchange_map import ExchangeMap
from storage.exchange.import_drafts import ImportDrafts
from storage.exchange.investor_sheets import InvestorSheets
from storage.exchange.listing_questions import ListingQuestions
from storage.exchange.listings import Listings
from storage.exchange.match_amounts import MatchAmounts
from storage.exchange.match_questions import MatchQuestions
from storage.exchange.match_readiness import MatchReadinesses
from storage.exchange.match_refusals import MatchRefusals
from storage.exchange.match_votes import MatchVotes
from storage.exchange.matches import Matches
from storage.exchange.matching_limits import MatchingLimits
from storage.exchange.near_pairings import NearPairings
from storage.exchange.planned_stops import PlannedStops
from storage.exchange.plot_pictures import PlotPictures
from storage.exchange.plot_placements import PlotPlacements
from storage.exchange.plots import Plots
from storage.exchange.seat_claims import SeatClaims
from storage.exchange.site_links import ProposedStreams, SiteLinks
from storage.exchange.sites import Sites
from storage.exchange.streams import Streams
from storage.exchange.unmatched_listings import UnmatchedListings
from storage.kit.bulk import BulkRows
from storage.kit.heartbeats import Heartbeats
from storage.kit.restores import Restores
from storage.library.adoption_followup import SolutionTrials
from storage.library.own_solutions import OwnSolutions
from storage.library.search_terms import SearchTerms
from storage.library.solution_pictures import SolutionPictures
from storage.library.solutions import Solutions
from storage.library.starter_solutions import StarterSolutions
from storage.library.verification_queue import VerificationQueue
from storage.meetings.actions import Actions
from storage.meetings.agenda import Agenda
from storage.meetings.calendar_feeds import CalendarFeeds
from storage.meetings.meetings import Meetings
from storage.meetings.minutes import MinuteBook
from storage.meetings.occurrences import Occurrences
from storage.meetings.rsvps import Rsvps
from storage.moderation.held_messages import HeldMessages
from storage.moderation.hidings import Hidings
from storage.moderation.reports import Reports
from storage.notifications.escalations import Escalations
from storage.notifications.scheduled_notifications import ScheduledNotifications
from storage.notifications.topic_digest_queue import TopicDigestQueue
from storage.overview.audit_trail import AuditTrail
from storage.overview.own_reminders import OwnReminders
from storage.overview.personal_data import PersonalData
from storage.overview.responsibilities import Responsibilities
from storage.pages.figure_counts import FigureCounts
from storage.pages.figure_ids import FigureIds
from storage.pages.figure_times import FigureTimes
from storage.pages.outcome_reports import OutcomeReports
from storage.pages.record_lists import RecordLists
from storage.pages.topic_records import TopicRecords
from storage.pages.web_sessions import WebSessions
from storage.pages.year_shares import YearShares
from storage.playground.playground_chat import PlaygroundChat
from storage.playground.playground_files import PlaygroundFiles
from storage.policy.consultation_responses import ConsultationResponses
from storage.policy.consultation_sources import ConsultationSources
from storage.policy.consultations import Consultations
from storage.policy.issue_followers import IssueFollowers
from storage.policy.issue_log import IssueLog
from storage.policy.issue_stances import IssueStances
from storage.policy.issues import Issues
from storage.policy.published_editions import PublishedEditions
from storage.policy.round_ageing import RoundAgeing
from storage.policy.rounds import Rounds
from storage.policy.schemes import Schemes
from storage.policy.tasks import Tasks
from storage.questions.answers import Answers
from storage.questions.card_subjects import CardSubjects
from storage.questions.question_followers import QuestionFollowers
from storage.questions.questions import Questions
from storage.questions.reactions import Reactions
from storage.questions.training_runs import TrainingRuns
from storage.queue.broadcast_quota import BroadcastQuota
from storage.queue.channel_messages import ChannelMessages
from storage.queue.conversation_references import ConversationReferences
from storage.queue.deliveries import Deliveries
from storage.queue.delivery_report import DeliveryReport
from storage.queue.delivery_retention import DeliveryRetention
from storage.queue.early_changes import EarlyChanges
from storage.queue.inbox import Inbox
from storage.queue.outbox import Outbox
from storage.queue.posted_copies import PostedCopies
from storage.queue.private_notices import PrivateNotices
from storage.queue.queue_audit import QueueAudit
from storage.queue.rate_limit_slots import RateLimitSlots
from storage.queue.thread_copies import ThreadPosts
from storage.queue.unknown_outcomes import UnknownOutcomes
from storage.search.search_consistency import SearchConsistency
from storage.search.search_index import SearchIndex
from storage.search.vectors import SearchVectors

T = TypeVar("T")


def _build_repository_property(kind: Callable[[AsyncSession, datetime], T]) -> cached_property[T]:
    """Return a property that makes a repository of the unit of work when it is first asked for."""
    return cached_property(lambda store: kind(store.session, store.now))


class Store:
    """Hold one unit of work. Its attributes are the repositories; leaving it commits or discards everything."""

    def __init__(self, session: AsyncSession, now: datetime) -> None:
        self.session = session
        self.now = now

    inbox = _build_repository_property(Inbox)
    installations = _build_repository_property(SlackInstallations)
    senders = _build_repository_property(Senders)
    workspaces = _build_repository_property(Workspaces)
    outbox = _build_repository_property(Outbox)
    channel_messages = _build_repository_property(ChannelMessages)
    posted_copies = _build_repository_property(PostedCopies)
    deliveries = _build_repository_property(Deliveries)
    unknown_outcomes = _build_repository_property(UnknownOutcomes)
    restores = _build_repository_property(Restores)
    queue_audit = _build_repository_property(QueueAudit)
    bulk_rows = _build_repository_property(BulkRows)
    rate_limit_slots = _build_repository_property(RateLimitSlots)
    thread_posts = _build_repository_property(ThreadPosts)
    delivery_report = _build_repository_property(DeliveryReport)
    heartbeats = _build_repository_property(Heartbeats)
    scheduled_notifications = _build_repository_property(ScheduledNotifications)
    conversation_references = _build_repository_property(ConversationReferences)
    people = _build_repository_property(People)
    organisations = _build_repository_property(Organisations)
    topics = _build_repository_property(Topics)
    rooms = _build_repository_property(Rooms)
    channel_moves = _build_repository_property(ChannelMoves)
    audiences = _build_repository_property(Audiences)
    questions = _build_repository_property(Questions)
    question_followers = _build_repository_property(QuestionFollowers)
    training_runs = _build_repository_property(TrainingRuns)
    answers = _build_repository_property(Answers)
    card_subjects = _build_repository_property(CardSubjects)
    early_changes = _build_repository_property(EarlyChanges)
    delivery_retention = _build_repository_property(DeliveryRetention)
    reactions = _build_repository_property(Reactions)
    escalations = _build_repository_property(Escalations)
    solutions = _build_repository_property(Solutions)
    solution_pictures = _build_repository_property(SolutionPictures)
    verification_queue = _build_repository_property(VerificationQueue)
    actions = _build_repository_property(Actions)
    issues = _build_repository_property(Issues)
    responsibilities = _build_repository_property(Responsibilities)
    issue_stances = _build_repository_property(IssueStances)
    issue_log = _build_repository_property(IssueLog)
    issue_followers = _build_repository_property(IssueFollowers)
    consultations = _build_repository_property(Consultations)
    consultation_responses = _build_repository_property(ConsultationResponses)
    consultation_sources = _build_repository_property(ConsultationSources)
    agenda = _build_repository_property(Agenda)
    calendar_feeds = _build_repository_property(CalendarFeeds)
    meetings = _build_repository_property(Meetings)
    minute_book = _build_repository_property(MinuteBook)
    occurrences = _build_repository_property(Occurrences)
    rsvps = _build_repository_property(Rsvps)
    own_reminders = _build_repository_property(OwnReminders)
    personal_data = _build_repository_property(PersonalData)
    audit_trail = _build_repository_property(AuditTrail)
    solution_trials = _build_repository_property(SolutionTrials)
    playground_chat = _build_repository_property(PlaygroundChat)
    playground_files = _build_repository_property(PlaygroundFiles)
    search_index = _build_repository_property(SearchIndex)
    search_consistency = _build_repository_property(SearchConsistency)
    search_terms = _build_repository_property(SearchTerms)
    vectors = _build_repository_property(SearchVectors)
    handovers = _build_repository_property(Handovers)
    account_links = _build_repository_property(AccountLinks)
    memberships = _build_repository_property(Memberships)
    topic_digest_queue = _build_repository_property(TopicDigestQueue)
    own_solutions = _build_repository_property(OwnSolutions)
    starter_solutions = _build_repository_property(StarterSolutions)
    inactivity = _build_repository_property(InactivityReport)
    private_notices = _build_repository_property(PrivateNotices)
    held_messages = _build_repository_property(HeldMessages)
    reports = _build_repository_property(Reports)
    hidings = _build_repository_property(Hidings)
    broadcast_quota = _build_repository_property(BroadcastQuota)
    round_ageing = _build_repository_property(RoundAgeing)
    rounds = _build_repository_property(Rounds)
    schemes = _build_repository_property(Schemes)
    tasks = _build_repository_property(Tasks)
    published_editions = _build_repository_property(PublishedEditions)
    sites = _build_repository_property(Sites)
    listings = _build_repository_property(Listings)
    listing_questions = _build_repository_property(ListingQuestions)
    matches = _build_repository_property(Matches)
    match_votes = _build_repository_property(MatchVotes)
    match_refusals = _build_repository_property(MatchRefusals)
    match_questions = _build_repository_property(MatchQuestions)
    match_amounts = _build_repository_property(MatchAmounts)
    match_readiness = _build_repository_property(MatchReadinesses)
    cases = _build_repository_property(ExchangeCases)
    streams = _build_repository_property(Streams)
    near_pairings = _build_repository_property(NearPairings)
    site_links = _build_repository_property(SiteLinks)
    proposed_streams = _build_repository_property(ProposedStreams)
    matching_limits = _build_repository_property(MatchingLimits)
    planned_stops = _build_repository_property(PlannedStops)
    seat_claims = _build_repository_property(SeatClaims)
    plots = _build_repository_property(Plots)
    plot_placements = _build_repository_property(PlotPlacements)
    plot_pictures = _build_repository_property(PlotPictures)
    import_drafts = _build_repository_property(ImportDrafts)
    unmatched_listings = _build_repository_property(UnmatchedListings)
    exchange_map = _build_repository_property(ExchangeMap)
    web_sessions = _build_repository_property(WebSessions)
    outcome_reports = _build_repository_property(OutcomeReports)
    investor_sheets = _build_repository_property(InvestorSheets)
    year_shares = _build_repository_property(YearShares)
    figure_ids = _build_repository_property(FigureIds)
    figure_counts = _build_repository_property(FigureCounts)
    figure_times = _build_repository_property(FigureTimes)
    record_lists = _build_repository_property(RecordLists)
    topic_records = _build_repository_property(TopicRecords)
