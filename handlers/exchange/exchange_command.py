"""Answer `bytte`: `bytte sted` lists the sites of an organisation, or adds one."""

from __future__ import annotations

from handlers.chat import verbs
from handlers.chat.cards import Button, Buttons, Card, Reply, Text, build_text_reply
from handlers.chat.events import Command
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.exchange.sites.site_form import open_site_form
from handlers.exchange.sites.site_list import draw_site_list

router = Router()
OFFERS_AND_NEEDS = frozenset(verbs.OFFER + verbs.NEED)


@router.on(Command, "exchange")
async def on_exchange_command(event: Command, turn: Turn) -> Reply:
    first, _, rest = event.text.strip().partition(" ")
    if verbs.fold_word(first) in OFFERS_AND_NEEDS:
        # Silence would be worse: members may know these words from plans.
        return build_text_reply(
            turn.say("I cannot help with that yet. Ask the network, or write “help” to see what I can do.")
        )
    if verbs.fold_word(rest) not in verbs.NEW:
        return Reply(await draw_site_list(turn))
    return await _open_new_site(event, turn)


async def _open_new_site(event: Command, turn: Turn) -> Reply:
    if event.reply_to is None:
        return Reply(form=await open_site_form(turn))
    # A command cannot open a form, but a button can.
    text = turn.say("Which plant, and in which municipality? A form opens.")
    button = Button(turn.say("Add a site"), "sites.write", style="primary")
    return Reply(Card("", (Text(text), Buttons((button,)))))
