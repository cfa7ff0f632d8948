"""List the rights about policy issues.

An organisation speaks of an issue by its contact or deputy. Others who see the issue are told who that is, and ask
them.
"""

from __future__ import annotations

from handlers.access.rights.roles import AUTHOR, MEMBER, OWNER, READER, REPRESENTATIVE, SECRETARIAT

ISSUES: dict[str, tuple[str, ...]] = {
    "/issue": (MEMBER,),
    "issues.page": (MEMBER,),
    "issues.archive": (MEMBER,),
    "issues.raise": (MEMBER,),
    "issues.redo": (AUTHOR,),
    "issues.submit": (AUTHOR,),
    "issues.discard": (AUTHOR,),
    "issues.withdraw": (AUTHOR,),
    "issues.open": (READER,),
    "issues.history": (READER,),
    "issues.text": (READER,),
    "issues.file": (READER,),
    "issues.manage": (READER,),
    "issues.follow": (READER,),
    "issues.unfollow": (READER,),
    "issues.publish": (SECRETARIAT,),
    "issues.return": (SECRETARIAT,),
    "issues.propose_merger": (SECRETARIAT,),
    "issues.support": (REPRESENTATIVE, READER),
    "issues.conditional": (REPRESENTATIVE, READER),
    "issues.neutral": (REPRESENTATIVE, READER),
    "issues.against": (REPRESENTATIVE, READER),
    "issues.reason": (REPRESENTATIVE,),
    "issues.unsupport": (REPRESENTATIVE,),
    "issues.ask": (READER,),
    "issues.evidence": (READER,),
    "issues.evidence_removal": (AUTHOR, SECRETARIAT),
    "issues.unevidence": (AUTHOR, SECRETARIAT),
    "issues.edit": (AUTHOR, OWNER, SECRETARIAT),
    "issues.reach": (AUTHOR, OWNER, SECRETARIAT),
    "issues.work": (OWNER, SECRETARIAT),
    "issues.reviewed": (AUTHOR, OWNER, SECRETARIAT),
    "issues.merge": (SECRETARIAT,),
    "issues.find_other": (SECRETARIAT,),
    "issues.join": (SECRETARIAT,),
    "agenda.issue": (MEMBER,),
}
