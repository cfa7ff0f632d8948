"""Give somebody a link to the pages in a browser: for them alone, once, within fifteen minutes."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Part, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Command
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.pages import addresses, sessions

router = Router()


@router.on(Command, "web")
async def on_web_command(_event: Command, turn: Turn) -> Reply:
    return Reply(await draw_sign_in_card(turn))


@router.on(Click, "web.open")
async def on_web_open(_event: Click, turn: Turn) -> Reply:
    return Reply(await draw_sign_in_card(turn))


async def draw_sign_in_card(turn: Turn) -> Card:
    """Draw a new link. Only its hash is stored, so an older one cannot be shown again."""
    say = turn.say
    if not addresses.is_sign_in_safe(turn.arena):
        raise UserError(say("I have no safe address on the web, so I can give no link. Tell whoever runs me."))
    url = addresses.build_sign_in_address(turn.arena, await sessions.create_sign_in_code(turn.store, turn.person))
    text = say(
        "Read the library, questions, issues, consultations, meetings and the exchange in a browser. Nothing is written"
        " there."
    )
    once = say(
        "The link is yours: it works once, for {n} minutes. Those you got earlier and have not used stop working.",
        n=round(sessions.LINK.total_seconds() / 60),
    )
    row = [Button(say("Open on the web"), url=url, style="primary")]
    if _may_use_tab(turn):
        row.append(Button(say("Code for the tab"), "web.tab"))
    row.append(Button(say("Where I am signed in"), "web.sessions"))
    return Card(say("{name} on the web", name=turn.arena.name), (Text(text), Text(once, "subtle"), Buttons(tuple(row))))


@router.on(Click, "web.tab")
async def on_web_tab(_event: Click, turn: Turn) -> Reply:
    """Give a code to type in the tab, where a link of the chat cannot lead."""
    say = turn.say
    if not _may_use_tab(turn):
        raise UserError(say("The pages are not shown as a tab here. Write “web”, and open them in a browser."))
    code = await sessions.create_typed_code(turn.store, turn.person)
    how = say("Write it in the tab “{tab}” here in {name}, and press “{button}”.",
              tab=say("Pages"), name=turn.arena.name, button=say("Sign in"))  # fmt: skip
    once = say(
        "The code is yours: it works once, for {n} minutes. Never give it to anybody, and write it nowhere else.",
        n=round(sessions.LINK.total_seconds() / 60),
    )
    parts: tuple[Part, ...] = (Text(code, "strong"), Text(how), Text(once, "subtle"))
    return Reply(Card(say("Code for the tab"), parts))


def _may_use_tab(turn: Turn) -> bool:
    return addresses.is_tab_shown(turn.arena) and turn.account.platform == turn.arena.tab_platform
