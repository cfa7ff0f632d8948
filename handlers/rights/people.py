"""Lines of the table of rights about people: oneself, others, and what the secretariat keeps."""

from __future__ import annotations

from handlers.rights.standings import ANYONE, MEMBER, OWNER, REPRESENTATIVE, SECRETARIAT

PEOPLE: dict[str, tuple[str, ...]] = {
    # oneself
    "/me": (ANYONE,),
    "members.me": (ANYONE,),
    "members.language": (ANYONE,),
    "members.where": (ANYONE,),
    "members.hours": (ANYONE,),
    "members.switch": (ANYONE,),
    "members.topics": (MEMBER,),
    "accounts.show": (ANYONE,),
    "accounts.link": (ANYONE,),
    "accounts.unlink": (OWNER,),
    "accounts.confirm": (REPRESENTATIVE, SECRETARIAT),
    "accounts.reject": (REPRESENTATIVE, SECRETARIAT),
    "departures.choose": (ANYONE,),
    "departures.leave": (OWNER, REPRESENTATIVE, SECRETARIAT),
    "departures.people": (REPRESENTATIVE, SECRETARIAT),
    "departures.undo": (REPRESENTATIVE, SECRETARIAT),
    "/notifications": (ANYONE,),
    "/quiet": (ANYONE,),
    "members.confirm": (REPRESENTATIVE, SECRETARIAT),
    "members.reject": (REPRESENTATIVE, SECRETARIAT),
    # who is who
    "/who": (ANYONE,),
    "contacts.organisation": (MEMBER,),
    "contacts.person": (MEMBER,),
    "contacts.topic": (MEMBER,),
    "contacts.write": (MEMBER,),
    # the secretariat's tools
    "/admin": (ANYONE,),
    "admin.show": (SECRETARIAT,),
    "admin.topics": (SECRETARIAT,),
    "admin.topic": (SECRETARIAT,),
    "admin.merge": (SECRETARIAT,),
    "admin.rooms": (SECRETARIAT,),
    "admin.organisations": (SECRETARIAT,),
    "admin.organisation": (SECRETARIAT,),
    "admin.import": (SECRETARIAT,),
    "admin.silent": (SECRETARIAT,),
    "admin.nudge": (SECRETARIAT,),
    "admin.people": (SECRETARIAT,),
    "admin.person": (SECRETARIAT,),
    "admin.deliveries": (SECRETARIAT,),
    "admin.troubles": (SECRETARIAT,),
    "admin.retry": (SECRETARIAT,),
    "admin.retry_all": (SECRETARIAT,),
}
