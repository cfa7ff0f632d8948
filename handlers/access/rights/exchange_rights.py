"""List the rights about the exchange: sites and plots, and what is offered and needed there.

Contacts and deputies write for their organisation, and the secretariat for any. Whoever opens the form of a listing
and acts for no organisation is told who does; saving one asks for the right to write about its site.
"""

from __future__ import annotations

from handlers.access.rights.roles import ANYONE, MEMBER, OWNER, READER, REPRESENTATIVE, SECRETARIAT

EXCHANGE: dict[str, tuple[str, ...]] = {
    "/exchange": (ANYONE,),
    # sites
    "sites.page": (MEMBER,),
    "sites.open": (READER,),
    "sites.write": (REPRESENTATIVE, SECRETARIAT),
    "sites.find_organisation": (MEMBER,),
    "sites.remove": (REPRESENTATIVE, SECRETARIAT),
    # links for colleagues without an account, and what they wrote
    "sites.link": (REPRESENTATIVE, SECRETARIAT),
    "sites.links": (REPRESENTATIVE, SECRETARIAT),
    "sites.unlink": (REPRESENTATIVE, SECRETARIAT),
    "streams.proposed": (MEMBER,),
    "streams.take": (REPRESENTATIVE, SECRETARIAT),
    "streams.discard": (REPRESENTATIVE, SECRETARIAT),
    # streams: private, until their organisation lays one out
    "streams.page": (MEMBER,),
    "streams.open": (READER,),
    "streams.write": (REPRESENTATIVE, SECRETARIAT),
    "streams.remove": (REPRESENTATIVE, SECRETARIAT),
    "streams.lay_out": (REPRESENTATIVE, SECRETARIAT),
    "streams.none": (REPRESENTATIVE, SECRETARIAT),
    # plots
    "plots.page": (ANYONE,),
    "plots.find": (ANYONE,),
    "plots.open": (READER,),
    "plots.write": (OWNER, REPRESENTATIVE, SECRETARIAT),
    "plots.supply": (OWNER, REPRESENTATIVE, SECRETARIAT),
    "plots.grid": (OWNER, REPRESENTATIVE, SECRETARIAT),
    "plots.place": (OWNER, REPRESENTATIVE, SECRETARIAT),
    "plots.unplace": (OWNER, REPRESENTATIVE, SECRETARIAT),
    "plots.pictures": (READER,),
    "plots.describe": (OWNER, REPRESENTATIVE, SECRETARIAT),
    "plots.unpicture": (OWNER, REPRESENTATIVE, SECRETARIAT),
    "plots.history": (OWNER, REPRESENTATIVE, SECRETARIAT),
    "plots.remove": (OWNER, REPRESENTATIVE, SECRETARIAT),
    # inquiries to many parks: each answers on its own sheet
    "inquiries.write": (REPRESENTATIVE, SECRETARIAT),
    "inquiries.draft": (SECRETARIAT,),
    "inquiries.answer": (REPRESENTATIVE, READER),
    "inquiries.sheets": (REPRESENTATIVE, SECRETARIAT),
    "inquiries.file": (READER,),
    # investor sheets: the park itself says that its sheet is right
    "profiles.list": (ANYONE,),
    "profiles.open": (READER,),
    "profiles.file": (READER,),
    "profiles.make": (REPRESENTATIVE, SECRETARIAT),
    "profiles.refresh": (REPRESENTATIVE, SECRETARIAT),
    "profiles.discard": (REPRESENTATIVE, SECRETARIAT),
    "profiles.check": (REPRESENTATIVE,),
    "profiles.freeze": (REPRESENTATIVE,),
    # what a park has answered: its own contacts, and the secretariat
    "streams.map": (MEMBER,),
    "parks.topics": (MEMBER,),
    "parks.topic": (MEMBER,),
    "parks.records": (MEMBER,),
    "streams.coverage": (REPRESENTATIVE, SECRETARIAT),
    "streams.remind": (REPRESENTATIVE, SECRETARIAT),
    # listings
    "exchange.list": (ANYONE,),
    "exchange.open": (READER,),
    "exchange.offer": (MEMBER,),
    "exchange.need": (MEMBER,),
    "exchange.find_site": (MEMBER,),
    "exchange.find_contact": (MEMBER,),
    "exchange.edit": (OWNER, REPRESENTATIVE, SECRETARIAT),
    "exchange.quality": (OWNER, REPRESENTATIVE, SECRETARIAT),
    "exchange.withdraw": (OWNER, REPRESENTATIVE, SECRETARIAT),
    "exchange.renew": (OWNER, REPRESENTATIVE, SECRETARIAT),
    "exchange.matches": (OWNER, REPRESENTATIVE, SECRETARIAT),
    # a table brings in what its writer may write about; each of its sites is asked for
    "exchange.import": (MEMBER,),
    "exchange.import_rows": (MEMBER,),
    # what a listing does not say: its own side answers, and says whether what is proposed is right
    "exchange.asked": (OWNER, REPRESENTATIVE),
    "exchange.answer": (OWNER, REPRESENTATIVE),
    "exchange.not_known": (OWNER, REPRESENTATIVE),
    "exchange.ring_me": (OWNER, REPRESENTATIVE),
    "exchange.ask_no_more": (OWNER, REPRESENTATIVE),
    "exchange.confirm": (OWNER, REPRESENTATIVE),
    "exchange.decline": (OWNER, REPRESENTATIVE),
    "exchange.fill_in": (SECRETARIAT,),
    "exchange.rung": (SECRETARIAT,),
    # what nothing fits
    "exchange.help": (OWNER, REPRESENTATIVE, SECRETARIAT),
    "exchange.leave": (OWNER, REPRESENTATIVE, SECRETARIAT),
    "exchange.ask_network": (OWNER, REPRESENTATIVE, SECRETARIAT),
    "exchange.settle": (SECRETARIAT,),
    "exchange.together": (SECRETARIAT,),
    "cases.open": (READER,),
    # matches: those who act for a side say yes or no, and nobody for them
    "matches.page": (MEMBER,),
    "matches.open": (READER,),
    "exchange.yes": (OWNER, REPRESENTATIVE),
    "exchange.later": (OWNER, REPRESENTATIVE),
    "exchange.no": (OWNER, REPRESENTATIVE),
    "exchange.undo": (OWNER, REPRESENTATIVE),
    "exchange.why": (OWNER, REPRESENTATIVE),
    "exchange.reasons": (OWNER, REPRESENTATIVE),
    "matches.reasons": (MEMBER,),
    "exchange.raise_rules": (SECRETARIAT,),
    "matches.limits": (SECRETARIAT,),
    "exchange.limit": (SECRETARIAT,),
    "exchange.ask": (OWNER, REPRESENTATIVE),
    "exchange.ask_send": (OWNER, REPRESENTATIVE),
    # matches that both sides know
    "exchange.stage": (OWNER, REPRESENTATIVE, SECRETARIAT),
    "exchange.amount": (OWNER, REPRESENTATIVE),
    "exchange.stops": (READER,),
    "exchange.park_stops": (MEMBER,),
    "exchange.stop": (OWNER, REPRESENTATIVE),
    "exchange.stop_remove": (OWNER, REPRESENTATIVE),
    "exchange.end": (OWNER, REPRESENTATIVE, SECRETARIAT),
    "exchange.forward": (OWNER, REPRESENTATIVE, SECRETARIAT),
    "exchange.still": (OWNER, REPRESENTATIVE, SECRETARIAT),
    "matches.desk": (SECRETARIAT,),
    "exchange.take": (SECRETARIAT,),
    "exchange.hand_over": (SECRETARIAT,),
}
