"""Load the scheme that a button names, or list all of them: every confirmed member sees each."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.access import rights
from handlers.access.rights.lookup import load_visible_record
from handlers.chat.errors import UserError
from handlers.chat.turn import Turn
from handlers.policy.organisation_answers.button_values import parse_answer_value
from storage.directory.people import Person
from storage.kit.database import Store
from storage.policy.schemes import FIRST_SCHEMES, Scheme


async def may_see_scheme(_store: Store, person: Person, _scheme: Scheme) -> bool:
    return rights.is_confirmed_member(person)


async def load_visible_scheme(turn: Turn, value: str, *, lock: bool = False) -> Scheme:
    id, missing = parse_answer_value(value).record, turn.say("I cannot find that scheme.")
    return await load_visible_record(turn, turn.store.schemes, id, may_see_scheme, missing, lock=lock)


async def load_open_scheme(turn: Turn, value: str, *, lock: bool = False) -> Scheme:
    scheme = await load_visible_scheme(turn, value, lock=lock)
    if scheme.retired_at is not None:
        raise UserError(turn.say("{name} is not asked about any more.", name=scheme.name))
    return scheme


async def list_known_schemes(store: Store) -> Sequence[Scheme]:
    """Return the schemes by name.

    A network without any begins with the well-known ones, which are stored first.
    """
    if not await store.schemes.list_all_schemes(retired=True):
        for name in FIRST_SCHEMES:
            await store.schemes.add(Scheme(name=name))
    return await store.schemes.list_all_schemes()
