"""Name the roles in the table of rights: those somebody has in any case, and those to a record."""

from __future__ import annotations

#: whoever reaches the bot, guests too
ANYONE = "anyone"
#: everybody who is no guest
MEMBER = "a member"
SECRETARIAT = "the secretariat"
#: who may see the record
READER = "a reader"
#: who asked the question
ASKER = "the asker"
#: who wrote it: an answer, an item of the agenda, the text of a solution, a proposed meeting
AUTHOR = "the author"
#: whose it is: a solution, an action, a draft, a trial, a calendar address
OWNER = "the owner"
#: who leads the topic of the record
LEAD = "a lead of the topic"
#: who runs the meeting
ORGANISER = "the organiser"
#: who was at the meeting
ATTENDEE = "an attendee"
#: who sets up a workspace: whoever installed the bot there, and who acts for its organisation
KEEPER = "a keeper of the workspace"
#: contact or deputy of the organisation in question
REPRESENTATIVE = "a representative"
#: whom the bot has asked about the record
HELPER = "one who was asked"

#: what a person is, whatever it is about
STANDINGS = frozenset({ANYONE, MEMBER, SECRETARIAT})
