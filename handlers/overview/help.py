"""Answer help: what the reader can do here, by role, and a few words for a mere greeting."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Item, Part, Reply, Rule, Text, build_text_reply
from handlers.chat.events import Click, Command
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.chat.verbs import parse_command

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
    """Show help, or after a verb (`hjelp møte`) help about that verb."""
    entry = find_help_entry(turn.say, parse_command(event.text)[0]) if event.text.strip() else None
    return Reply(draw_help_entry(turn, entry) if entry is not None else await draw_help_card(turn))


@router.on(Click, "help.show")
async def on_help_show(_event: Click, turn: Turn) -> Reply:
    return Reply(await draw_help_card(turn))


def draw_help_entry(turn: Turn, entry: Item) -> Card:
    """Draw help about one word, and the way to the rest."""
    return Card("", (entry, Buttons((Button(turn.say("What can I do here?"), "help.show"),))))


def find_help_entry(say: Say, name: str) -> Item | None:
    """Return the entry of a verb; None for what has none."""
    beside = {"setup": _describe_setup_verb, "admin": _describe_admin_verb}
    return beside[name](say) if name in beside else _map_help_verbs(say).get(name)


async def draw_help_card(turn: Turn) -> Card:
    say, person = turn.say, turn.person
    if person.guest:
        text = say(
            "You are a guest: you can answer in the threads you are invited to. The secretariat can make you a member."
        )
        me = Buttons((Button(say("My profile"), "members.me"),))
        return Card(say("What you can do here"), (Text(text), me))
    parts: list[Part] = [
        Text(say("Write to me in a direct message, or after my name in a channel:")),
        *_map_help_verbs(say).values(),
    ]
    if await turn.store.topics.list_topics_led_by(person.id):
        parts.append(
            Text(
                say(
                    "You are a topic lead: new questions in the topic come to you, and “home” lists those without"
                    " an answer."
                )
            )
        )
    acts = bool(await turn.store.organisations.list_organisations_represented_by(person.id))
    if acts:
        text = say(
            "You act for your organisation: you confirm who belongs to it, and remove people under “who”. Invite me"
            " to a channel to link it to topics."
        )
        parts.append(Text(text))
    if acts or person.secretariat:
        parts.append(_describe_setup_verb(say))
    row = list(draw_first_steps(turn)[:-1])
    if person.secretariat:
        parts.append(_describe_admin_verb(say))
        row.append(Button(say("Administer"), "admin.show"))
    parts += [Rule(), *_describe_readers(say)]
    return Card(say("What you can do here"), (*parts, Buttons(tuple(row))))


def _describe_setup_verb(say: Say) -> Item:
    return Item(say("setup"), say("Connect your organisation: which one it is, rooms and topics, and a test card."))


def _describe_admin_verb(say: Say) -> Item:
    text = say(
        "Topics, rooms, leads, organisations, people and deliveries. “admin deliveries”, “admin import”, “admin silent”"
    )
    return Item(say("admin"), text)


def _describe_readers(say: Say) -> tuple[Text, ...]:
    """Describe who reads what is written: the others, and the bot."""
    return (
        Text(
            say("Replies in a question's thread are read in all its rooms. Begin with 🔒 to keep one here."), "subtle"
        ),
        Text(say("I read only what is addressed to me and what is in the threads I opened."), "subtle"),
    )


def _map_help_verbs(say: Say) -> dict[str, Item]:
    return {
        "ask": Item(say("ask …"), say("Your question goes to the right topic. You may leave out the word “ask”.")),
        "find": Item(say("find …"), say("Search solutions and questions. “find heat topic:nett verified” narrows it.")),
        "solution": Item(say("solution"), say("Share something that worked.")),
        "meeting": Item(
            say("meeting"), say("The next meetings, and whether you are coming. “meeting new …” proposes one.")
        ),
        "issue": Item(
            say("issue"),
            say(
                "Open policy issues. “issue new” raises one, “issue S-7” shows one, and “issue archive” lists"
                " closed ones."
            ),
        ),
        "input": Item(
            say("input"),
            say("What your organisation is asked for. “input R-3” shows it, “input schemes” shows which schemes work."),
        ),
        "consultation": Item(
            say("consultation"),
            say("Open consultations by deadline. “consultation H-3” shows one, “consultation new” registers one."),
        ),
        "exchange": Item(
            say("exchange"), say("What is offered and needed. “exchange offer 4 MW of waste heat” offers something.")
        ),
        "who": Item(say("who …"), say("An organisation, a person or a topic, and how to reach them.")),
        "topics": Item(
            say("topics"), say("See topics and rooms, and follow what concerns you. “topics follow grid daily”")
        ),
        "home": Item(say("home"), say("What needs you, what you are responsible for, and your questions.")),
        "me": Item(
            say("me"), say("Your organisation, language, topics and reminders. “me link”, “me switch to …”, “me leave”")
        ),
        "data": Item(say("my data"), say("Everything stored about you, as a file.")),
        "erase": Item(say("delete me"), say("Your data is deleted. What others rely on stays, without your name.")),
        "notifications": Item(say("notifications"), say("When I may remind you. “notifications 07-16” changes it.")),
        "quiet": Item(say("quiet until …"), say("No reminders before that day, for example “quiet until Friday”.")),
        "help": Item(say("help"), say("This card.")),
    }
