"""Draw the privacy notice for members. Its periods are the retention periods of the bot."""

from __future__ import annotations

from datetime import timedelta

from handlers.chat.cards import Button, Buttons, Card, Facts, Item, Text
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.overview.cleanup import SEARCHES
from handlers.overview.privacy.data_retention import ATTENDANCE, QUESTIONS, TRAIL
from handlers.policy.record_retention import ANSWERS
from storage.queue.delivery_retention import MESSAGES

_YEAR = 365


def draw_privacy_notice(say: Say, name: str) -> Card:
    """Draw the notice of the arena of this name. It names nobody, and is the same for all."""
    return Card(
        say("Privacy in {name}", name=name),
        (
            Text(say("This page says what is stored about you, why, for how long, and what you can do about it.")),
            *_list_stored_data(say, name),
            *_list_storage_places(say, name),
            Item(say("How long it is kept")),
            Facts(_list_retention_periods(say)),
            Text(say("Deleted data may remain in a backup until that backup is deleted."), "subtle"),
            *_list_privacy_rights(say),
        ),
    )


def draw_privacy_card(turn: Turn) -> Card:
    """Draw what is stored and why, with the ways to one's own data. The whole notice is a page, where there is one."""
    say, arena = turn.say, turn.arena
    row = [Button(say("My data"), "privacy.data"), Button(say("Delete me"), "privacy.erase", style="danger")]
    if arena.base_url:
        row.insert(0, Button(say("The whole notice"), url=f"{arena.base_url}/privacy"))
    stored = _list_stored_data(say, arena.name)
    return Card(say("Privacy in {name}", name=arena.name), (*stored, Buttons(tuple(row))))


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
            say("The association behind {name} is responsible. Ask its secretariat if you have questions.", name=name),
        ),
        Item(
            say("What I read"),
            say("I read only what is addressed to me and what is in the threads I opened."),
            say("Other messages that a chat sends me are not kept."),
        ),
        Item(
            say("What is stored about you"),
            say(
                "Your name, chat accounts, organisation, role and language. When I may write to you, and the topics"
                " you follow. What you write to the network, and whether you come to meetings. What you say for"
                " your organisation, and the buttons you pressed that changed something."
            ),
        ),
        Item(
            say("Why"),
            say(
                "Questions reach those who may know, and answers and solutions can be found again. Everyone comes"
                " prepared, and each organisation counts once. I use your data for nothing else."
            ),
        ),
    )


def _list_storage_places(say: Say, name: str) -> tuple[Item, ...]:
    return (
        Item(
            say("Where it is stored"),
            say(
                "In the database of whoever runs {name}, and in the chats where the messages are. No text is"
                " sent to another service to be searched, translated or analysed.",
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
        (say("Questions and answers that did not become a solution"), format_retention_period(say, QUESTIONS)),
        (say("Who came to a meeting"), format_retention_period(say, ATTENDANCE)),
        (say("Answers to an input round, after its end"), format_retention_period(say, ANSWERS)),
        (say("How far your organisation has come, after it said so"), format_retention_period(say, ANSWERS)),
        (say("What I wrote to you in private"), format_retention_period(say, MESSAGES)),
        (say("Who did what, without the text"), format_retention_period(say, TRAIL)),
        (say("Words searched for, without who searched"), format_retention_period(say, SEARCHES)),
        (say("Solutions, issues and minutes"), say("are not deleted automatically")),
    )


def _list_privacy_rights(say: Say) -> tuple[Item, ...]:
    return (
        Item(
            say("What you can do"),
            say(
                "Write “my data”: you get everything stored about you as a file.\n"
                "Write “me” to see and change your profile.\n"
                "Write “delete me”: your name, accounts and profile are deleted. What others rely on stays, without"
                " your name."
            ),
            say(
                "You can also ask the secretariat, or complain to Datatilsynet, the Norwegian Data Protection"
                " Authority."
            ),
        ),
    )
