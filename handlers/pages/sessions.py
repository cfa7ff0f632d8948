"""Sign people in and out in a browser, and find who reads a page: by today's rights, asked at each request."""

from __future__ import annotations

import secrets
from datetime import timedelta

from handlers.access.rights import is_present
from handlers.chat.signed_links import hash_token
from storage.directory.people import Person
from storage.kit.database import Store
from storage.pages.web_sessions import WebSession

#: validity of a link, and of the session that it becomes
LINK, SESSION = timedelta(minutes=15), timedelta(hours=12)
#: signs of a code to type, none of which is taken for another, and how many it has: 49 bits
SIGNS, LENGTH = "23456789ABCDEFGHJKMNPQRSTUVWXYZ", 10
#: time after which the use of a session is recorded again
USE = timedelta(minutes=5)


async def create_sign_in_code(store: Store, person: Person) -> str:
    """Create a code that signs this person in once, and end the unused ones before it."""
    code = secrets.token_urlsafe(32)
    await store.web_sessions.create_sign_in_link(person.id, hash_token(code), LINK)
    return code


async def create_typed_code(store: Store, person: Person) -> str:
    """Create a code that this person can type, such as "7K3QX-9FMTB"; it counts as a link does."""
    code = "".join(secrets.choice(SIGNS) for _ in range(LENGTH))
    await store.web_sessions.create_sign_in_link(person.id, hash_token(code), LINK)
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"


def parse_sign_in_code(text: str) -> str:
    """Return the code in a text, however it is spaced and cased; "" for anything else."""
    code = "".join(text.upper().replace("-", " ").split())
    return code if len(code) == LENGTH and all(sign in SIGNS for sign in code) else ""


async def exchange_sign_in_code(store: Store, code: str, earlier: str) -> str:
    """Return the token of a new session; "" for a code that is forged, used or old, or of somebody who has left.

    `earlier`: the token that the browser has. Its session ends, whoever's it is: the browser forgets it.
    """
    link = await store.web_sessions.lock_unused_link(hash_token(code))
    person = await store.people.find(link.person_id) if link is not None else None
    if link is None or person is None or not await is_present(store, person):
        return ""
    await store.web_sessions.end_session(hash_token(earlier))
    token = secrets.token_urlsafe(32)
    await store.web_sessions.start_session(link, hash_token(token), SESSION)
    return token


async def find_signed_in_person(store: Store, token: str) -> tuple[Person, WebSession] | None:
    """Return who has signed in with this token; None once the session has ended or the person has left."""
    session = await store.web_sessions.find_open_session(hash_token(token))
    person = await store.people.find(session.person_id) if session is not None else None
    if session is None or person is None or not await is_present(store, person):
        return None
    return person, session


def is_use_outdated(store: Store, session: WebSession) -> bool:
    """Return True if the last recorded use of the session is a while ago."""
    return session.seen_at is None or session.seen_at + USE <= store.now
