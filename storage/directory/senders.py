"""Load all that is known of who sends an event, in one statement: every event asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from storage.directory.organisations import Organisation
from storage.directory.people import Account, Person
from storage.directory.workspaces import Workspace
from storage.kit.base import Repository
from storage.kit.shared_memory import VERSION_READ, note_version
from storage.kit.unit_memory import remember_in_unit
from storage.queue.inbox import ReceivedEvent, build_actor_key

#: Prebuilt, since every event needs them: compiling costs as much as executing.
_BLOCKED = sa.select(Workspace.blocked).where(
    Workspace.platform == sa.bindparam("platform"), Workspace.workspace == sa.bindparam("workspace")
)
_ONE = sa.select(sa.literal(1).label("one")).subquery()
_SENDER = (
    sa.select(
        sa.func.coalesce(_BLOCKED.scalar_subquery(), sa.false()),
        VERSION_READ,
        Person,
        Account,
        Organisation,
        ReceivedEvent.act,
        ReceivedEvent.seen_at,
    )
    .select_from(_ONE)
    .outerjoin(
        Account,
        sa.and_(
            Account.platform == sa.bindparam("platform"),
            Account.workspace == sa.bindparam("workspace"),
            Account.user == sa.bindparam("user"),
        ),
    )
    .outerjoin(Person, Person.id == Account.person_id)
    .outerjoin(Organisation, Organisation.id == Person.organisation_id)
    .outerjoin(ReceivedEvent, ReceivedEvent.id == sa.bindparam("actor"))
)


@dataclass(frozen=True, slots=True)
class KnownSender:
    """Say whether a workspace is blocked, and who is behind an account there; None where nobody is known."""

    blocked: bool
    person: Person | None
    account: Account | None
    #: of the person, loaded here because most answers depend on it
    organisation: Organisation | None
    #: digest of what the account last did that changed something, and when
    last_act: str | None
    acted_at: datetime | None


class Senders(Repository):
    """Know the people behind accounts."""

    @remember_in_unit("workspaces", "accounts", "people", "organisations")
    async def find_sender(self, platform: str, workspace: str, user: str) -> KnownSender:
        """Return all that is known of who sends an event, in one statement: every event asks."""
        who = {"platform": platform, "workspace": workspace, "user": user}
        actor = build_actor_key(platform, workspace, user)
        blocked, version, *known = (await self.session.execute(_SENDER, who | {"actor": actor})).one()
        note_version(self.session, version)
        return KnownSender(bool(blocked), *known)
