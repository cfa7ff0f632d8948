"""Store documented exchanges elsewhere: public facts, each with its source."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from storage.data_classification.data_groups import EXCHANGE_DATA, ClassifiedColumns
from storage.kit.arrays import match_any_of
from storage.kit.base import Base, Repository
from storage.kit.code_numbers import find_next_number
from storage.kit.record_declarations import CodedRecords
from storage.kit.record_ids import Key

#: maximum numbers of characters
WHAT, CASE_TEXT, PLACE, SOURCE, KIND = 80, 400, 80, 300, 32


class ExchangeCase(Base):
    """Store what became of something elsewhere, told in our own words in each language."""

    __tablename__ = "cases"

    id: Mapped[Key]
    #: code for people: "K-1"
    code: Mapped[str] = mapped_column(sa.String(16), unique=True)
    #: key of a flow type
    type: Mapped[str] = mapped_column(sa.String(16), index=True)
    #: kind of material or organic matter; empty: none of ours
    kind: Mapped[str] = mapped_column(sa.String(KIND), default="")
    #: what becomes of what: "Slag to cement"; cases of the same words are counted together
    what_nb: Mapped[str] = mapped_column(sa.String(WHAT))
    what_nn: Mapped[str] = mapped_column(sa.String(WHAT))
    what_en: Mapped[str] = mapped_column(sa.String(WHAT))
    #: who gives what to whom, in a sentence
    text_nb: Mapped[str] = mapped_column(sa.Text)
    text_nn: Mapped[str] = mapped_column(sa.Text)
    text_en: Mapped[str] = mapped_column(sa.Text)
    place: Mapped[str] = mapped_column(sa.String(PLACE))
    #: two letters
    country: Mapped[str] = mapped_column(sa.String(2))
    #: None: the source does not say
    since: Mapped[int | None]
    #: address of the page that tells of it
    source: Mapped[str] = mapped_column(sa.String(SOURCE))
    retired_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    def get_what(self, language: str) -> str:
        return {"nb": self.what_nb, "nn": self.what_nn}.get(language, self.what_en)

    def get_text(self, language: str) -> str:
        return {"nb": self.text_nb, "nn": self.text_nn}.get(language, self.text_en)


DECLARATIONS = (
    CodedRecords(ExchangeCase, ExchangeCase.code, "K"),
    ClassifiedColumns(
        ExchangeCase, EXCHANGE_DATA, key="id code",
        text="what_nb what_nn what_en text_nb text_nn text_en place source",
        state="type kind country since retired_at created_at",
    ),
)  # fmt: skip


class ExchangeCases(Repository):
    """Store which exchanges elsewhere are known."""

    async def find(self, id: int | None) -> ExchangeCase | None:
        return None if id is None else await self.session.get(ExchangeCase, id)

    async def find_case_by_code(self, code: str) -> ExchangeCase | None:
        return (await self.session.scalars(sa.select(ExchangeCase).where(ExchangeCase.code == code))).first()

    async def add(self, case: ExchangeCase) -> ExchangeCase:
        """Add the case with the next free code, unless it brings its own."""
        case.created_at = self.now
        if not case.code:
            case.code = f"K-{await find_next_number(self.session, 'K', ExchangeCase.code)}"
        self.session.add(case)
        await self.session.flush()
        return case

    async def list_cases_of_types(self, types: Collection[str]) -> Sequence[ExchangeCase]:
        """List the cases of these types that are still shown, by their ids."""
        shown = sa.and_(match_any_of(ExchangeCase.type, sorted(types)), ExchangeCase.retired_at.is_(None))
        return (await self.session.scalars(sa.select(ExchangeCase).where(shown).order_by(ExchangeCase.id))).all()

    async def list_all_cases(self) -> Sequence[ExchangeCase]:
        return (await self.session.scalars(sa.select(ExchangeCase).order_by(ExchangeCase.id))).all()

    async def is_any_known(self) -> bool:
        return bool(await self.session.scalar(sa.select(sa.exists().where(ExchangeCase.id.is_not(None)))))
