"""Errors a person can do something about; every other exception is a bug and rises."""

from __future__ import annotations


class UserError(Exception):
    """The person can fix it: nothing is saved, and the text is said to that person alone.

    `fields` names the inputs of the form that are wrong, each with what to do about it.
    """

    def __init__(self, text: str, fields: dict[str, str] | None = None) -> None:
        super().__init__(text)
        self.text = text
        self.fields = fields or {}


class NotAllowed(UserError):
    """The person may not do this; the text names who can."""


class Missing(UserError):
    """What a button or a form names is gone, or not for this person: they are told so, and where to go instead."""
