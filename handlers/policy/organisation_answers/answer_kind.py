"""What a context declares of the answers that organisations give to its records."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from handlers.chat.cards import Button, Card, Part, Text
from handlers.chat.say import Say
from handlers.chat.turn import Telling, Turn, View
from handlers.directory.contacts.writing import button as write_button
from handlers.policy.organisation_answers.button_values import AnswerValue
from storage.directory.organisations import Organisation
from storage.directory.people import Person
from storage.kit.database import Store


class Answered(Protocol):
    """A record that organisations answer."""

    @property
    def id(self) -> Any: ...


class Given(Protocol):
    """What one organisation has said, and who said it for the organisation."""

    @property
    def person_id(self) -> Any: ...


R = TypeVar("R", bound=Answered)
A = TypeVar("A", bound=Given)


class AnswerKind(ABC, Generic[R, A]):
    """How organisations answer records of one kind: each once, by who acts for it. Hold the record while it changes."""

    #: names the record in keys and arguments of messages: "issue"
    name: ClassVar[str]
    #: the private card by which a colleague hears that the organisation says something else
    news: ClassVar[str]
    #: the action that asks who acts for an organisation, and the private card they get; where there is none, colleagues
    #: write to them
    ask: ClassVar[str] = ""
    asked: ClassVar[str] = ""
    #: what the parts of a button's value meant, in their order, before they had letters
    bare: ClassVar[Sequence[str]] = ("organisation",)

    @abstractmethod
    async def find(self, store: Store, record_id: int) -> R | None: ...

    @abstractmethod
    async def is_visible(self, store: Store, person: Person, record: R) -> bool: ...

    async def list_speaking(self, turn: Turn, record: R) -> Sequence[Organisation]:
        """Return the organisations for which this person may answer, by name."""
        return await turn.store.organisations.represented_by(turn.person.id)

    async def find_own(self, turn: Turn, record: R) -> Organisation | None:
        """Return the organisation of a person without a mandate."""
        return await turn.store.organisations.find(turn.person.stands_for)

    @abstractmethod
    async def find_answer(self, at: Telling, record: R, organisation_id: int) -> A | None: ...

    @abstractmethod
    def is_same(self, before: A, answer: A) -> bool:
        """Return whether nothing changes by this answer."""

    @abstractmethod
    async def save(self, turn: Turn, record: R, organisation: Organisation, answer: A, word: str) -> None:
        """Keep the answer, and note `word` in the history of kinds that have one."""

    @abstractmethod
    async def redraw(self, store: Store, record: R, organisation_id: int) -> None: ...

    @abstractmethod
    def name_subject(self, record: R, organisation_id: int) -> str:
        """Return under which subject private messages about the answer are redrawn."""

    def write_value(self, record: R, organisation_id: int | None = None, skip: int = 0) -> AnswerValue:
        return AnswerValue(record.id, organisation_id, skip=skip)

    def count_version(self, record: R) -> int:
        """Return the version of the text: who acts is asked once about each."""
        return 0

    async def draw_text_change(self, turn: Turn, record: R, value: str) -> Card | None:
        """Return what is different where the button was drawn beside another text; None where it was not."""
        return None

    @abstractmethod
    def write_title(self, record: R) -> str: ...

    @abstractmethod
    def describe_answer(self, say: Say, answer: A) -> str:
        """Return what the organisation says in one line, without its name."""

    async def draw_news(self, view: View, record: R, organisation: Organisation, answer: A | None) -> Sequence[Part]:
        """Return what a colleague reads below the news that the answer has changed."""
        return (Text(f"{organisation.name}: {self.describe_answer(view.say, answer)}"),) if answer is not None else ()

    def draw_ways(self, say: Say, record: R, people: Sequence[Person]) -> tuple[Button, ...]:
        """Return how somebody without a mandate reaches those who act."""
        if not self.ask:
            return tuple(write_button(say, person) for person in people[:3])
        names = say.listed([person.name for person in people])
        return (Button(say("Ask {names}", names=names[:60]), self.ask, self.write_value(record).write(), "primary"),)

    @abstractmethod
    def say_where_to_belong(self, say: Say) -> str: ...

    def say_who_acts(self, say: Say, names: str, organisation: str) -> str:
        return say("{names} can say it for {organisation}.", names=names, organisation=organisation)

    def say_change(self, say: Say, name: str, organisation: str) -> str:
        return say("{name} has changed what {organisation} says.", name=name, organisation=organisation)

    def say_repeat(self, say: Say, name: str, organisation: str) -> str:
        return say("{organisation} has said that already, by {name}.", organisation=organisation, name=name)
