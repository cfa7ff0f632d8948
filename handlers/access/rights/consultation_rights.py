"""List the rights about consultations.

Every member may propose one; the secretariat takes it up. An organisation speaks by its contact or deputy.
"""

from __future__ import annotations

from handlers.access.rights.roles import AUTHOR, MEMBER, OWNER, READER, REPRESENTATIVE, SECRETARIAT

CONSULTATIONS: dict[str, tuple[str, ...]] = {
    "/consultation": (MEMBER,),
    "consultations.page": (MEMBER,),
    "consultations.archive": (MEMBER,),
    "consultations.register": (MEMBER,),
    "consultations.open": (READER,),
    "consultations.history": (READER,),
    "consultations.draft": (READER,),
    "consultations.comment": (READER,),
    "consultations.uncomment": (AUTHOR, SECRETARIAT),
    "consultations.take": (SECRETARIAT,),
    "consultations.leave": (SECRETARIAT,),
    "consultations.affected": (REPRESENTATIVE, READER),
    "consultations.unaffected": (REPRESENTATIVE, READER),
    "consultations.sign": (REPRESENTATIVE, READER),
    "consultations.not_now": (REPRESENTATIVE, READER),
    "consultations.confirm": (REPRESENTATIVE,),
    "consultations.figures": (REPRESENTATIVE,),
    "consultations.ask": (READER,),
    "consultations.manage": (OWNER, SECRETARIAT),
    "consultations.edit": (OWNER, SECRETARIAT),
    "consultations.write": (OWNER, SECRETARIAT),
    "consultations.sent": (OWNER, SECRETARIAT),
    "consultations.drop": (OWNER, SECRETARIAT),
    "consultations.outcome": (OWNER, SECRETARIAT),
    "consultations.sources": (SECRETARIAT,),
    "consultations.watch": (SECRETARIAT,),
    "consultations.unwatch": (SECRETARIAT,),
    "consultations.read_again": (SECRETARIAT,),
}
