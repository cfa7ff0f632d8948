"""List the rights about what is held back, reported and hidden."""

from __future__ import annotations

from handlers.access.rights.roles import AUTHOR, OWNER, READER, SECRETARIAT

MODERATION: dict[str, tuple[str, ...]] = {
    # what waits for its writer
    "holding.send": (OWNER,),
    "holding.edit": (OWNER,),
    "holding.private": (OWNER,),
    "holding.drop": (OWNER,),
    # what waits for the secretariat
    "holding.pass": (SECRETARIAT,),
    "holding.refuse": (SECRETARIAT,),
    "holding.read": (SECRETARIAT,),
    # what is out of place
    "moderation.more": (READER,),
    "moderation.report": (READER,),
    "moderation.hide": (SECRETARIAT,),
    "moderation.restore": (SECRETARIAT,),
    "moderation.leave": (SECRETARIAT,),
    "moderation.trail": (SECRETARIAT,),
    "moderation.object": (AUTHOR,),
}
