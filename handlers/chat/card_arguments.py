"""Define what a card is drawn from: a class for each template, with ids of records and never their text."""

from __future__ import annotations

from typing import Any, ClassVar

import msgspec

from storage.queue.delivery_rows import Delivery

_CLASSES: dict[str, type[CardArguments]] = {}


class CardArguments(msgspec.Struct, frozen=True, omit_defaults=True):
    """Hold what the card of one template is drawn from.

    Cards that are out keep the arguments of their time: a new field needs a default, and no field changes its name.
    """

    #: template name as deliveries store it
    template: ClassVar[str] = ""
    #: maximum number of these in one message of what can wait; the others come on the days after. 0: all of them
    most_together: ClassVar[int] = 0
    #: True for what the secretariat alone may read: it is drawn for nobody else, also who has left it meanwhile
    for_secretariat: ClassVar[bool] = False
    #: True for a list of what waits for its reader: it is drawn again when something in it is answered
    lists_pending: ClassVar[bool] = False

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "template" not in cls.__dict__:
            return
        if _CLASSES.setdefault(cls.template, cls) is not cls:
            raise ValueError(f"two classes claim the card {cls.template}: {_CLASSES[cls.template]} and {cls}")

    def encode_arguments(self) -> dict[str, Any]:
        """Return what a delivery stores: values that JSON has."""
        encoded: dict[str, Any] = msgspec.to_builtins(self)
        return encoded


class AnyCard(CardArguments, frozen=True):
    """Register what follows from a card of any template."""

    template = "*"


def get_most_together(delivery: Delivery) -> int:
    """Return how many cards of its template may share a message; 0 for any number."""
    found = _CLASSES.get(delivery.template)
    return found.most_together if found is not None else 0


def list_card_classes() -> list[type[CardArguments]]:
    """Return the arguments of every template that is known by now."""
    return [*_CLASSES.values()]


def list_pending_templates() -> list[str]:
    """Return the templates of lists of what waits for their reader."""
    return [name for name, found in _CLASSES.items() if found.lists_pending]


def is_for_secretariat(delivery: Delivery) -> bool:
    """Return True if cards of its template are for the secretariat alone."""
    found = _CLASSES.get(delivery.template)
    return found is not None and found.for_secretariat


def read_arguments(delivery: Delivery) -> CardArguments:
    """Return the arguments of a delivery as its template's class has them.

    Raises KeyError for a template that no capability draws, msgspec.ValidationError for arguments it never had.
    """
    return msgspec.convert(delivery.args, _CLASSES[delivery.template])
