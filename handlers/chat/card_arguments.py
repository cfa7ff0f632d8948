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


def read_arguments(delivery: Delivery) -> CardArguments:
    """Return the arguments of a delivery as its template's class has them.

    Raises KeyError for a template that no capability draws, msgspec.ValidationError for arguments it never had.
    """
    return msgspec.convert(delivery.args, _CLASSES[delivery.template])
