"""Answer `bytte`: what is offered and needed, the matches that wait, the sites and plots, and what a table says."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat import verbs
from handlers.chat.cards import Button, Buttons, Card, Reply, Text
from handlers.chat.events import Command
from handlers.chat.new_record_orders import NEW
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.exchange.imports.listing_import import LISTINGS
from handlers.exchange.imports.stream_import import STREAMS
from handlers.exchange.imports.table_import import answer_import_command
from handlers.exchange.listings.listing_draft import ACTIONS, ASKED, LINE, ListingDraft, draw_form_opening
from handlers.exchange.listings.listing_form import open_new_listing
from handlers.exchange.listings.listing_list import draw_listing_list
from handlers.exchange.mapping.flow_map import draw_flow_map
from handlers.exchange.matches.match_list import draw_match_list
from handlers.exchange.measures.measure_cards import draw_last_measures
from handlers.exchange.plots.plot_command import answer_plot_command
from handlers.exchange.sites.site_form import NAMED, open_site_form
from handlers.exchange.sites.site_list import draw_site_list
from handlers.exchange.streams.stream_form import StreamDraft, open_new_stream
from handlers.exchange.streams.stream_list import draw_stream_list
from storage.exchange.listings import NEED, OFFER

router = Router()
_DIRECTIONS = dict.fromkeys(verbs.OFFER, OFFER) | dict.fromkeys(verbs.NEED, NEED)


@router.on(Command, "exchange")
async def on_exchange_command(event: Command, turn: Turn) -> Reply:
    first, rest = (*event.text.split(None, 1), "", "")[:2]
    word = verbs.fold_word(first)
    if word in verbs.PLOT:
        return await answer_plot_command(event, turn, rest.strip())
    if word not in (
        *_DIRECTIONS,
        *verbs.SITE,
        *verbs.MATCHES,
        *verbs.IMPORT,
        *verbs.STREAM,
        *verbs.MAP,
        *verbs.MEASURES,
    ):
        return Reply(await draw_listing_list(turn))
    await rights.need_member(turn)
    if word in verbs.MATCHES:
        return Reply(await draw_match_list(turn))
    if word in verbs.MEASURES:
        await rights.check_right_at_entry(turn, "matches.measures")
        return Reply(await draw_last_measures(turn))
    if word in verbs.MAP:
        return Reply(await draw_flow_map(turn))
    if word in verbs.IMPORT:
        return await answer_import_command(event, turn, LISTINGS, rest)
    if word in verbs.STREAM:
        return await _answer_stream_command(event, turn, rest.strip())
    if word in _DIRECTIONS:
        return await _open_new_listing(event, turn, _DIRECTIONS[word], rest.strip())
    second, name = (*rest.split(None, 1), "", "")[:2]
    if verbs.fold_word(second) not in NEW:
        return Reply(await draw_site_list(turn))
    return await _open_new_site(event, turn, f"{NAMED}{name.strip()[:LINE]}" if name.strip() else "")


async def _open_new_listing(event: Command, turn: Turn, direction: str, line: str) -> Reply:
    reply = await open_new_listing(turn, direction, line)
    if reply.form is None or event.reply_to is None:
        return reply
    # A command cannot open a form, but a button can.
    say, value = turn.say, ListingDraft(ASKED, line[:LINE]).encode_value()
    label = say("Offer something") if direction == OFFER else say("Say what is needed")
    return Reply(draw_form_opening(say, label, ACTIONS[direction], value, line))


async def _answer_stream_command(event: Command, turn: Turn, rest: str) -> Reply:
    first, table = (*rest.split(None, 1), "", "")[:2]
    if verbs.fold_word(first) in verbs.IMPORT:
        return await answer_import_command(event, turn, STREAMS, table)
    if not rest:
        return Reply(await draw_stream_list(turn))
    draft = StreamDraft(None, None, "" if verbs.fold_word(rest) in NEW else rest[:LINE])
    reply = await open_new_stream(turn, draft)
    if reply.form is None or event.reply_to is None:
        return reply
    # A command cannot open a form, but a button can.
    return Reply(
        draw_form_opening(turn.say, turn.say("Add a stream"), "streams.write", draft.encode_value(), draft.text)
    )


async def _open_new_site(event: Command, turn: Turn, value: str) -> Reply:
    if event.reply_to is None:
        return Reply(form=await open_site_form(turn, value))
    # A command cannot open a form, but a button can.
    text = turn.say("Which plant, and in which municipality? A form opens.")
    button = Button(turn.say("Add a site"), "sites.write", value, "primary")
    return Reply(Card("", (Text(text), Buttons((button,)))))
