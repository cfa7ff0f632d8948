"""Store pictures of solutions: what a message holds, what its author wants copied, and the copies."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import SOLUTION_DATA, ClassifiedColumns
from storage.kit.arrays import match_any_of
from storage.kit.base import PICTURE_WANTED, Base, Repository
from storage.kit.record_ids import Key, Ref

#: a message holds it, and its author has not said yes
OFFERED = "offered"
#: its author wants a copy, which is being fetched
WANTED = "wanted"
#: copied; or there is no copy, for a reason
KEPT, REFUSED = "kept", "refused"


class SolutionPicture(Base):
    __tablename__ = "solution_pictures"
    __table_args__ = (
        sa.CheckConstraint("state IN ('offered','wanted','kept','refused')", name="state"),
        sa.Index("ix_solution_pictures_state", "state", "tried_at"),
    )

    id: Mapped[Key]
    #: None until the form that was opened on the message is saved
    solution_id: Mapped[int | None] = mapped_column(sa.ForeignKey("solutions.id", ondelete="CASCADE"), index=True)
    #: id of the first picture of the same message
    batch: Mapped[Ref] = mapped_column(index=True)
    #: whoever wrote the message, who alone can say yes
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    state: Mapped[str] = mapped_column(sa.String(8), default=OFFERED)
    #: where the message is
    platform: Mapped[str] = mapped_column(sa.String(16))
    workspace: Mapped[str] = mapped_column(sa.String(128))
    #: address from which the bot can read it there; empty once it was read or refused
    address: Mapped[str] = mapped_column(sa.Text)
    #: name of the file there
    name: Mapped[str] = mapped_column(sa.String(200), default="")
    #: what it shows, in one line; who took it
    alt: Mapped[str] = mapped_column(sa.String(200), default="")
    credit: Mapped[str] = mapped_column(sa.String(200), default="")
    #: why there is no copy
    reason: Mapped[str] = mapped_column(sa.String(16), default="")
    width: Mapped[int] = mapped_column(default=0)
    height: Mapped[int] = mapped_column(default=0)
    #: bytes of the copy
    size: Mapped[int] = mapped_column(default=0)
    #: name of the copy in the folder; empty: it is in `data`
    file: Mapped[str] = mapped_column(sa.String(64), default="")
    #: the copy; loaded only where it is asked for
    data: Mapped[bytes | None] = mapped_column(sa.LargeBinary, deferred=True)
    tries: Mapped[int] = mapped_column(default=0)
    #: time of the last try, or from when on the next one may come
    tried_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


DECLARATIONS = (
    ClassifiedColumns(
        SolutionPicture, SOLUTION_DATA, author="author_id", key="id solution_id batch", account="address",
        personal="data", text="name alt credit",
        state="state platform workspace reason width height size file tries tried_at created_at",
    ),
)  # fmt: skip


class SolutionPictures(Repository):
    """Store the pictures of solutions."""

    async def find(self, id: int | None) -> SolutionPicture | None:
        return None if id is None else await self.session.get(SolutionPicture, id)

    async def add_offered_pictures(self, pictures: Sequence[SolutionPicture]) -> None:
        """Add the pictures of one message."""
        for picture in pictures:
            picture.batch, picture.created_at = 0, self.now
            self.session.add(picture)
        await self.session.flush()
        for picture in pictures:
            picture.batch = pictures[0].id
        await self.session.flush()

    async def assign_pictures(self, batch: int, solution_id: int) -> None:
        """Give the pictures of a message to the solution that was made of it."""
        free = (SolutionPicture.batch == batch, SolutionPicture.solution_id.is_(None))
        await self.session.execute(sa.update(SolutionPicture).where(*free).values(solution_id=solution_id))

    async def list_solution_pictures(self, solution_id: int) -> Sequence[SolutionPicture]:
        """List the pictures of a solution in the order in which they were sent, whatever their state."""
        rows = sa.select(SolutionPicture).where(SolutionPicture.solution_id == solution_id)
        return (await self.session.scalars(rows.order_by(SolutionPicture.id))).all()

    async def list_kept_pictures(self, solution_id: int) -> Sequence[SolutionPicture]:
        """List the pictures of a solution that readers see."""
        return [one for one in await self.list_solution_pictures(solution_id) if one.state == KEPT]

    async def list_pictures_of(self, solution_ids: Collection[int]) -> Sequence[SolutionPicture]:
        """List the pictures of these solutions that readers see, in the order in which they were sent."""
        kept = sa.select(SolutionPicture).where(
            match_any_of(SolutionPicture.solution_id, solution_ids), SolutionPicture.state == KEPT
        )
        return (await self.session.scalars(kept.order_by(SolutionPicture.id))).all()

    async def want_picture(self, picture: SolutionPicture, *, alt: str, credit: str) -> None:
        """Record its author's yes: whoever keeps pictures is woken when this is committed."""
        picture.alt, picture.credit, picture.state = alt, credit, WANTED
        self.session.info[PICTURE_WANTED] = True

    async def claim_wanted_picture(self, since: datetime) -> SolutionPicture | None:
        """Return a picture to fetch that nobody has tried since then, and record the try."""
        due = sa.or_(SolutionPicture.tried_at.is_(None), SolutionPicture.tried_at < since)
        wanted = (
            sa.select(SolutionPicture)
            .where(SolutionPicture.state == WANTED, due)
            .order_by(SolutionPicture.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        picture = (await self.session.scalars(wanted)).first()
        if picture is not None:
            picture.tries, picture.tried_at = picture.tries + 1, self.now
            await self.session.flush()
        return picture

    async def lock(self, id: int) -> SolutionPicture | None:
        """Return the picture with a row lock, which is held until this unit of work ends."""
        mine = sa.select(SolutionPicture).where(SolutionPicture.id == id).with_for_update()
        return (await self.session.scalars(mine.execution_options(populate_existing=True))).first()

    async def load_picture_data(self, id: int) -> bytes | None:
        """Return the copy, where the database holds it."""
        return await self.session.scalar(sa.select(SolutionPicture.data).where(SolutionPicture.id == id))

    async def sum_stored_bytes(self) -> int:
        """Return how many bytes of copies the database holds."""
        inside = sa.select(sa.func.sum(SolutionPicture.size)).where(
            SolutionPicture.state == KEPT, SolutionPicture.file == ""
        )
        return int(await self.session.scalar(inside) or 0)

    async def list_picture_files(self) -> set[str]:
        """Return the names of the copies that are in the folder."""
        rows = await self.session.scalars(sa.select(SolutionPicture.file).where(SolutionPicture.file != ""))
        return set(rows)

    async def delete_picture(self, picture: SolutionPicture) -> None:
        await self.session.delete(picture)
        await self.session.flush()

    async def delete_solution_pictures(self, solution_id: int) -> None:
        """Delete the pictures with the text of their solution."""
        await self.session.execute(sa.delete(SolutionPicture).where(SolutionPicture.solution_id == solution_id))

    async def delete_unused_offers(self, before: datetime) -> None:
        """Delete what was offered before then, and what became of refused pictures."""
        over = (SolutionPicture.state.in_((OFFERED, REFUSED)), SolutionPicture.created_at < before)
        await self.session.execute(sa.delete(SolutionPicture).where(*over))
