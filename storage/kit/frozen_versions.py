"""Define the columns of what is drafted, checked by somebody, and then frozen. A new version corrects it."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

#: made, and looked through by somebody; then frozen, and never changed again
DRAFT, CHECKED, FROZEN = "draft", "checked", "frozen"
#: maximum number of characters of why there is a new version
WHY = 600


class FrozenVersion:
    """Hold how far a version has come, and who took it there."""

    version: Mapped[int]
    state: Mapped[str] = mapped_column(sa.String(8), default=DRAFT)
    #: why there is a version after the first
    why: Mapped[str] = mapped_column(sa.Text, default="")
    made_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id", ondelete="SET NULL"))
    #: when what it tells was read
    made_at: Mapped[datetime]
    checked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id", ondelete="SET NULL"))
    checked_at: Mapped[datetime | None]
    frozen_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id", ondelete="SET NULL"))
    frozen_at: Mapped[datetime | None]
