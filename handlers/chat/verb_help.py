"""Say what each verb does, in a line and in full: the one source of help, of hints and of Teams' command lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from functools import cache

from handlers.chat.say import Say

#: verbs that most need first, as the first page of help and the hints of a chat list them
FIRST = ("ask", "find", "solution", "meeting", "who", "home")
#: verbs of those who look after a workspace or the network, and of those who act for an organisation
SETUP, ADMIN, YEAR = "setup", "admin", "year"


@dataclass(frozen=True, slots=True)
class VerbHelp:
    """Describe one verb."""

    #: what is written, such as "ask …"
    word: str
    #: what it does, in a few words
    brief: str
    #: what it does, and what may follow it
    text: str


def map_verb_help(say: Say) -> Mapping[str, VerbHelp]:
    """Return what help says of each verb of `handlers.chat.verbs`, in the order of its pages."""
    return _describe_verbs(say.language)


@cache
def _describe_verbs(language: str) -> Mapping[str, VerbHelp]:
    say = Say(language, UTC)
    return _describe_questions(say) | _describe_records(say) | _describe_person(say) | _describe_care(say)


def _describe_questions(say: Say) -> dict[str, VerbHelp]:
    return {
        "ask": VerbHelp(
            say("ask …"), say("Ask the network"),
            say("Your question goes to the right topic. You may leave out the word “ask”."),
        ),
        "find": VerbHelp(
            say("find …"), say("Search solutions and answers"),
            say("Search solutions and questions. “find heat topic:nett verified” narrows it."),
        ),
        "solution": VerbHelp(say("solution"), say("Save a solution"), say("Share something that worked.")),
        "who": VerbHelp(
            say("who …"), say("Whom to contact"), say("An organisation, a person or a topic, and how to reach them.")
        ),
        "topics": VerbHelp(
            say("topics"), say("Topics, and those you follow"),
            say("See topics and rooms, and follow what concerns you. “topics follow grid daily”"),
        ),
    }  # fmt: skip


def _describe_records(say: Say) -> dict[str, VerbHelp]:
    return {
        "meeting": VerbHelp(
            say("meeting"), say("Next meetings"),
            say("The next meetings, and whether you are coming. “meeting new …” proposes one."),
        ),
        "issue": VerbHelp(
            say("issue"), say("Open issues"),
            say(
                "Open policy issues. “issue new” raises one, “issue S-7” shows one, and “issue archive” lists"
                " closed ones."
            ),
        ),
        "consultation": VerbHelp(
            say("consultation"), say("Consultations by deadline"),
            say("Open consultations by deadline. “consultation H-3” shows one, “consultation new” registers one."),
        ),
        "input": VerbHelp(
            say("input"), say("What your organisation is asked for"),
            say("What your organisation is asked for. “input R-3” shows it, “input schemes” shows which schemes work."),
        ),
        "exchange": VerbHelp(
            say("exchange"), say("What is offered and needed"),
            say(
                "What is offered and needed. “exchange offer 4 MW of waste heat” offers something. “exchange stream” "
                "shows flows, “exchange map” parks, “exchange plot” land, “exchange import” takes tables."
            ),
        ),
    }  # fmt: skip


def _describe_person(say: Say) -> dict[str, VerbHelp]:
    return {
        "home": VerbHelp(
            say("home"), say("What needs you"),
            say("What needs you, what you are responsible for, and your questions."),
        ),
        "web": VerbHelp(
            say("web"), say("Read in a browser"),
            say("A link to the library, questions, issues, consultations and meetings in a browser."),
        ),
        YEAR: VerbHelp(
            say("year …"), say("Your organisation’s year"),
            say("What came of your organisation’s year, for its contact and deputy. “year 2025” shows that one."),
        ),
        "me": VerbHelp(
            say("me"), say("Your profile and language"),
            say("Your organisation, language, topics and reminders. “me link”, “me switch to …”, “me leave”"),
        ),
        "notifications": VerbHelp(
            say("notifications"), say("When I may remind you."),
            say("When I may remind you. “notifications 07-16” changes it."),
        ),
        "quiet": VerbHelp(
            say("quiet until …"), say("No reminders before that day"),
            say("No reminders before that day, for example “quiet until Friday”."),
        ),
        "data": VerbHelp(
            say("my data"), say("Everything stored about you"), say("Everything stored about you, as a file.")
        ),
        "erase": VerbHelp(
            say("delete me"), say("Delete what is stored about you"),
            say("Your data is deleted. What others rely on stays, without your name."),
        ),
        "help": VerbHelp(
            say("help"), say("What you can do here"), say("What most need first. “help all” shows every word.")
        ),
    }  # fmt: skip


def _describe_care(say: Say) -> dict[str, VerbHelp]:
    return {
        SETUP: VerbHelp(
            say("setup"), say("Connect your organisation"),
            say("Connect your organisation: which one it is, rooms and topics, and a test card."),
        ),
        ADMIN: VerbHelp(
            say("admin"), say("Administer"),
            say(
                "Topics, rooms, leads, organisations, people and deliveries. “admin deliveries”, “admin import”, “admin"
                " silent”"
            ),
        ),
    }  # fmt: skip
