"""Define the data classes that a column may have in the inventory."""

from __future__ import annotations

#: the person whose row this is: it goes with them
OWN = "own"
#: the person who wrote or runs it: it may stay for others, without their name
AUTHOR = "author"
#: a person who did something to it, or is named in it
NAMED = "named"
#: a number that a person, a record or a message is known by: to people here, or to a platform
KEY = "key"
#: an account on a platform: what a platform calls somebody
ACCOUNT = "account"
#: about a person
PERSONAL = "personal"
#: what people write: it may name somebody
TEXT = "text"
#: which organisation it belongs to
ORGANISATION = "organisation"
#: how things are with a record: states, days, counts, choices
STATE = "state"
#: opens something, or proves who one is: never shown, never taken out
SECRET = "secret"  # noqa: S105 - a kind, not a secret
CLASSES = (OWN, AUTHOR, NAMED, KEY, ACCOUNT, PERSONAL, TEXT, ORGANISATION, STATE, SECRET)
