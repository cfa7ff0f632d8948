"""Send a welcome once per account, with the choice of language and of organisation."""

from __future__ import annotations

from handlers.chat import outgoing
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Part, Reply, Text, build_text_reply
from handlers.chat.errors import UserError
from handlers.chat.events import Arrived, Click
from handlers.chat.routing import Router
from handlers.chat.say import LANGUAGES, Say
from handlers.chat.turn import Turn, View
from handlers.directory.members.membership_claims import draw_membership_button
from storage.directory.people import Person

router = Router()
#: names of the languages, each in itself
NAMES = {"nb": "Bokmål", "nn": "Nynorsk", "en": "English"}


class MemberWelcomeCard(CardArguments, frozen=True):
    template = "members.welcome"


@router.on(Arrived, "")
async def on_account_arrived(_event: Arrived, turn: Turn) -> None:
    person, account = turn.person, turn.account
    if person.organisation_id is None:
        person.asked_where_at = turn.now
    await outgoing.post_to_person(
        turn.store,
        person,
        MemberWelcomeCard(),
        key=f"welcome:{account.id}",
        subject=f"welcome:{person.id}",
        account_id=account.id,
    )


@router.card(MemberWelcomeCard)
async def draw_member_welcome_card(view: View[MemberWelcomeCard]) -> Card | None:
    say, person = view.say, view.person
    if person is None:
        return None
    lines = (
        _list_guest_welcome_lines(say, belongs=person.organisation_id is not None)
        if person.guest
        else _list_welcome_lines(say)
    )
    parts: list[Part] = [Text(line) for line in lines]
    parts.append(Buttons(tuple(draw_language_buttons(say))))
    parts.append(Buttons((*_draw_welcome_actions(view, person), Button(say("Home"), "home.show"))))
    return Card(say("Welcome to {name}", name=view.arena.name), tuple(parts))


def _draw_welcome_actions(view: View[MemberWelcomeCard], person: Person) -> tuple[Button, ...]:
    """Draw what the lines name; with the languages and the home page at most five buttons."""
    find = () if person.guest else (Button(view.say("Find help"), "solutions.search"),)
    if person.organisation_id is None:
        return (draw_membership_button(view), *find)
    ask = () if person.guest else (Button(view.say("Ask a question"), "questions.write", style="primary"),)
    return (*ask, *find)


@router.on(Click, "members.language")
async def on_member_language(event: Click, turn: Turn) -> Reply:
    return await set_member_language(turn, event.value)


async def set_member_language(turn: Turn, language: str) -> Reply:
    """Write this language to the person from now on, and redraw the welcome in it.

    Raises UserError for a language that the bot does not write.
    """
    if language not in LANGUAGES:
        raise UserError(turn.say("I write bokmål, nynorsk and English."))
    turn.person.language, turn.person.language_open = language, False
    await turn.store.outbox.refresh_copies(f"welcome:{turn.person.id}")
    say = Say(language, turn.arena.zone)
    return build_text_reply(say("From now on I will write to you in English."))


def draw_language_buttons(say: Say) -> list[Button]:
    """Draw one button for each language except the reader's own."""
    return [Button(name, "members.language", code) for code, name in NAMES.items() if code != say.language]


def _list_welcome_lines(say: Say) -> tuple[str, ...]:
    return (
        say("I bring questions and solutions to industrial parks and clusters, whichever chat they use."),
        say("Ask: write what you want to know here. It goes to those who may know, and the answers come back to you."),
        say("Find: write “find” and a few words. Share: write “solution” when something worked."),
        say("I read only what is addressed to me and what is in the threads I opened."),
        say("I store questions, answers and solutions, with your name and organisation. Write “help” to see more."),
    )


def _list_guest_welcome_lines(say: Say, *, belongs: bool) -> tuple[str, ...]:
    """List the lines for a guest. A guest who belongs somewhere is not asked to say so again."""
    where = say("If your organisation is in the network, say that you belong to it, and its contact will confirm it.")
    return (
        say(
            "You are a guest: you can answer in the threads you are invited to. The secretariat can make you a member."
        ),
        *(() if belongs else (where,)),
        say("I read only what is addressed to me and what is in the threads I opened."),
    )
