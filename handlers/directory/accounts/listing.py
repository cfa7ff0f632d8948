"""The accounts of a person, and how one of them becomes somebody of its own again."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat.cards import Button, Buttons, Card, Item, Part, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Click
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.accounts import telling
from storage.directory.people import GUEST, MEMBER, Account, Person

router = Router()


@router.on(Click, "accounts.show")
async def show(_event: Click, turn: Turn) -> Reply:
    return Reply(await accounts_card(turn))


async def accounts_card(turn: Turn) -> Card:
    say, parts = turn.say, list[Part]()
    for account in await turn.store.people.every_account(turn.person.id):
        here = account.id == turn.account.id
        note = say("You write from here") if here else say("Last used {day}", day=say.day(account.seen_at))
        sure = say("That account stands alone then, and must say anew where it belongs.")
        row = () if here else (Button(say("Unlink"), "accounts.unlink", str(account.id), "danger", sure),)
        parts.append(Item(await _where(turn, account), account.name, note, row))
    parts.append(Text(say("You also write to me from another chat? Link it, and you are one person in both.")))
    parts.append(Buttons((Button(say("Link another account"), "accounts.link", style="primary"),)))
    return Card(say("Linked accounts"), tuple(parts))


@router.on(Click, "accounts.unlink")
async def unlink(event: Click, turn: Turn) -> Reply:
    """Works at once: what the person has stays with them, and the account has nothing."""
    say, store, me = turn.say, turn.store, turn.person
    account = await store.people.account(parse_id(event.value))
    mine = account is not None and account.person_id == me.id
    await rights.need(turn, *((rights.OWNER,) if mine else ()), missing=say("I do not find that account among yours."))
    if account is None or account.id == turn.account.id:
        raise UserError(say("You write from that account. Unlink it from another one."))
    await store.letters.call_off(me.id, account)
    waits = await store.workspaces.waits(account.platform, account.workspace)
    role = GUEST if account.guest or waits or me.guest else MEMBER
    alone = await store.people.add(
        Person(name=account.name or account.user, language=me.language, role=role, asked_where_at=turn.now)
    )
    account.person_id = alone.id
    await store.session.flush()
    await telling.tell_unlinked(store, me, alone, account, event.id)
    return Reply(await accounts_card(turn), replace=event.direct)


async def _where(turn: Turn, account: Account) -> str:
    """ "Slack · Eksempelparken", as far as the workspace has a name."""
    workspace = await turn.store.workspaces.at(account.platform, account.workspace)
    return " · ".join(filter(None, (account.platform.capitalize(), workspace.name if workspace else "")))
