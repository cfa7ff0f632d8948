"""Name the roles in the table of rights: those somebody has in any case, and those to a record."""

from __future__ import annotations

#: everybody who can reach the bot, guests included
ANYONE = "anyone"
#: everybody except guests
MEMBER = "a member"
SECRETARIAT = "the secretariat"
#: people who may see the record
READER = "a reader"
#: the person who asked the question
ASKER = "the asker"
#: the author of an answer, an agenda item, a solution's text or a proposed meeting
AUTHOR = "the author"
#: the owner of a solution, an action, a draft, an adoption or a calendar address
OWNER = "the owner"
#: a lead of the record's topic
LEAD = "a lead of the topic"
#: the organiser of the meeting
ORGANISER = "the organiser"
#: an attendee of the meeting
ATTENDEE = "an attendee"
#: May set up a workspace: the person who installed the bot there, and representatives of its organisation.
KEEPER = "a keeper of the workspace"
#: contact or deputy of the record's organisation
REPRESENTATIVE = "a representative"
#: a person whom the bot asked about the record
HELPER = "one who was asked"

#: roles that do not depend on a record
STANDINGS = frozenset({ANYONE, MEMBER, SECRETARIAT})
