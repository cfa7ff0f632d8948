"""Link: `meg koble` on one account gives a code; `meg koble KODE` on the other makes both one person."""

from __future__ import annotations

import secrets
from datetime import timedelta

from handlers.access import vacancy
from handlers.access.rights import trail
from handlers.chat import outgoing
from handlers.chat.cards import Button, Buttons, Card, Reply, Text, note
from handlers.chat.errors import UserError
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.directory.accounts import codes, joining, telling
from storage.directory import account_links
from storage.directory.account_links import Link
from storage.queue.delivery_rows import CHATTER

router = Router()
#: wrong codes that an account may try, and how long it must wait then
TRIES, WAIT = 5, timedelta(hours=1)


@router.on(Click, "accounts.link")
async def begin(_event: Click, turn: Turn) -> Reply:
    return await give_code(turn)


async def write(turn: Turn, text: str) -> Reply:
    """What was typed after `meg koble`; a code is a deed whether it was right or not."""
    await trail.note_typed(turn, "accounts.link")
    return await use_code(turn, text) if text.strip() else await give_code(turn)


async def give_code(turn: Turn) -> Reply:
    """In the private chat, wherever it was asked for."""
    store, seed = turn.store, secrets.token_hex(16)
    code = codes.made_of(turn.arena, seed)
    link = await store.links.issue(turn.account.id, codes.hashed(turn.arena, code), codes.LASTS)
    await outgoing.to_person(
        store, turn.person, "accounts.code", {"seed": seed}, key=f"code:{seed}", account_id=turn.account.id,
        expires_at=link.expires_at, kind=CHATTER,
    )  # fmt: skip
    return note(turn.say("You get a code in our private chat. It lasts for ten minutes."))


@router.card("accounts.code")
async def draw(view: View) -> Card | None:
    say, code = view.say, codes.made_of(view.arena, view["seed"])
    parts = (
        Text(codes.spelt(code), "strong"),
        Text(say("Write «me link {code}» to me from your other account, within ten minutes.", code=code)),
        Text(say("Both accounts are you then. Give the code to nobody: whoever types it is you."), "subtle"),
    )
    return Card(say("Code for your other account"), parts)


async def use_code(turn: Turn, text: str) -> Reply:
    """A wrong one is counted, so nothing is raised here: what is raised leaves no trace."""
    say, store, mine = turn.say, turn.store, turn.account
    if await store.links.misses(mine.id, WAIT) >= TRIES:
        return note(say("Too many wrong codes. Try again in an hour, with a new one."))
    link = await store.links.typed(codes.hashed(turn.arena, codes.typed(text)))
    if link is None:
        await store.links.missed(mine.id, WAIT)
        return note(say("That code is not right, or older than ten minutes. Write «me link» on your other account."))
    other = await store.people.account(link.account_id)
    if other is None or other.person_id == turn.person.id:
        raise UserError(say("That code is from here. Type it on your other account."))
    link.other_id, link.state = mine.id, account_links.DONE
    before = await store.people.get(other.person_id)
    asked = await joining.confirmers(store, before, turn.person)
    if asked is not None:
        return await _wait(turn, link, [person.id for person in asked])
    link_id = link.id
    kept = await joining.join(store, turn.person, before)
    await telling.tell_linked(store, kept, link_id)
    text = say("Your accounts are linked. You are {name} on both.", name=kept.name)
    return Reply(Card("", (Text(text), Buttons((Button(say("Linked accounts"), "accounts.show"),)))))


async def _wait(turn: Turn, link: Link, asked: list[int]) -> Reply:
    """The two differ in what they may do: each keeps what it has until somebody has said yes."""
    say, store = turn.say, turn.store
    if not asked:
        text = say("Nobody can confirm that both are you yet.")
        raise UserError(await vacancy.tell_refused(store, say, text, say("Ask the secretariat.")))
    link.state = account_links.WAITING
    await store.session.flush()
    await telling.ask(store, link, asked)
    people = await store.people.named(asked)
    names = say.listed([person.name for person in people[:3]])
    return note(say("The two accounts may not do the same. {names} confirms that both are you.", names=names))
