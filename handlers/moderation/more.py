"""More: the ⋯ on the cards of answers, solutions and comments. A question has its own, which leads here too."""

from __future__ import annotations

from handlers.chat.cards import Button, Field, Form, Reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.records import Moderable
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.naming import shorten
from handlers.moderation import deciding, reporting
from handlers.moderation.items import find_visible_moderable

router = Router()


def button(value: str) -> Button:
    """On the card of "answer:12" or "solution:3"."""
    return Button("⋯", "moderation.more", value)


@router.on(Click, "moderation.more", opens=True)
async def more(event: Click, turn: Turn) -> Reply:
    """Whoever may do nothing else gets the form to report it at once."""
    item, say = await find_visible_moderable(turn, event.value), turn.say
    options = choices(turn, item)
    if [value for value, _ in options] == ["report"]:
        return Reply(form=await reporting.form(turn, item))
    what = Field("what", say("What do you want to do?"), "choice", options[0][0], options=tuple(options))
    fields = (what, *await reporting.which(turn, item))
    words = shorten(item.text, 200)
    return Reply(form=Form(say("More"), "moderation.more", fields, say("Next"), item.value, note=words))


def choices(turn: Turn, item: Moderable) -> list[tuple[str, str]]:
    """What this person may do: hide and restore are the secretariat's."""
    say = turn.say
    if item.hidden:
        return [("restore", say("Restore it"))] if turn.person.secretariat else []
    found = [("report", say("Report it to the secretariat"))]
    if turn.person.secretariat and item.shown:
        found.append(("hide", say("Hide it")))
    return found


@router.on(Submission, "moderation.more")
async def choose(event: Submission, turn: Turn) -> Reply:
    item = await find_visible_moderable(turn, event.value)
    item = await reporting.pointed(turn, item, event.text("about"))
    reply = await chosen(turn, item, event.text("what"))
    if reply is None:
        raise UserError("", {"what": turn.say("Choose what to do.")})
    return reply


async def chosen(turn: Turn, item: Moderable, what: str) -> Reply | None:
    """The next form, or what was done; None for what this person may not do."""
    if what not in dict(choices(turn, item)):
        return None
    if what == "report":
        return Reply(form=await reporting.form(turn, item))
    if what == "hide":
        return Reply(form=deciding.form(turn, item))
    return await deciding.bring_back(turn, item.value)
