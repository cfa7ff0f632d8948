"""Define what a context declares of the answers that organisations give to its records."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Card, Part, Text
from handlers.chat.say import Say
from handlers.chat.turn import ReaderContext, RenderContext, Turn, View
from handlers.directory.contacts.contact_messages import draw_contact_button
from handlers.policy.organisation_answers.button_values import AnswerValue
from storage.directory.organisations import Organisation
from storage.directory.people import Person
from storage.kit.database import Store


class AnswerableRecord(Protocol):
    """Represent a record that organisations answer."""

    @property
    def id(self) -> Any: ...


class OrganisationAnswer(Protocol):
    """Represent what one organisation has answered, and who answered for it."""

    @property
    def person_id(self) -> Any: ...


R = TypeVar("R", bound=AnswerableRecord)
A = TypeVar("A", bound=OrganisationAnswer)


class AnswerCard(CardArguments, frozen=True, kw_only=True):
    """Hold what a private card about the answer of an organisation is drawn from.

    The class of each card gives `record` the name that it is stored with.
    """

    record: int
    organisation: int
    #: id of the person who asks, or who changed the answer
    by: int | None = None


class AnswerKind(ABC, Generic[R, A]):
    """Define how organisations answer records of one kind: each once, by a representative.

    Lock the record while its answer changes.
    """

    #: name of the record in keys of messages, such as "issue"
    name: ClassVar[str]
    #: template of the private card that tells a colleague of a changed answer
    news: ClassVar[type[AnswerCard]]
    #: Action that asks the representatives to answer. Where it is empty, colleagues write to them instead.
    ask: ClassVar[str] = ""
    #: parts of a button's value in the old format, which had no letters, in their order
    bare: ClassVar[Sequence[str]] = ("organisation",)

    @abstractmethod
    async def find_record(self, store: Store, record_id: int) -> R | None: ...

    @abstractmethod
    async def is_visible(self, store: Store, person: Person, record: R) -> bool: ...

    async def list_speaking_organisations(self, at: ReaderContext, record: R) -> Sequence[Organisation]:
        """Return the organisations for which this person may answer, by name.

        None that may not see the record itself, though the person does for another one.
        """
        represented = await at.store.organisations.list_organisations_represented_by(at.person.id)
        barred = await self.list_barred_organisation_ids(at, record, {one.id for one in represented})
        return [
            one for one in represented if one.id not in barred or await self.find_answer(at, record, one.id) is not None
        ]

    async def list_barred_organisation_ids(
        self, at: ReaderContext, record: R, organisation_ids: AbstractSet[int]
    ) -> AbstractSet[int]:
        """Return which of these organisations may not see the record."""
        return frozenset()

    async def find_own_organisation(self, turn: Turn, record: R) -> Organisation | None:
        """Return the organisation of a person without a mandate."""
        return await turn.store.organisations.find(turn.person.stands_for)

    @abstractmethod
    async def find_answer(self, at: RenderContext, record: R, organisation_id: int) -> A | None: ...

    @abstractmethod
    def is_same_answer(self, before: A, answer: A) -> bool:
        """Return True if the answer changes nothing."""

    @abstractmethod
    async def save_answer(self, turn: Turn, record: R, organisation: Organisation, answer: A, word: str) -> None:
        """Store the answer, and log `word` for kinds that have a log."""

    @abstractmethod
    async def redraw_organisation_answer(self, store: Store, record: R, organisation_id: int) -> None: ...

    @abstractmethod
    def build_answer_subject(self, record: R, organisation_id: int) -> str:
        """Return the subject under which private messages about the answer are redrawn."""

    def build_answer_value(self, record: R, organisation_id: int | None = None, skip: int = 0) -> AnswerValue:
        return AnswerValue(record.id, organisation_id, skip=skip)

    def get_text_version(self, record: R) -> int:
        """Return the version of the text. Representatives are asked once about each version."""
        return 0

    async def draw_text_change(self, turn: Turn, record: R, value: str) -> Card | None:
        """Draw what has changed if the button was drawn beside another text, else return None."""
        return None

    @abstractmethod
    def format_record_title(self, record: R) -> str: ...

    @abstractmethod
    def describe_answer(self, say: Say, answer: A) -> str:
        """Return the answer in one line, without the name of the organisation."""

    async def draw_answer_news(
        self, view: View, record: R, organisation: Organisation, answer: A | None
    ) -> Sequence[Part]:
        """Draw what a colleague reads below the news that the answer has changed."""
        return (Text(f"{organisation.name}: {self.describe_answer(view.say, answer)}"),) if answer is not None else ()

    def draw_contact_buttons(self, say: Say, record: R, people: Sequence[Person]) -> tuple[Button, ...]:
        """Draw the buttons by which somebody without a mandate reaches the representatives."""
        if not self.ask:
            return tuple(draw_contact_button(say, person) for person in people[:3])
        names = say.listed([person.name for person in people])
        return (
            Button(
                say("Ask {names}", names=names[:60]),
                self.ask,
                self.build_answer_value(record).encode_value(),
                "primary",
            ),
        )

    def describe_missing_organisation(self, say: Say) -> str:
        return say(
            "Only the contact or deputy can answer for an organisation that is asked. First tell me which"
            " organisation you belong to."
        )

    def describe_representatives(self, say: Say, names: str, organisation: str) -> str:
        return say("{names} can answer for {organisation} in this.", names=names, organisation=organisation)

    def describe_answer_change(self, say: Say, name: str, organisation: str) -> str:
        return say("{name} has changed the position of {organisation}.", name=name, organisation=organisation)

    def describe_same_answer(self, say: Say, name: str, organisation: str) -> str:
        return say("{organisation} has already said that, through {name}.", organisation=organisation, name=name)
