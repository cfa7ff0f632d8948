"""Draw the form in which a question is asked."""

from __future__ import annotations

from handlers.access import rights
from handlers.access.visibility import audience_fields
from handlers.chat.cards import ROOM, Button, Buttons, Card, Field, Form, Reply, Text
from handlers.chat.events import Command
from handlers.chat.turn import Turn


async def draw_question_form(turn: Turn, text: str = "", topic: str = "") -> Form:
    say = turn.say
    hint, leave = say("Say what you have tried, and what you need."), say("Leave it empty, and I find the topic.")
    topics = [(row.slug, row.get_name(say.language)) for row in await turn.store.topics.list_all_topics()]
    return Form(
        say("Ask the network"),
        "questions.send",
        submit=say("Ask"),
        fields=(
            Field("text", say("What do you want to know?"), "text", text[:ROOM], hint),
            Field("topic", say("Topic"), "choice", topic, leave, required=False, options=tuple(topics)),
            Field(
                "as",
                say("Who asks?"),
                "choice",
                "me",
                options=(("me", say("My name and organisation")), ("anonymous", say("Anonymous to other members"))),
            ),
            *await audience_fields.draw_audience_fields(turn),
        ),
    )


def warn_text_truncated(turn: Turn, text: str) -> str:
    """Return a warning above a form that has no room for the whole text, or ""."""
    if len(text) <= ROOM:
        return ""
    return turn.say(
        "The text is longer than there is room for here. Anything after character {n} is lost when you save.", n=ROOM
    )


async def offer_question_form(event: Command, turn: Turn) -> Reply:
    """Open the form, or offer a button to open it."""
    await rights.need_member(turn)
    if event.reply_to is None:
        return Reply(form=await draw_question_form(turn))
    # A command cannot open a form, but a button can.
    button = Button(turn.say("Ask a question"), "questions.write", style="primary")
    return Reply(Card("", (Text(turn.say("What do you want to know?")), Buttons((button,)))))
