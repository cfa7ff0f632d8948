"""Merge two people into one: who must agree first, and what the remaining person keeps."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.directory.members.membership_claims import list_membership_confirmers
from storage.directory.people import GUEST, MEMBER, SECRETARIAT, Person
from storage.kit.database import Store

#: columns with a person's own settings
CHOICES = ("language", "zone", "push_from", "push_to", "paused_until", "digest")
_RANK = {GUEST: 0, MEMBER: 1, SECRETARIAT: 2}


async def list_link_confirmers(store: Store, one: Person, other: Person) -> Sequence[Person] | None:
    """List whom to ask before one person gets what only the other had; None where both have equal rights.

    For a guest, ask the contact of the member's organisation. For two organisations or a member of the
    secretariat, ask the secretariat. A secretariat of one asks itself.
    """
    weaker, stronger = sorted((one, other), key=lambda person: (_RANK[person.role], person.stands_for is not None))
    organisations = {person.stands_for for person in (one, other)} - {None}
    if one.role == other.role and len(organisations) < 2:
        return None
    if stronger.role == MEMBER and len(organisations) < 2 and stronger.stands_for is not None:
        return [
            person
            for person in await list_membership_confirmers(store, stronger.stands_for, stronger)
            if person.id != weaker.id
        ]
    secretariat = await store.people.list_secretariat()
    return [person for person in secretariat if person.id not in (one.id, other.id)] or secretariat


async def merge_person_accounts(store: Store, kept: Person, gone: Person) -> Person:
    """Merge `gone` into `kept` and return `kept` reloaded: earlier loaded rows are stale afterwards."""
    first, second = sorted((kept, gone), key=lambda one: (-_RANK[one.role], one.stands_for is None, one.code is None))
    role, left = first.role, kept.left_at if gone.left_at is not None else None
    code = first.code or second.code
    name = second.name if first.code is None and second.code is not None else first.name
    chosen = {name: getattr(first, name) for name in CHOICES}
    belongs = [
        *await store.memberships.list_memberships_of_person(first),
        *await store.memberships.list_memberships_of_person(second),
    ]
    organisations = [(one.organisation.id, one.confirmed) for one in sorted(belongs, key=lambda one: not one.confirmed)]
    kept = await store.people.merge_person_rows(kept, gone)
    kept.role, kept.left_at, kept.code, kept.name = role, left, code, name
    for choice, value in chosen.items():
        setattr(kept, choice, value)
    kept.organisation_id, kept.confirmed = None, False
    for organisation_id, confirmed in organisations:
        await store.memberships.add_membership(kept, organisation_id, confirmed=confirmed)
    return kept
