"""Link accounts: `meg koble` on one gives a code; `meg koble KODE` on the other makes both one person."""

from __future__ import annotations

import secrets
from datetime import timedelta

from handlers.access import secretariat_vacancy
from handlers.access.rights import audit_trail
from handlers.chat import outgoing
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Reply, Text, build_text_reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.directory.accounts import account_merge, link_codes, link_notices
from storage.directory import account_links
from storage.directory.account_links import AccountLink
from storage.queue.delivery_rows import CHATTER

router = Router()
#: number of wrong codes an account may enter, and the waiting time after that
TRIES, WAIT = 5, timedelta(hours=1)


class LinkCodeCard(CardArguments, frozen=True):
    template = "accounts.code"

    #: seed from which the code is derived
    seed: str


@router.on(Click, "accounts.link")
async def on_account_link(_event: Click, turn: Turn) -> Reply:
    return await send_link_code(turn)


async def handle_typed_link(turn: Turn, text: str) -> Reply:
    """Handle the text after `meg koble`. A typed code is written to the trail whether it is right or wrong."""
    await audit_trail.record_typed_action(turn, "accounts.link")
    return await redeem_link_code(turn, text) if text.strip() else await send_link_code(turn)


async def send_link_code(turn: Turn) -> Reply:
    """Send a new code to the private chat, wherever the person asked for it."""
    store, seed = turn.store, secrets.token_hex(16)
    code = link_codes.derive_link_code(turn.arena, seed)
    link = await store.account_links.create_link_code(
        turn.account.id, link_codes.hash_link_code(turn.arena, code), link_codes.LASTS
    )
    await outgoing.post_to_person(
        store, turn.person, LinkCodeCard(seed), key=f"code:{seed}", account_id=turn.account.id,
        expires_at=link.expires_at, kind=CHATTER,
    )  # fmt: skip
    return build_text_reply(turn.say("You get a code in our private chat. It lasts for ten minutes."))


@router.card(LinkCodeCard)
async def draw_link_code_card(view: View[LinkCodeCard]) -> Card | None:
    say, code = view.say, link_codes.derive_link_code(view.arena, view.args.seed)
    parts = (
        Text(link_codes.format_link_code(code), "strong"),
        Text(say("Write “me link {code}” to me from your other account, within ten minutes.", code=code)),
        Text(say("Both accounts will then be yours. Do not share the code: whoever types it becomes you."), "subtle"),
    )
    return Card(say("Code for your other account"), parts)


async def redeem_link_code(turn: Turn, text: str) -> Reply:
    """Check a typed code, and link the accounts.

    A wrong code returns a note and raises nothing: an error would undo its counter.
    """
    say, store, mine = turn.say, turn.store, turn.account
    if await store.account_links.count_wrong_codes(mine.id, WAIT) >= TRIES:
        return build_text_reply(say("Too many wrong codes. Try again in an hour, with a new one."))
    link = await store.account_links.lock_open_link(
        link_codes.hash_link_code(turn.arena, link_codes.normalise_link_code(text))
    )
    if link is None:
        await store.account_links.record_wrong_code(mine.id, WAIT)
        return build_text_reply(
            say("That code is not right, or older than ten minutes. Write “me link” on your other account.")
        )
    other = await store.people.find_account(link.account_id)
    if other is None or other.person_id == turn.person.id:
        raise UserError(say("That code is from here. Type it on your other account."))
    link.other_id, link.state = mine.id, account_links.DONE
    before = await store.people.load_person(other.person_id)
    asked = await account_merge.list_link_confirmers(store, before, turn.person)
    if asked is not None:
        return await _request_link_confirmation(turn, link, [person.id for person in asked])
    link_id = link.id
    kept = await account_merge.merge_person_accounts(store, turn.person, before)
    await link_notices.notify_accounts_linked(store, kept, link_id)
    text = say("Your accounts are linked. You are {name} on both.", name=kept.name)
    return Reply(Card("", (Text(text), Buttons((Button(say("Linked accounts"), "accounts.show"),)))))


async def _request_link_confirmation(turn: Turn, link: AccountLink, asked: list[int]) -> Reply:
    """Ask for confirmation, because the two people have different rights.

    Each keeps their own rights until somebody has confirmed. Raises UserError if nobody can confirm.
    """
    say, store = turn.say, turn.store
    if not asked:
        text = say("Nobody can confirm yet that both accounts are yours.")
        raise UserError(
            await secretariat_vacancy.describe_secretariat_only(store, say, text, say("Ask the secretariat."))
        )
    link.state = account_links.WAITING
    await store.session.flush()
    await link_notices.send_link_claims(store, link, asked)
    people = await store.people.list_people_by_id(asked)
    names = say.listed([person.name for person in people[:3]], either=True)
    return build_text_reply(
        say("The two accounts do not have the same rights. {names} confirms that both are yours.", names=names)
    )
