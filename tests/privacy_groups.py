"""What the privacy page tells beside the inventory of columns: which tables belong together, why, and for how long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from handlers.library.solutions import stale_drafts as solutions
from handlers.overview import cleanup
from handlers.overview.privacy import data_retention, personal_data_export
from handlers.policy import record_retention
from handlers.questions.live.page_links import DAYS
from storage.directory import installation_stores
from storage.kit import heartbeats
from storage.queue import early_changes, inbox

#: what is forgotten by itself, as the code has it
PERIODS: dict[str, timedelta] = {
    "answers": record_retention.ANSWERS,
    "arguments": data_retention.ARGUMENTS,
    "attendance": data_retention.ATTENDANCE,
    "begun": timedelta(seconds=installation_stores.BEGUN),
    "changes": cleanup.CHANGES,
    "early": early_changes.KEEP,
    "held": cleanup.HELD,
    "heartbeats": heartbeats.FORGOTTEN,
    "inbox": inbox.KEEP,
    "issue_drafts": record_retention.DRAFTS,
    "links": cleanup.LINKS,
    "live": DAYS,
    "meeting_drafts": cleanup.DRAFTS,
    "messages": data_retention.MESSAGES,
    "my_data": personal_data_export.OPEN,
    "news": cleanup.NEWS,
    "over": record_retention.OVER,
    "questions": data_retention.QUESTIONS,
    "replies": cleanup.REPLY_TEXT,
    "round_drafts": record_retention.DRAFTS,
    "searches": cleanup.SEARCHES,
    "solution_drafts": solutions.DRAFTS,
    "trail": data_retention.TRAIL,
    "undated": record_retention.UNDATED,
}
_ERASED = "Until the person is erased."


@dataclass(frozen=True, slots=True)
class Group:
    """Tables that are kept for one reason and forgotten by one rule."""

    title: str
    #: whose data it is, for an agreement on processing
    about: str
    why: str
    #: with the names of PERIODS as blanks
    kept: str
    tables: str


GROUPS = (
    Group(
        "People and their accounts",
        "members, guests",
        "The bot knows who writes, in whichever chat, for which organisation, in which language and at which hours.",
        f"{_ERASED} Codes for linking accounts and failed tries of them: {{links}} after they ran out. "
        "Who has left keeps a name on what they did, until they are erased.",
        "people accounts links link_tries memberships representatives handovers handed_over conversations",
    ),
    Group(
        "Topics and what people follow",
        "members",
        "New questions reach those who want them and those who can help.",
        f"{_ERASED} What somebody was told of: {{news}}. Topics themselves stay.",
        "topics topic_leads topic_followers topic_news organisation_topics",
    ),
    Group(
        "Organisations, rooms and workspaces",
        "contacts and deputies of organisations; whoever installed the bot or linked a room",
        "The bot knows whose a room is, who may see what, and where to write.",
        "They stay; what only leads to the people of a workspace goes when the bot is removed from it. Who linked a "
        "room or installed the bot is named until they are erased.",
        "organisations reaches reach_organisations rooms room_topics workspaces",
    ),
    Group(
        "Questions and answers",
        "whoever asks, answers, follows or reacts",
        "Questions reach those who know, and are found again.",
        "The words of a question and of its answers: {questions} after it was asked, unless a solution came of it. "
        "That it was asked and answered stays. An edit that arrives before its message: {early}.",
        "questions question_followers answers reactions early_changes chains",
    ),
    Group(
        "Solutions",
        "whoever shared, wrote, confirmed, used, doubted or tried one",
        "What worked, or did not, is found again by others.",
        "Until they are deleted; retired ones stay. Drafts that nobody came back to: {solution_drafts}.",
        "solutions solution_versions solution_uses solution_doubts solution_trials",
    ),
    Group(
        "Meetings, minutes and actions",
        "organisers, whoever answers an invitation, takes part, proposes or promises something",
        "Members are invited, reminded and counted, and what was decided is followed up.",
        "Who came, and who said they would: {attendance} after the meeting. Drafts of invitations: {meeting_drafts} "
        "after the last change. Agendas, minutes and actions stay: they show that the network kept to its agenda.",
        "meetings meeting_topics meeting_organisations meeting_drafts occurrences rsvps agenda_items agenda_numbers "
        "minutes corrections actions feeds",
    ),
    Group(
        "Policy issues",
        "whoever raises, supports, follows or adds facts to one",
        "Members raise together what they want changed; each organisation counts once.",
        "They stay. Drafts that nobody came back to: {issue_drafts}.",
        "issues issue_followers issue_topics issue_supports issue_notes issue_versions issue_evidence",
    ),
    Group(
        "Consultations",
        "whoever registers one, comments or signs for an organisation",
        "The common answer is sent in time, and says who stands behind it.",
        "They stay. What was found and nobody took up: {over} after its deadline, {undated} where it has none.",
        "consultations consultation_topics consultation_voices consultation_notes consultation_steps watched_sources",
    ),
    Group(
        "Input rounds and schemes",
        "contacts and deputies who answer for their organisation",
        "The association gets facts from its members, and publishes totals that name nobody.",
        "What organisations answered: {answers} after the end of the round; what they reported of a scheme: {answers} "
        "after they did. Drafts of rounds: {round_drafts}. What was published stays, and names nobody.",
        "rounds round_fields round_answers schemes scheme_reports editions counted",
    ),
    Group(
        "What is held, reported and hidden",
        "whoever wrote, reported, hid or restored something",
        "Nothing typed is lost, and what is out of place is dealt with in a way that can be checked.",
        "What waits: {held} after it was written. Reports: until whoever made them is "
        "erased. That something was hidden or restored, when and why, without its words, stays.",
        "held_posts reports hidings allowances",
    ),
    Group(
        "Search, and what routing has learnt",
        "nobody by name; words of records and of searches",
        "People find what is there, and what they could not find is seen.",
        "With the record they are made of. Words that were searched for: {searches} after the last time.",
        "search_documents search_letters search_postings search_vectors search_counts searches_missed searches_chosen "
        "lessons",
    ),
    Group(
        "Messages on their way",
        "whoever a message is for",
        "Each message arrives once, cards are brought up to date, and what has not arrived is seen.",
        "Private messages, and what was said once in a room: {messages}. The text of a private reply: {replies}; words "
        "in what a message was drawn from: {arguments} after it was sent. Changes of cards: {changes}. That an event "
        "was answered: {inbox}. The card of a record is known as long as it stands.",
        "deliveries delivery_events rate_slots inbox",
    ),
    Group(
        "Who did what",
        "whoever changed something",
        "The secretariat can see who changed what, without a word of what was written.",
        "{trail}.",
        "trail",
    ),
    Group(
        "How the bot is installed and runs",
        "whoever installed the bot in a Slack workspace",
        "The bot can write in a workspace, and its processes know of each other.",
        "Tokens: until the bot is removed from the workspace, then deleted at once. What an installation begins with: "
        "good for {begun}. Signs of life of processes: {heartbeats}.",
        "slack_bots slack_installations slack_oauth_states restores code_floors heartbeats",
    ),
    Group(
        "The playground",
        "whoever tries the bot on a local page",
        "The bot can be tried without Slack and Teams. Empty everywhere else.",
        "As long as its database.",
        "playground_channels playground_messages playground_reactions playground_reads",
    ),
)
