"""Declare what each column of a table holds, and why and for how long its rows are kept.

A declaration stands in `DECLARATIONS` beside its table. `docs/privacy.md` tells the groups and their tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class DataGroup:
    """Describe tables that are kept for one reason and forgotten by one rule."""

    title: str
    #: whose data it is, for an agreement on processing
    about: str
    why: str
    #: how long; its blanks are the periods of `tests/privacy_periods.py`
    kept: str


@dataclass(frozen=True, slots=True)
class ClassifiedColumns:
    """Declare the class of each column of a table. Names are separated by spaces; a column has one class."""

    table: type[Any]
    group: DataGroup
    #: id of the person that the row is about: it is deleted with them
    own: str = ""
    #: id of the author or owner: the row may be kept for others, without the name
    author: str = ""
    #: id of a person who acted on the row, or is named in it
    named: str = ""
    #: key that identifies a person, record or message, for people here or on a platform
    key: str = ""
    #: account id of a person on a platform
    account: str = ""
    #: data about a person
    personal: str = ""
    #: text that people write, which may name somebody
    text: str = ""
    #: the organisation that the row belongs to, and what is told of it
    organisation: str = ""
    #: states, days, counts, choices
    state: str = ""
    #: a token or secret: never shown and never exported
    credential: str = ""

    def list_columns(self, *classes: str) -> tuple[str, ...]:
        """Return the names of the columns that have one of these classes."""
        return tuple(name for one in classes for name in getattr(self, one).split())


PEOPLE_DATA = DataGroup(
    "People and their accounts",
    about="members, guests",
    why=("The bot knows who writes, in whichever chat, for which organisation, in which language and at which hours."),
    kept=(
        "Until the person is erased. Codes for linking accounts and failed tries of them: {links} after they ran "
        "out. Links to the web and sessions there: {sessions} after they ran out. Who has left keeps a name on what "
        "they did, until they are erased."
    ),
)
TOPIC_DATA = DataGroup(
    "Topics and what people follow",
    about="members",
    why="New questions reach those who want them and those who can help.",
    kept="Until the person is erased. What somebody was told of: {news}. Topics themselves stay.",
)
ORGANISATION_DATA = DataGroup(
    "Organisations, rooms and workspaces",
    about="contacts and deputies of organisations; whoever installed the bot or linked a room",
    why="The bot knows whose a room is, who may see what, and where to write.",
    kept=(
        "They stay; what only leads to the people of a workspace goes when the bot is removed from it. Who linked "
        "a room or installed the bot is named until they are erased."
    ),
)
QUESTION_DATA = DataGroup(
    "Questions and answers",
    about="whoever asks, answers, follows or reacts",
    why="Questions reach those who know, and are found again.",
    kept=(
        "The words of a question and of its answers: {questions} after it was asked, unless a solution came of "
        "it. That it was asked and answered stays. An edit that arrives before its message: {early}."
    ),
)
SOLUTION_DATA = DataGroup(
    "Solutions",
    about="whoever shared, wrote, confirmed, used, doubted or tried one",
    why="What worked, or did not, is found again by others.",
    kept="Until they are deleted; retired ones stay. Drafts that nobody came back to: {solution_drafts}.",
)
MEETING_DATA = DataGroup(
    "Meetings, minutes and actions",
    about="organisers, whoever answers an invitation, takes part, proposes or promises something",
    why="Members are invited, reminded and counted, and what was decided is followed up.",
    kept=(
        "Who came, and who said they would: {attendance} after the meeting. Drafts of invitations: "
        "{meeting_drafts} after the last change. Agendas, minutes and actions stay: they show that the network "
        "kept to its agenda."
    ),
)
ISSUE_DATA = DataGroup(
    "Policy issues",
    about="whoever raises, supports, follows or adds facts to one",
    why="Members raise together what they want changed; each organisation counts once.",
    kept="They stay. Drafts that nobody came back to: {issue_drafts}.",
)
CONSULTATION_DATA = DataGroup(
    "Consultations",
    about="whoever registers one, comments or signs for an organisation",
    why="The common answer is sent in time, and says who stands behind it.",
    kept="They stay. What was found and nobody took up: {over} after its deadline, {undated} where it has none.",
)
ROUND_DATA = DataGroup(
    "Input rounds and schemes",
    about="contacts and deputies who answer for their organisation",
    why="The association gets facts from its members, and publishes totals that name nobody.",
    kept=(
        "What organisations answered: {answers} after the end of the round; how far they said they have come, and what "
        "they reported of a scheme: {answers} after they did. Drafts of rounds: {round_drafts}. What was published "
        "stays, and names nobody."
    ),
)
EXCHANGE_DATA = DataGroup(
    "The exchange",
    about="contacts of what their organisation offers or needs",
    why="What one plant has to spare reaches another that needs it.",
    kept=(
        "Sites and plots: until the organisation or the secretariat removes them. What is offered and needed is in "
        "force for six months at a time, and stays with the organisation when it is over. Matches and what was "
        "said of them stay, and so do exchanges that are known from elsewhere."
    ),
)
REPORT_DATA = DataGroup(
    "Yearly pages and reports",
    about="contacts and deputies who share a yearly page with others; the secretariat, who makes reports",
    why="Members and the network see what has come of a year, in numbers that lead to their records.",
    kept="Links to a yearly page: {sessions} after they ran out. Reports stay: numbers and ids, without a name.",
)
REMINDER_DATA = DataGroup(
    "Reminders of one's own",
    about="whoever asks the bot to remind them",
    why="The bot reminds somebody of what they asked for. Nobody else sees it, the secretariat neither.",
    kept=(
        "Until the person deletes them or is erased, and at most {unleft} after they left the network. Those that are "
        "done: {reminders}."
    ),
)
MODERATION_DATA = DataGroup(
    "What is held, reported and hidden",
    about="whoever wrote, reported, hid or restored something",
    why="Nothing typed is lost, and what is out of place is dealt with in a way that can be checked.",
    kept=(
        "What waits: {held} after it was written. Reports: until whoever made them is erased; that something is "
        "reported and not decided on stays, without name and words. That something was hidden or restored, when and "
        "why, without its words, stays."
    ),
)
SEARCH_DATA = DataGroup(
    "Search, and what routing has learnt",
    about="nobody by name; words of records and of searches",
    why="People find what is there, and what they could not find is seen.",
    kept="With the record they are made of. Words that were searched for: {searches} after the last time.",
)
MESSAGE_DATA = DataGroup(
    "Messages on their way",
    about="whoever a message is for",
    why="Each message arrives once, cards are brought up to date, and what has not arrived is seen.",
    kept=(
        "Private messages, and what was said once in a room: {messages}. The text of a private reply: {replies}; "
        "words in what a message was drawn from: {arguments} after it was sent. Changes of cards: {changes}. That "
        "an event was answered: {inbox}. The card of a record is known as long as it stands."
    ),
)
TRAIL_DATA = DataGroup(
    "Who did what",
    about="whoever changed something",
    why="The secretariat can see who changed what, without a word of what was written.",
    kept="{trail}.",
)
OPERATION_DATA = DataGroup(
    "How the bot is installed and runs",
    about="whoever installed the bot in a Slack workspace",
    why="The bot can write in a workspace, and its processes know of each other.",
    kept=(
        "Tokens: until the bot is removed from the workspace, then deleted at once. What an installation begins "
        "with: good for {begun}. Signs of life of processes: {heartbeats}."
    ),
)
PLAYGROUND_DATA = DataGroup(
    "The playground",
    about="whoever tries the bot on a local page",
    why="The bot can be tried without Slack and Teams. Empty everywhere else.",
    kept="As long as its database.",
)
#: in the order of the page
GROUPS = (
    PEOPLE_DATA,
    TOPIC_DATA,
    ORGANISATION_DATA,
    QUESTION_DATA,
    SOLUTION_DATA,
    MEETING_DATA,
    ISSUE_DATA,
    CONSULTATION_DATA,
    ROUND_DATA,
    EXCHANGE_DATA,
    REPORT_DATA,
    REMINDER_DATA,
    MODERATION_DATA,
    SEARCH_DATA,
    MESSAGE_DATA,
    TRAIL_DATA,
    OPERATION_DATA,
    PLAYGROUND_DATA,
)
