"""Draw the privacy notice for members. Its periods are the retention periods of the bot."""

from __future__ import annotations

from datetime import timedelta

from handlers.chat.cards import Card, Facts, Item, Text
from handlers.chat.say import Say
from handlers.overview.cleanup import SEARCHES
from handlers.overview.privacy.data_retention import ATTENDANCE, MESSAGES, QUESTIONS, TRAIL
from handlers.policy.record_retention import ANSWERS

_YEAR = 365


def draw_privacy_notice(say: Say, name: str) -> Card:
    """Draw the notice of the arena of this name. It names nobody, and is the same for all."""
    return Card(
        say("Privacy in {name}", name=name),
        (
            Text(say("This page says what I keep of you, why, for how long, and what you can do about it.")),
            *_list_stored_data(say, name),
            *_list_storage_places(say, name),
            Item(say("How long I keep it")),
            Facts(_list_retention_periods(say)),
            Text(say("Deleted data may still be in a backup until that backup is thrown away."), "subtle"),
            *_list_privacy_rights(say),
        ),
    )


def format_retention_period(say: Say, period: timedelta) -> str:
    """Return "2 years" for whole years, else "90 days"."""
    years, rest = divmod(period.days, _YEAR)
    if years and not rest:
        return say.many("{n} year", "{n} years", years)
    return say.many("{n} day", "{n} days", period.days)


def _list_stored_data(say: Say, name: str) -> tuple[Item, ...]:
    return (
        Item(
            say("Who is responsible"),
            say("The association behind {name} is responsible. Ask its secretariat if you wonder.", name=name),
        ),
        Item(
            say("What I read"),
            say("I read only what is addressed to me and what is in the threads I opened."),
            say("Other messages that a chat sends me are not kept."),
        ),
        Item(
            say("What I keep of you"),
            say(
                "Your name, your accounts in the chats, your organisation and role, your language, the hours when I may"
                " write to you, and the topics you follow. What you write to the network, whether you come to meetings,"
                " what you say for your organisation, and which buttons you pressed that changed something."
            ),
        ),
        Item(
            say("Why"),
            say(
                "Questions reach those who know, answers and solutions are found again, everybody is ready for"
                " meetings, and each organisation counts once. I use it for nothing else."
            ),
        ),
    )


def _list_storage_places(say: Say, name: str) -> tuple[Item, ...]:
    return (
        Item(
            say("Where it is kept"),
            say(
                "In the database of whoever runs {name}, and in the chats where the messages stand."
                " No text is sent to another service to be searched, translated or analysed.",
                name=name,
            ),
        ),
        Item(
            say("Who can see it"),
            say(
                "Questions, solutions and issues say who may see them. The secretariat sees all of them, and who asks"
                " anonymously. What a public body takes part in may have to be disclosed by law."
            ),
        ),
    )


def _list_retention_periods(say: Say) -> tuple[tuple[str, str], ...]:
    return (
        (say("Questions and answers no solution came of"), format_retention_period(say, QUESTIONS)),
        (say("Who came to a meeting"), format_retention_period(say, ATTENDANCE)),
        (say("Answers to an input round, after its end"), format_retention_period(say, ANSWERS)),
        (say("What I wrote to you in private"), format_retention_period(say, MESSAGES)),
        (say("Who did what, without the words"), format_retention_period(say, TRAIL)),
        (say("Words searched for, without who searched"), format_retention_period(say, SEARCHES)),
        (say("Solutions, issues and minutes"), say("do not go by themselves")),
    )


def _list_privacy_rights(say: Say) -> tuple[Item, ...]:
    return (
        Item(
            say("What you can do"),
            say(
                "Write «my data»: you get all I know of you as a file.\n"
                "Write «me» to see and change your profile.\n"
                "Write «delete me»: your name, accounts and profile go. What others rely on stays without your name."
            ),
            say(
                "You can also ask the secretariat, and complain to Datatilsynet, the Norwegian data protection"
                " authority."
            ),
        ),
    )
