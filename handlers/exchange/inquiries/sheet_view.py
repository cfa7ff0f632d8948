"""Show the parks' sheets together to whoever asked, and to the secretariat."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from handlers.access import rights
from handlers.chat.button_values import RecordPage
from handlers.chat.cards import Button, Buttons, Card, Facts, Item, Part, Reply, Text
from handlers.chat.errors import Missing
from handlers.chat.events import Click
from handlers.chat.page_buttons import draw_page_buttons
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import RenderContext, Turn
from handlers.exchange.plots.plot_labels import describe_plot_value
from handlers.exchange.plots.plot_rows import describe_key_facts
from handlers.policy.rounds import round_texts
from handlers.policy.rounds.inquirers import is_inquirer
from handlers.policy.rounds.lookup import load_visible_round
from handlers.policy.rounds.sheets import PlotSheet, describe_offered_plot, label_verdicts, read_sheet
from storage.directory.organisations import Organisation
from storage.policy.rounds import ANSWERED, DECLINED, DRAFT, INQUIRY, Round, RoundAnswer

router = Router()
#: sheets on a page
PAGE = 4


class ParkSheet(NamedTuple):
    """Hold what one park has said; `sheet` is None as long as it has none."""

    park: Organisation
    answer: RoundAnswer
    sheet: PlotSheet | None


async def load_park_sheets(at: RenderContext, round: Round) -> list[ParkSheet]:
    """Return all that are asked, those with a sheet first, by the parks' names."""
    field = (await at.store.rounds.list_round_fields(round.id))[0]
    found = [
        ParkSheet(park, answer, read_sheet(field, answer) if answer.state == ANSWERED else None)
        for answer, park in await at.store.rounds.list_round_answers(round.id)
    ]
    return sorted(found, key=lambda one: one.sheet is None)


@router.on(Click, "inquiries.sheets")
async def on_sheets_show(event: Click, turn: Turn) -> Reply:
    """Show what came in, page by page ("12:4")."""
    page = RecordPage.parse_value(event.value)
    round = await load_visible_round(turn, str(page.record))
    inquirer = await is_inquirer(turn.store, turn.person, round)
    await rights.need_right(turn, *((rights.REPRESENTATIVE,) if inquirer else ()))
    if round.form != INQUIRY or round.state == DRAFT:
        raise Missing(turn.say("I cannot find that inquiry."))
    return Reply(await draw_sheets(turn, round, page.page), replace=event.value != str(round.id))


async def draw_sheets(turn: Turn, round: Round, skip: int = 0) -> Card:
    """Draw who has answered what, and the sheets of one page."""
    say, found = turn.say, await load_park_sheets(turn, round)
    sheets = [(one.park, one.sheet) for one in found if one.sheet is not None]
    parts: list[Part] = [Text(round_texts.describe_round_state_line(turn, round), "subtle")]
    parts.append(Facts(tuple((one.park.name, describe_standing(say, one)) for one in found)))
    parts += [_draw_sheet_item(say, park, sheet) for park, sheet in sheets[skip : skip + PAGE]]
    if not sheets:
        parts.append(Text(say("No sheet has come in yet.")))
    row = [Button(say("As a file"), "inquiries.file", str(round.id))] if sheets else []
    more = skip + PAGE < len(sheets)
    row += draw_page_buttons(say, "inquiries.sheets", skip, PAGE, more=more, value=lambda at: RecordPage(round.id, at))
    parts += [Buttons(tuple(row))] if row else []
    return Card(f"{round.code} {round.title}", tuple(parts))


def describe_standing(say: Say, one: ParkSheet) -> str:
    """Return what a park has said, in few words."""
    if one.sheet is not None:
        return label_verdicts(say)[one.sheet.verdict]
    if one.answer.state == DECLINED:
        return say("will not answer")
    return say("has not answered")


def _draw_sheet_item(say: Say, park: Organisation, sheet: PlotSheet) -> Item:
    lines = [_describe_plot_line(say, code, values) for code, values in sheet.plots.items()]
    lines += [f"{say('What is missing')}: {sheet.missing}"] if sheet.missing else []
    lines += [sheet.note] if sheet.note else []
    return Item(park.name, "\n".join(lines), label_verdicts(say)[sheet.verdict])


def _describe_plot_line(say: Say, code: str, values: Mapping[str, Any]) -> str:
    facts = (describe_plot_value(say, "area", values.get("area")), describe_key_facts(say, values))
    return f"{describe_offered_plot(code, values)}: {' · '.join(filter(None, facts))}"
