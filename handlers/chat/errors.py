"""Define the errors a person can do something about; every other exception is a bug and propagates."""

from __future__ import annotations


class UserError(Exception):
    """Report what the person can fix: nothing is saved, and the text is shown to that person alone.

    `fields` names the inputs of the form that are wrong, each with what to do about it.
    """

    def __init__(self, text: str, fields: dict[str, str] | None = None) -> None:
        super().__init__(text)
        self.text = text
        self.fields = fields or {}


class NotAllowed(UserError):
    """Report that the person may not do this; the text names who can."""


class GuestRefused(NotAllowed):
    """Report that a guest may not do this.

    `ask_in` labels the button that asks to become a member; empty where nobody can be asked. `gives_back` stands
    above what the guest wrote.
    """

    def __init__(self, text: str, ask_in: str, gives_back: str) -> None:
        super().__init__(text)
        self.ask_in = ask_in
        self.gives_back = gives_back


class Missing(UserError):
    """Report that the record a button or a form names is gone, or not for this person.

    The person is told so, and where to go instead: `elsewhere`, added by whoever knows their language.
    """

    elsewhere = ""
