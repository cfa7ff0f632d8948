"""Answer help: what the reader can do here, by role, and a few words for a mere greeting."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Facts, Item, Part, Reply, Rule, Text, build_text_reply
from handlers.chat.events import Click, Command
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.chat.verb_help import ADMIN, FIRST, SETUP, YEAR, map_verb_help
from handlers.chat.verbs import ALL, fold_word, parse_command

router = Router()


def answer_small_talk(turn: Turn, kind: str) -> Reply:
    """Answer a text that asks the network nothing: a greeting, a test, thanks, "what is this?", or no words."""
    say = turn.say
    match kind:
        case "thanks":
            return build_text_reply(say("Glad it helped."))
        case "about":
            return Reply(draw_about_card(turn))
        case "greeting" if turn.person.guest:
            text = say(
                "Hello, {name}. As a guest you can answer in the threads you are invited to, and search.",
                name=turn.person.name,
            )
        case "greeting":
            text = say(
                "Hello, {name}. Write what you want to know, and I will send it to those who may know.",
                name=turn.person.name,
            )
        case "test":
            text = say("I am here and it works. Nothing was sent to anybody.")
        case _ if turn.person.guest:
            text = say(
                "I could not find a question in that, so nothing was sent. As a guest you can answer in the threads"
                " you are invited to, and search."
            )
        case _:
            text = say(
                "I could not find a question in that, so nothing was sent. Write in one sentence what you want to know."
            )
    return Reply(Card("", (Text(text), Buttons(draw_first_steps(turn)))))


def draw_about_card(turn: Turn) -> Card:
    """Describe what the arena is, who owns it, how to use it, and whom to ask."""
    say, name = turn.say, turn.arena.name
    parts = (
        Text(
            say(
                "{name} is a network of industrial parks and clusters. They share experience and solutions"
                " here, whichever chat they use. The association's secretariat owns it and decides who is a"
                " member.",
                name=name,
            )
        ),
        Text(say("Ask: write your question. It goes to the right topic, and the answers come back to you.")),
        Text(say("Find: write “find” and a few words to search solutions and questions.")),
        Text(say("Share: write “solution” to share something that worked.")),
        Text(say("Meet: write “meeting” to see what is coming up, and say whether you are coming.")),
        Text(say("Raise: write “issue” to see which policy issues members are raising together, and support them.")),
        Text(say("Answer together: write “consultation” to see what the authorities are asking, and the deadlines.")),
        Text(say("Contact: write “who” and a topic or an organisation. For anything else, ask the secretariat.")),
        Text(say("I read only what is addressed to me and what is in the threads I opened."), "subtle"),
    )
    return Card(say("What {name} is", name=name), (*parts, Buttons(draw_first_steps(turn))))


def draw_first_steps(turn: Turn) -> tuple[Button, ...]:
    """Draw the buttons that lead on: ask, find, save; a guest may search."""
    say = turn.say
    more = Button(say("What can I do here?"), "help.show")
    if turn.person.guest:
        return (Button(say("Find help"), "solutions.search"), more)
    return (
        Button(say("Ask a question"), "questions.write", style="primary"),
        Button(say("Find help"), "solutions.search"),
        Button(say("Save a solution"), "solutions.write"),
        Button(say("Next meetings"), "meetings.page"),
        more,
    )


@router.on(Command, "help")
async def on_help(event: Command, turn: Turn) -> Reply:
    """Show what most need first; all of it (`hjelp alt`); or help about a verb (`hjelp møte`)."""
    rest = event.text.strip()
    if fold_word(rest) in ALL:
        return Reply(await draw_full_help(turn))
    entry = find_help_entry(turn.say, parse_command(rest)[0]) if rest else None
    return Reply(draw_help_entry(turn, entry) if entry is not None else await draw_help_card(turn))


@router.on(Click, "help.show")
async def on_help_show(_event: Click, turn: Turn) -> Reply:
    return Reply(await draw_help_card(turn))


@router.on(Click, "help.all")
async def on_help_all(_event: Click, turn: Turn) -> Reply:
    return Reply(await draw_full_help(turn))


def draw_help_entry(turn: Turn, entry: Item) -> Card:
    """Draw help about one word, and the way to the rest."""
    return Card("", (entry, Buttons((Button(turn.say("What can I do here?"), "help.show"),))))


def find_help_entry(say: Say, name: str) -> Item | None:
    """Return the entry of a verb; None for what is no verb."""
    found = map_verb_help(say).get(name)
    return Item(found.word, found.text) if found is not None else None


async def draw_help_card(turn: Turn) -> Card:
    """Draw what most need first: one screen of a phone."""
    say, person = turn.say, turn.person
    if person.guest:
        return _draw_guest_help(turn)
    verbs = map_verb_help(say)
    row = [*draw_first_steps(turn)[:-1], Button(say("Everything you can write"), "help.all")]
    if person.secretariat:
        row[2] = Button(say("Administer"), "admin.show")
    return Card(
        say("What you can do here"),
        (
            Text(say("Write to me in a direct message, or after my name in a channel:")),
            Facts(tuple((verbs[name].word, verbs[name].brief) for name in FIRST)),
            Buttons(tuple(row)),
        ),
    )


async def draw_full_help(turn: Turn) -> Card:
    """Draw all verbs that this person has, what they are besides a member, and who reads what."""
    say, person = turn.say, turn.person
    if person.guest:
        return _draw_guest_help(turn)
    acts = bool(await turn.store.organisations.list_organisations_represented_by(person.id))
    hidden = {SETUP} if not (acts or person.secretariat) else set()
    hidden |= set() if person.secretariat else {ADMIN}
    hidden |= set() if acts else {YEAR}
    parts: list[Part] = [Item(one.word, one.text) for name, one in map_verb_help(say).items() if name not in hidden]
    if await turn.store.topics.list_topics_led_by(person.id):
        text = say(
            "You are a topic lead: new questions in the topic come to you, and “home” lists those without an answer."
        )
        parts.append(Text(text))
    if acts:
        text = say(
            "You act for your organisation: you confirm who belongs to it, and remove people under “who”. Invite me"
            " to a channel to link it to topics."
        )
        parts.append(Text(text))
    return Card(say("Everything you can write"), (*parts, Rule(), *_describe_readers(say)))


def _draw_guest_help(turn: Turn) -> Card:
    say = turn.say
    text = say(
        "You are a guest: you can answer in the threads you are invited to. The secretariat can make you a member."
    )
    return Card(say("What you can do here"), (Text(text), Buttons((Button(say("My profile"), "members.me"),))))


def _describe_readers(say: Say) -> tuple[Text, ...]:
    """Describe who reads what is written: the others, and the bot."""
    return (
        Text(
            say("Replies in a question's thread are read in all its rooms. Begin with 🔒 to keep one here."), "subtle"
        ),
        Text(say("I read only what is addressed to me and what is in the threads I opened."), "subtle"),
    )
