"""Answer `bytte tomt`: the plots, those that words look for, a new one, a table of them, or an inquiry to parks."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat import verbs
from handlers.chat.cards import Button, Buttons, Card, Reply, Text
from handlers.chat.events import Command
from handlers.chat.new_record_orders import NEW
from handlers.chat.turn import Turn
from handlers.exchange.imports.plot_import import PLOTS
from handlers.exchange.imports.table_import import answer_import_command
from handlers.exchange.inquiries.inquiry_form import answer_inquiry_command
from handlers.exchange.plots.plot_form import open_new_plot
from handlers.exchange.plots.plot_list import draw_plot_list
from handlers.exchange.plots.plot_search import draw_plot_hits
from handlers.exchange.profiles.sheet_desk import draw_investor_sheet_list


async def answer_plot_command(event: Command, turn: Turn, rest: str) -> Reply:
    """Answer what follows `bytte tomt`. Whoever may see open plots alone finds among those."""
    first, table = (*rest.split(None, 1), "", "")[:2]
    if verbs.fold_word(first) in verbs.IMPORT:
        await rights.need_member(turn)
        return await answer_import_command(event, turn, PLOTS, table)
    if verbs.fold_word(rest) in verbs.INVESTOR_SHEET:
        return Reply(await draw_investor_sheet_list(turn))
    if verbs.fold_word(first) in verbs.INQUIRY:
        await rights.need_member(turn)
        return await answer_inquiry_command(event, turn, table.strip())
    if not rest:
        return Reply(await draw_plot_list(turn))
    if verbs.fold_word(rest) not in NEW:
        return Reply(await draw_plot_hits(turn, rest))
    form = await open_new_plot(turn)
    if event.reply_to is None:
        return Reply(form=form)
    # A command cannot open a form, but a button can.
    text = turn.say("Which plot, where and how large? A form opens.")
    return Reply(Card("", (Text(text), Buttons((Button(turn.say("Add a plot"), "plots.write", style="primary"),)))))
