"""Define the data classes that a column may have in the inventory."""

from __future__ import annotations

#: id of the person that the row is about: it is deleted with them
OWN = "own"
#: id of the author or owner: the row may be kept for others, without the name
AUTHOR = "author"
#: id of a person who acted on the row, or is named in it
NAMED = "named"
#: key that identifies a person, record or message, for people here or on a platform
KEY = "key"
#: account id of a person on a platform
ACCOUNT = "account"
#: data about a person
PERSONAL = "personal"
#: text that people write, which may name somebody
TEXT = "text"
#: id of the organisation that owns the row
ORGANISATION = "organisation"
#: state of a record: states, days, counts, choices
STATE = "state"
#: a credential or token: never shown and never exported
SECRET = "secret"  # noqa: S105 - name of a class, not a secret
CLASSES = (OWN, AUTHOR, NAMED, KEY, ACCOUNT, PERSONAL, TEXT, ORGANISATION, STATE, SECRET)
