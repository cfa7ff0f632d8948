"""Store web sessions: links that sign one person in once, and the sessions that they become."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import PEOPLE_DATA, ClassifiedColumns
from storage.kit.base import Base, Repository
from storage.kit.record_ids import Key


class WebSession(Base):
    """Store a link, and then its session, by the SHA-256 of its code or cookie. Only its person has either."""

    __tablename__ = "web_sessions"

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"), index=True)
    #: hash of the code in the link, then of the cookie, in hex
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    created_at: Mapped[datetime]
    #: end of the link, then of the session
    expires_at: Mapped[datetime] = mapped_column(index=True)
    #: empty: a link that nobody has used
    signed_in_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


DECLARATIONS = (
    ClassifiedColumns(
        WebSession, PEOPLE_DATA, own="person_id", key="id",
        personal="created_at expires_at signed_in_at seen_at ended_at", credential="token_hash",
    ),
)  # fmt: skip


class WebSessions(Repository):
    """Store who may read pages in a browser, and until when."""

    async def find(self, id: int | None) -> WebSession | None:
        return None if id is None else await self.session.get(WebSession, id)

    async def create_sign_in_link(self, person_id: int, code_hash: str, lasts: timedelta) -> WebSession:
        """Store a new link. Earlier links of the person that nobody has used end."""
        unused = sa.and_(WebSession.person_id == person_id, WebSession.signed_in_at.is_(None))
        await self._end_web_sessions(unused)
        link = WebSession(person_id=person_id, token_hash=code_hash, created_at=self.now, expires_at=self.now + lasts)
        self.session.add(link)
        await self.session.flush()
        return link

    async def lock_unused_link(self, code_hash: str) -> WebSession | None:
        """Return the unused link of this code while it lasts. The row lock is held until this unit of work ends."""
        rows = await self.session.scalars(
            sa.select(WebSession)
            .where(WebSession.token_hash == code_hash, WebSession.signed_in_at.is_(None), self._match_open())
            .with_for_update()
        )
        return rows.first()

    async def start_session(self, link: WebSession, token_hash: str, lasts: timedelta) -> None:
        """Make the link a session: its code opens nothing any more."""
        link.token_hash, link.expires_at = token_hash, self.now + lasts
        link.signed_in_at = link.seen_at = self.now
        await self.session.flush()

    async def find_open_session(self, token_hash: str) -> WebSession | None:
        rows = await self.session.scalars(
            sa.select(WebSession).where(
                WebSession.token_hash == token_hash, WebSession.signed_in_at.is_not(None), self._match_open()
            )
        )
        return rows.first()

    async def list_open_sessions(self, person_id: int) -> Sequence[WebSession]:
        """List where the person is signed in, newest first."""
        rows = await self.session.scalars(
            sa.select(WebSession)
            .where(WebSession.person_id == person_id, WebSession.signed_in_at.is_not(None), self._match_open())
            .order_by(WebSession.signed_in_at.desc(), WebSession.id.desc())
        )
        return rows.all()

    async def record_session_use(self, id: int) -> None:
        await self.session.execute(sa.update(WebSession).where(WebSession.id == id).values(seen_at=self.now))

    async def end_session(self, token_hash: str) -> None:
        """End the session of this cookie, if there is one."""
        await self._end_web_sessions(WebSession.token_hash == token_hash)

    async def end_sessions_of_person(self, person_id: int) -> None:
        """End every session and every unused link of the person."""
        await self._end_web_sessions(WebSession.person_id == person_id)

    async def end_every_session(self) -> None:
        """End all sessions and unused links: a restored database has forgotten which of them had ended."""
        await self._end_web_sessions(sa.true())

    async def delete_expired_sessions(self, before: datetime) -> None:
        """Delete links and sessions that ran out before this time, whether or not they were ended earlier."""
        await self.session.execute(sa.delete(WebSession).where(WebSession.expires_at < before))

    def _match_open(self) -> sa.ColumnElement[bool]:
        return sa.and_(WebSession.ended_at.is_(None), WebSession.expires_at > self.now)

    async def _end_web_sessions(self, which: sa.ColumnElement[bool]) -> None:
        open_ones = sa.and_(which, WebSession.ended_at.is_(None))
        await self.session.execute(sa.update(WebSession).where(open_ones).values(ended_at=self.now))
