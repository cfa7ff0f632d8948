"""Who may do what: one line for each action, naming those who may. What has no line here nobody may do.

Read a line aloud: "A question is moved by its asker, a lead of its topic and the secretariat." Whoever may not even
see the record is told what is told of one that is not there.
"""

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
#: contact or deputy of the organisation in question
REPRESENTATIVE = "a representative"
#: whom the bot has asked about the record
HELPER = "one who was asked"

#: what a person is, whatever it is about
STANDINGS = frozenset({ANYONE, MEMBER, SECRETARIAT})

#: a button, form or search by its name; a command with a slash; what happens by itself by its kind
ALLOWED: dict[str, tuple[str, ...]] = {
    # what happens in the chat
    "Message": (ANYONE,),
    "Edited": (ANYONE,),
    "Deleted": (ANYONE,),
    "Reacted": (ANYONE,),
    "Arrived": (ANYONE,),
    "HomeOpened": (ANYONE,),
    "Invited": (ANYONE,),
    "RoomChanged": (ANYONE,),
    "Installed": (ANYONE,),
    "Knocked": (ANYONE,),
    "Uninstalled": (ANYONE,),
    # the first steps
    "/help": (ANYONE,),
    "help.show": (ANYONE,),
    "/home": (ANYONE,),
    "home.show": (ANYONE,),
    "/issue": (ANYONE,),
    "/consultation": (ANYONE,),
    "/exchange": (ANYONE,),
    "issues.raise": (ANYONE,),
    # oneself
    "/me": (ANYONE,),
    "members.me": (ANYONE,),
    "members.language": (ANYONE,),
    "members.where": (ANYONE,),
    "members.hours": (ANYONE,),
    "/notifications": (ANYONE,),
    "/quiet": (ANYONE,),
    "members.confirm": (REPRESENTATIVE, SECRETARIAT),
    "members.reject": (REPRESENTATIVE, SECRETARIAT),
    # questions
    "/ask": (ANYONE,),
    "/asked": (MEMBER,),
    "questions.write": (MEMBER,),
    "questions.ask_this": (MEMBER,),
    "questions.ask_anyway": (ASKER,),
    "questions.send": (MEMBER,),
    "questions.also": (ASKER,),
    "questions.helped": (ASKER,),
    "questions.cancel": (ASKER,),
    "questions.choose": (ASKER,),
    "questions.edit": (ASKER,),
    "questions.resume": (ASKER,),
    "questions.further": (ASKER,),
    "questions.everywhere": (ASKER,),
    "questions.show": (MEMBER,),
    "questions.more": (READER,),
    "questions.report": (READER,),
    "questions.follow": (MEMBER,),
    "questions.unfollow": (READER,),
    "questions.withdraw": (ASKER,),
    "questions.move": (ASKER, LEAD, SECRETARIAT),
    "questions.number": (ASKER, LEAD, SECRETARIAT),
    "questions.duplicate": (ASKER, LEAD, SECRETARIAT),
    "questions.join": (ASKER, LEAD, SECRETARIAT),
    "questions.apart": (ASKER, LEAD, SECRETARIAT),
    "questions.still_open": (ASKER, LEAD, SECRETARIAT),
    "questions.close": (ASKER, LEAD, SECRETARIAT),
    "questions.pass": (HELPER, SECRETARIAT),
    "triage.take": (SECRETARIAT,),
    "triage.place": (SECRETARIAT,),
    "triage.dismiss": (SECRETARIAT,),
    # answers
    "answers.write": (READER,),
    "answers.edit": (AUTHOR,),
    "answers.delete": (AUTHOR,),
    "answers.solved": (ASKER, LEAD, SECRETARIAT),
    "answers.undo": (ASKER, LEAD, SECRETARIAT),
    "answers.outcome": (ASKER, LEAD, SECRETARIAT),
    # solutions
    "/find": (ANYONE,),
    "/solution": (ANYONE,),
    "solutions.find": (ANYONE,),
    "solutions.search": (ANYONE,),
    "find.more": (ANYONE,),
    "find.narrow": (ANYONE,),
    "solutions.open": (READER,),
    "solutions.versions": (READER,),
    "solutions.write": (MEMBER,),
    "solutions.save": (MEMBER,),
    "solutions.save_anyway": (OWNER,),
    "solutions.discard": (OWNER,),
    "solutions.redo": (OWNER,),
    "solutions.rewrite": (OWNER,),
    "solutions.edit": (OWNER, AUTHOR, SECRETARIAT),
    "solutions.extend": (OWNER, AUTHOR, SECRETARIAT),
    "solutions.retire": (OWNER, AUTHOR, SECRETARIAT),
    "solutions.restore": (OWNER, AUTHOR, SECRETARIAT),
    "solutions.confirm": (OWNER, AUTHOR, SECRETARIAT),
    "solutions.delete": (OWNER, AUTHOR),
    "solutions.used": (MEMBER,),
    "solutions.doubt": (MEMBER,),
    "solutions.take": (HELPER, SECRETARIAT),
    "solutions.name": (HELPER, SECRETARIAT),
    "consent.ask": (OWNER,),
    "consent.yes": (AUTHOR,),
    "consent.edit": (AUTHOR,),
    "consent.no": (AUTHOR,),
    "solutions.try": (MEMBER,),
    "solutions.try_not": (OWNER,),
    "solutions.worked": (OWNER,),
    "solutions.partly": (OWNER,),
    "solutions.failed": (OWNER,),
    "solutions.trial_note": (OWNER,),
    # what was searched for
    "searches.show": (LEAD, SECRETARIAT),
    "searches.choose": (LEAD, SECRETARIAT),
    "searches.ignore": (LEAD, SECRETARIAT),
    "searches.keywords": (LEAD, SECRETARIAT),
    "searches.reopen": (LEAD, SECRETARIAT),
    "searches.teach": (LEAD, SECRETARIAT),
    "searches.unteach": (LEAD, SECRETARIAT),
    "searches.route": (SECRETARIAT,),
    "searches.unroute": (SECRETARIAT,),
    # topics
    "/topics": (MEMBER,),
    "/who": (MEMBER,),
    "topics.page": (MEMBER,),
    "topics.follow": (MEMBER,),
    "topics.unfollow": (ANYONE,),
    "topics.help": (MEMBER,),
    "topics.help_not": (ANYONE,),
    # rooms and workspaces
    "rooms.link": (REPRESENTATIVE, SECRETARIAT),
    "workspaces.show": (SECRETARIAT,),
    "workspaces.accept": (SECRETARIAT,),
    "workspaces.admit": (SECRETARIAT,),
    "workspaces.block": (SECRETARIAT,),
    # meetings
    "/meeting": (MEMBER,),
    "meetings.page": (MEMBER,),
    "meetings.show": (MEMBER,),
    "meetings.write": (MEMBER, OWNER, ORGANISER, SECRETARIAT),
    "meetings.details": (OWNER, ORGANISER, SECRETARIAT),
    "meetings.offsets": (OWNER, ORGANISER, SECRETARIAT),
    "meetings.audience": (OWNER, ORGANISER, SECRETARIAT),
    "meetings.draft": (OWNER,),
    "meetings.drop": (OWNER,),
    "meetings.save": (OWNER,),
    "meetings.more": (ORGANISER, SECRETARIAT),
    "meetings.cancel": (ORGANISER, SECRETARIAT),
    "meetings.proposal": (AUTHOR, SECRETARIAT),
    "meetings.withdraw": (AUTHOR,),
    "meetings.approve": (SECRETARIAT,),
    "meetings.ask_change": (SECRETARIAT,),
    "meetings.refuse": (SECRETARIAT,),
    # who comes
    "meetings.going": (READER,),
    "meetings.online": (READER,),
    "meetings.maybe": (READER,),
    "meetings.declined": (READER,),
    "meetings.substitute": (READER,),
    "rsvps.remind": (READER,),
    "rsvps.list": (ORGANISER, SECRETARIAT),
    "rsvps.override": (ORGANISER, SECRETARIAT),
    # the agenda
    "agenda.show": (READER,),
    "agenda.propose": (MEMBER,),
    "agenda.question": (MEMBER,),
    "agenda.edit": (AUTHOR, ORGANISER, SECRETARIAT),
    "agenda.withdraw": (AUTHOR,),
    "agenda.add": (ORGANISER, SECRETARIAT),
    "agenda.accept": (ORGANISER, SECRETARIAT),
    "agenda.refuse": (ORGANISER, SECRETARIAT),
    "agenda.remove": (ORGANISER, SECRETARIAT),
    "agenda.arrange": (ORGANISER, SECRETARIAT),
    "agenda.up": (ORGANISER, SECRETARIAT),
    "agenda.down": (ORGANISER, SECRETARIAT),
    "agenda.papers": (ORGANISER, SECRETARIAT),
    "agenda.publish": (ORGANISER, SECRETARIAT),
    # minutes
    "minutes.list": (MEMBER,),
    "minutes.show": (READER,),
    "minutes.export": (READER,),
    "minutes.late": (READER,),
    "minutes.correct": (ATTENDEE,),
    "minutes.write": (ORGANISER, SECRETARIAT),
    "minutes.text": (ORGANISER, SECRETARIAT),
    "minutes.attendance": (ORGANISER, SECRETARIAT),
    "minutes.carry": (ORGANISER, SECRETARIAT),
    "minutes.uncarry": (ORGANISER, SECRETARIAT),
    "minutes.send": (ORGANISER, SECRETARIAT),
    "minutes.take": (ORGANISER, SECRETARIAT),
    "minutes.leave": (ORGANISER, SECRETARIAT),
    "minutes.close": (ORGANISER, SECRETARIAT),
    # actions
    "actions.mine": (ANYONE,),
    "actions.of": (READER,),
    "actions.add": (ORGANISER, SECRETARIAT),
    "actions.done": (OWNER, ORGANISER, SECRETARIAT),
    "actions.reopen": (OWNER, ORGANISER, SECRETARIAT),
    "actions.postpone": (OWNER, ORGANISER, SECRETARIAT),
    "actions.reassign": (ORGANISER, SECRETARIAT),
    "actions.drop": (ORGANISER, SECRETARIAT),
    # one's calendar
    "calendar.feeds": (MEMBER,),
    "calendar.subscribe": (MEMBER,),
    "calendar.revoke": (OWNER,),
    # the secretariat's tools
    "/admin": (ANYONE,),
    "admin.show": (SECRETARIAT,),
    "admin.topics": (SECRETARIAT,),
    "admin.topic": (SECRETARIAT,),
    "admin.merge": (SECRETARIAT,),
    "admin.rooms": (SECRETARIAT,),
    "admin.organisations": (SECRETARIAT,),
    "admin.organisation": (SECRETARIAT,),
    "admin.people": (SECRETARIAT,),
    "admin.person": (SECRETARIAT,),
    "admin.deliveries": (SECRETARIAT,),
    "admin.retry": (SECRETARIAT,),
}
