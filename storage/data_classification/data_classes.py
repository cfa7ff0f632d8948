"""Name the data classes of columns. What each means stands at the field of that name in `ClassifiedColumns`."""

from __future__ import annotations

OWN, AUTHOR, NAMED, KEY, ACCOUNT, PERSONAL = "own", "author", "named", "key", "account", "personal"
TEXT, ORGANISATION, STATE, CREDENTIAL = "text", "organisation", "state", "credential"
CLASSES = (OWN, AUTHOR, NAMED, KEY, ACCOUNT, PERSONAL, TEXT, ORGANISATION, STATE, CREDENTIAL)
