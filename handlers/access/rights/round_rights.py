"""List the rights about input rounds, schemes and joint tasks.

An organisation answers by its contact or deputy; others who see the round are told who that is.
"""

from __future__ import annotations

from handlers.access.rights.roles import MEMBER, OWNER, READER, REPRESENTATIVE, SECRETARIAT

ROUNDS: dict[str, tuple[str, ...]] = {
    "/input": (MEMBER,),
    "rounds.page": (MEMBER,),
    "rounds.open": (READER,),
    "rounds.export": (READER,),
    "rounds.answer": (REPRESENTATIVE, READER),
    "rounds.decline": (REPRESENTATIVE, READER),
    "rounds.pass": (REPRESENTATIVE, READER),
    "rounds.done": (REPRESENTATIVE, READER),
    "rounds.underway": (REPRESENTATIVE, READER),
    "rounds.planned": (REPRESENTATIVE, READER),
    "rounds.irrelevant": (REPRESENTATIVE, READER),
    "rounds.ask_me": (REPRESENTATIVE, READER),
    "rounds.confirm": (REPRESENTATIVE, READER),
    "rounds.named": (REPRESENTATIVE, READER),
    "rounds.peers": (REPRESENTATIVE, READER),
    "rounds.unnamed": (REPRESENTATIVE, READER),
    "rounds.solution": (READER,),
    "rounds.adoption": (SECRETARIAT,),
    "rounds.write": (SECRETARIAT,),
    "rounds.find_purpose": (SECRETARIAT,),
    "rounds.redo": (SECRETARIAT,),
    "rounds.send": (SECRETARIAT,),
    "rounds.drop": (SECRETARIAT,),
    "rounds.answers": (SECRETARIAT,),
    "rounds.extend": (SECRETARIAT,),
    "rounds.close": (SECRETARIAT,),
    "rounds.cancel": (SECRETARIAT,),
    "rounds.publish": (SECRETARIAT,),
    "rounds.confirm_publication": (SECRETARIAT,),
    # joint tasks: whoever leads one steers it, and contacts and deputies answer for those that are asked
    "tasks.list": (MEMBER,),
    "tasks.write": (MEMBER,),
    "tasks.open": (READER,),
    "tasks.solution": (READER,),
    "tasks.join": (REPRESENTATIVE, READER),
    "tasks.decline": (REPRESENTATIVE, READER),
    "tasks.step": (OWNER, SECRETARIAT),
    "tasks.ask": (OWNER, SECRETARIAT),
    "tasks.finish": (OWNER, SECRETARIAT),
    # schemes
    "schemes.list": (MEMBER,),
    "schemes.open": (READER,),
    "schemes.report": (REPRESENTATIVE, READER),
    "schemes.raise": (READER,),
    "schemes.add": (SECRETARIAT,),
    "schemes.publish": (SECRETARIAT,),
    "schemes.confirm_publication": (SECRETARIAT,),
    "schemes.reports": (SECRETARIAT,),
    "schemes.retire": (SECRETARIAT,),
}
