"""Open what "Report" on the cards of answers, solutions and comments leads to.

A question has a form of its own, which leads here too.
"""

from __future__ import annotations

from handlers.chat.cards import Field, Form, Reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.record_moderation import Moderable
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.moderation import moderation_decisions, reports
from handlers.moderation.moderable_lookup import find_visible_moderable

router = Router()


@router.on(Click, "moderation.more", opens=True)
async def on_moderation_menu_open(event: Click, turn: Turn) -> Reply:
    """Open the menu; whoever may do nothing else gets the report form at once."""
    item, say = await find_visible_moderable(turn, event.value), turn.say
    options = list_moderation_choices(turn, item)
    if [value for value, _ in options] == ["report"]:
        return Reply(form=await reports.draw_report_form(turn, item))
    what = Field("what", say("What do you want to do?"), "choice", options[0][0], options=tuple(options))
    fields = (what, *await reports.draw_record_choice(turn, item))
    words = shorten_text(item.text, 200)
    return Reply(form=Form(say("More"), "moderation.more", fields, say("Choose"), item.value, note=words))


def list_moderation_choices(turn: Turn, item: Moderable) -> list[tuple[str, str]]:
    """List what this person may do: only the secretariat hides and restores."""
    say = turn.say
    if item.hidden:
        return [("restore", say("Restore it"))] if turn.person.secretariat else []
    found = [("report", say("Report it to the secretariat"))]
    if turn.person.secretariat and item.shown:
        found.append(("hide", say("Hide it")))
    return found


@router.on(Submission, "moderation.more")
async def on_moderation_menu_submit(event: Submission, turn: Turn) -> Reply:
    item = await find_visible_moderable(turn, event.value)
    item = await reports.find_chosen_record(turn, item, event.get_text("about"))
    reply = await handle_moderation_choice(turn, item, event.get_text("what"))
    if reply is None:
        raise UserError("", {"what": turn.say("Choose what to do.")})
    return reply


async def handle_moderation_choice(turn: Turn, item: Moderable, what: str) -> Reply | None:
    """Return the next form, or what was done; None for what this person may not do."""
    if what not in dict(list_moderation_choices(turn, item)):
        return None
    if what == "report":
        return Reply(form=await reports.draw_report_form(turn, item))
    if what == "hide":
        return Reply(form=moderation_decisions.draw_hide_form(turn, item))
    return await moderation_decisions.restore_moderated_record(turn, item.value)
