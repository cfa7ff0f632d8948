"""List the rights about what is held back, reported and hidden."""

from __future__ import annotations

from handlers.access.rights.roles import AUTHOR, OWNER, READER, SECRETARIAT

MODERATION: dict[str, tuple[str, ...]] = {
    # held messages, for their author
    "holding.send": (OWNER,),
    "holding.edit": (OWNER,),
    "holding.private": (OWNER,),
    "holding.drop": (OWNER,),
    # held messages, for the secretariat
    "holding.pass": (SECRETARIAT,),
    "holding.refuse": (SECRETARIAT,),
    "holding.read": (SECRETARIAT,),
    # reports and hidings
    "moderation.more": (READER,),
    "moderation.report": (READER,),
    "moderation.hide": (SECRETARIAT,),
    "moderation.restore": (SECRETARIAT,),
    "moderation.leave": (SECRETARIAT,),
    "moderation.trail": (SECRETARIAT,),
    "moderation.object": (AUTHOR,),
}
