"""Show the accounts of a person, and unlink one of them as a person of its own."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat.cards import Button, Buttons, Card, Item, Part, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Click
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.accounts import link_notices
from storage.directory.people import GUEST, MEMBER, Account, Person

router = Router()


@router.on(Click, "accounts.show")
async def on_account_list(_event: Click, turn: Turn) -> Reply:
    return Reply(await draw_account_list_card(turn))


async def draw_account_list_card(turn: Turn) -> Card:
    say, parts = turn.say, list[Part]()
    for account in await turn.store.people.list_all_accounts(turn.person.id):
        here = account.id == turn.account.id
        note = say("You write from here") if here else say("Last used {day}", day=say.format_day(account.seen_at))
        sure = say("That account is then separate, and must choose its organisation again.")
        row = () if here else (Button(say("Unlink"), "accounts.unlink", str(account.id), "danger", sure),)
        parts.append(Item(await _describe_account_location(turn, account), account.name, note, row))
    parts.append(Text(say("Do you also write to me from another chat? Link it, and I will know you in both.")))
    actions = (
        Button(say("Link another account"), "accounts.link", style="primary"),
        Button(say("Where I am signed in"), "web.sessions"),
    )
    parts.append(Buttons(actions))
    return Card(say("Linked accounts"), tuple(parts))


@router.on(Click, "accounts.unlink")
async def on_account_unlink(event: Click, turn: Turn) -> Reply:
    """Separate an account at once: the person keeps everything, and the account starts with nothing."""
    say, store, me = turn.say, turn.store, turn.person
    account = await store.people.find_account(parse_id(event.value))
    mine = account is not None and account.person_id == me.id
    await rights.need_right(
        turn, *((rights.OWNER,) if mine else ()), missing=say("I cannot find that account among yours.")
    )
    if account is None or account.id == turn.account.id:
        raise UserError(say("You write from that account. Unlink it from another one."))
    await store.private_notices.cancel_private_notices(me.id, account)
    waits = await store.workspaces.is_awaiting_acceptance(account.platform, account.workspace)
    role = GUEST if account.guest or waits or me.guest else MEMBER
    alone = await store.people.add_person_with_account(
        Person(name=account.name or account.user, language=me.language, role=role, asked_where_at=turn.now)
    )
    account.person_id = alone.id
    await store.session.flush()
    await store.web_sessions.end_sessions_of_person(me.id)  # which of them was begun from there is not known
    await link_notices.notify_account_unlinked(store, me, alone, account, event.id)
    return Reply(await draw_account_list_card(turn), replace=event.direct)


async def _describe_account_location(turn: Turn, account: Account) -> str:
    """Describe where the account is: "Slack · Eksempelparken", if the workspace has a name."""
    workspace = await turn.store.workspaces.find_workspace(account.platform, account.workspace)
    return " · ".join(filter(None, (account.platform.capitalize(), workspace.own_name if workspace else "")))
