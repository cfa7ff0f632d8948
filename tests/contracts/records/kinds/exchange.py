"""Make sites, plots, listings and matches, as contacts do in chat; for the table of rights those of a house."""

from __future__ import annotations

import json
from datetime import date, timedelta

from bot.importers.seeding import seed_records
from handlers.access.rights.roles import OWNER, READER, REPRESENTATIVE
from handlers.exchange.plots.plot_facts import FACTS, get_empty_value
from storage.directory.organisations import Organisation
from storage.exchange.cases import ExchangeCase
from storage.exchange.investor_sheets import InvestorSheet
from storage.exchange.listing_questions import ListingQuestion
from storage.exchange.listings import NEED, OFFER, Listing
from storage.exchange.match_questions import MatchQuestion
from storage.exchange.matches import BOTH, RUNNING, TALKS, ListingMatch
from storage.exchange.planned_stops import PlannedStop
from storage.exchange.plot_pictures import PlotPicture
from storage.exchange.plot_placements import PlotPlacement
from storage.exchange.plots import Plot
from storage.exchange.site_links import SiteLink
from storage.exchange.sites import Site
from storage.exchange.streams import OUT, Stream
from storage.exchange.unmatched_listings import UnmatchedListing
from storage.kit.database import Store
from storage.kit.frozen_versions import DRAFT
from tests.contracts.records.makers import AUDIENCE, HANDED_OVER, MODERATED, OF_THE_SECRETARIAT, Maker, Making
from tests.contracts.records.scenes import PLATFORM
from tests.conversation import Someone
from tests.handlers.access.rights.scenes import CONFIRMED, Scene, seen_by


async def _site(making: Making) -> tuple[str, ...]:
    line = making.scene.line
    await line.submits(await line.does("sites.write"), name=making.text[:100], municipality="Testvik")
    return ()


async def _listing(making: Making) -> tuple[str, ...]:
    line, kari = making.scene.line, making.scene.kari
    await line.submits(await line.does("sites.write"), name="Sørverket", municipality="Testvik")
    form = await line.does("exchange.offer")
    await line.submits(form, type="oxygen", text=making.text, contact=str(kari.person_id), **making.own)
    return ()


async def _stream(making: Making) -> tuple[str, ...]:
    line = making.scene.line
    await line.submits(await line.does("sites.write"), name="Vestverket", municipality="Testvik")
    await line.submits(await line.does("streams.write"), type="heat", name=making.text[:100])
    return ()


async def _plot(making: Making) -> tuple[str, ...]:
    line, kari = making.scene.line, making.scene.kari
    form = await line.does("plots.write")
    named = {"name": making.text[:100], "municipality": "Testvik", "area": "120 da"}
    await line.submits(form, **named, contact=str(kari.person_id), **making.own)
    return ()


async def _match(making: Making) -> tuple[str, ...]:
    """Make one of Kari's with Gamma, who know each other: before that it holds no word of a listing."""
    scene, facts = making.scene, {"type": "heat", "amount": "4 MW", "temperature": "65 °C", "when": "year"}
    gro = await scene.talk.person("gro", organisation="gamma", contact=True, platform=PLATFORM)
    for who, action, contact in ((scene.line, "exchange.offer", scene.kari), (gro, "exchange.need", gro)):
        await who.submits(await who.does("sites.write"), name="Nordverket", municipality="Testvik")
        form = await who.does(action)
        said = {"text": making.text, **making.own} if who is scene.line else {"temperature": "50 °C"}
        await who.submits(form, **(facts | said | {"contact": str(contact.person_id)}))
    votes = {}
    for who, side in ((scene.kari, OFFER), (gro, NEED)):
        async with scene.database.read() as store:
            (match,) = await store.matches.list_all_matches()
            votes = await store.match_votes.map_votes(match.id)
        await who.does("exchange.yes", str(votes[side].id))
    return tuple(str(vote.id) for vote in votes.values())


async def _case(making: Making) -> tuple[str, ...]:
    """Load one from a file, as every case comes."""
    texts = {f"{name}_{language}": making.text[:80] for name in ("what", "text") for language in ("nb", "nn", "en")}
    row = {"id": "K-1", "type": "heat", "place": "Testvik", "country": "NO", "source": "https://example.org/"} | texts
    await seed_records(making.scene.database, "cases", [json.dumps(row)])
    return ()


MAKERS = {
    "case": Maker(
        _case,
        {
            AUDIENCE: "its facts are public, so every member sees it",
            HANDED_OVER: "the secretariat as a whole looks after it",
            MODERATED: OF_THE_SECRETARIAT,
        },
    ),
    "listing": Maker(_listing),
    "plot": Maker(_plot),
    "match": Maker(
        _match,
        {
            HANDED_OVER: "each side is its organisation's, and another of the secretariat takes over by itself",
            MODERATED: "nobody sees it but its two sides and the secretariat",
        },
    ),
    "stream": Maker(
        _stream,
        {
            HANDED_OVER: "whoever is contact of the organisation looks after it",
            MODERATED: "nobody sees it but its organisation and the secretariat",
        },
    ),
    "site": Maker(
        _site,
        {
            HANDED_OVER: "whoever is contact of the organisation looks after it",
            MODERATED: "nobody sees it but its organisation and the secretariat",
        },
    ),
}
#: action -> the kinds of records that it is about
ABOUT: dict[str, tuple[str, ...]] = {
    "sites.": ("site",),
    "sites.unlink": ("site link",),
    "streams.": ("stream",),
    "streams.take": ("proposed stream",),
    "streams.discard": ("proposed stream",),
    "streams.none": ("mapped organisation",),
    "streams.coverage": ("mapped organisation",),
    "streams.remind": ("mapped organisation",),
    "plots.": ("plot",),
    "plots.describe": ("plot picture",),
    "plots.unpicture": ("plot picture",),
    "profiles.": ("investor sheet",),
    "profiles.make": ("any park",),
    "exchange.open": ("listing",),
    "exchange.edit": ("listing",),
    "exchange.quality": ("listing",),
    "exchange.withdraw": ("listing",),
    "exchange.renew": ("listing",),
    "exchange.matches": ("listing",),
    "exchange.asked": ("listing question",),
    "exchange.answer": ("listing question",),
    "exchange.not_known": ("listing question",),
    "exchange.ring_me": ("listing question",),
    "exchange.ask_no_more": ("listing question",),
    "exchange.confirm": ("listing question",),
    "exchange.decline": ("listing question",),
    "exchange.rung": ("rung listing",),
    "exchange.fill_in": ("partial listing",),
    "exchange.help": ("unmatched listing",),
    "exchange.leave": ("unmatched listing",),
    "exchange.ask_network": ("unmatched listing",),
    "exchange.settle": ("unmatched listing",),
    "exchange.together": ("listing",),
    "exchange.near": ("listing",),
    "exchange.waste": ("listing",),
    "exchange.seats": ("listing",),
    "exchange.seats_back": ("listing",),
    "cases.open": ("case",),
    "exchange.yes": ("asked match",),
    "exchange.later": ("asked match",),
    "exchange.no": ("asked match",),
    "exchange.undo": ("asked match",),
    "exchange.why": ("asked match",),
    "exchange.reasons": ("asked match",),
    "exchange.ask": ("asked match",),
    "exchange.ask_send": ("unsent question",),
    "exchange.ask_anew": ("unsent question",),
    "exchange.amount": ("running match",),
    "exchange.readiness": ("known match",),
    "exchange.stops": ("running match",),
    "exchange.stop": ("running match",),
    "exchange.stop_remove": ("planned stop",),
    "plots.unplace": ("placement",),
    "exchange.stage": ("known match",),
    "exchange.end": ("known match",),
    "exchange.forward": ("known match",),
    "exchange.still": ("known match",),
    "exchange.take": ("known match",),
    "exchange.heard": ("noted match",),
    "exchange.hand_over": ("known match",),
    "matches.open": ("known match",),
}


async def make_scenes(store: Store, people: dict[str, Someone], _topic: int) -> dict[str, Scene]:
    house = await store.organisations.find_organisation_by_code("eksempel")
    assert house is not None
    site = await store.sites.add(Site(organisation_id=house.id, name="Nordverket", municipality="Testvik"))
    seen = seen_by("mine", "colleague", "contact", "sara", contact={REPRESENTATIVE})
    stream = Stream(organisation_id=house.id, site_id=site.id, direction=OUT, type="heat", months=[])
    await store.streams.add_streams([stream])
    listing = await store.listings.add(
        Listing(
            organisation_id=house.id, site_id=site.id, direction=OFFER, type="heat", language="nb", months=[],
            contact_id=people["mine"].person_id, valid_to=date(2027, 8, 1), text="Spillvarme",
        )
    )  # fmt: skip
    known = seen_by(*CONFIRMED, mine={OWNER}, contact={REPRESENTATIVE})
    unknown = {key: get_empty_value(fact) for key, fact in FACTS.items()}
    plot = Plot(
        **(unknown | {"name": "Nordkaia", "municipality": "Testvik", "area": 120.0}), language="nb", open_parts=[],
        organisation_id=house.id, contact_id=people["mine"].person_id,
    )  # fmt: skip
    await store.plots.add_plots([plot])
    placement = await store.plot_placements.add(
        PlotPlacement(plot_id=plot.id, organisation_id=house.id, name=plot.name, year=2027, area=40.0)
    )
    picture = await store.plot_pictures.add(
        PlotPicture(
            plot_id=plot.id, author_id=people["mine"].person_id, alt="Kaia", credit="Foto", width=1, height=1, size=1,
            digest="x", data=b"x",
        )
    )  # fmt: skip
    unmatched = await store.unmatched_listings.add(
        UnmatchedListing(listing_id=listing.id, facts_key="a", told_at=store.now)
    )
    question = await store.listing_questions.add(ListingQuestion(listing_id=listing.id, field="amount"))
    link = await store.site_links.add_link(
        SiteLink(
            organisation_id=house.id, site_id=site.id, label="Drift", made_by_id=people["contact"].person_id,
            token_hash="x" * 64,
        ),
        timedelta(days=14),
    )  # fmt: skip
    proposed = await store.proposed_streams.add_proposal(link, {"type": "heat", "direction": "out"})
    texts = {f"{name}_{language}": "Varme" for name in ("what", "text") for language in ("nb", "nn", "en")}
    case = await store.cases.add(
        ExchangeCase(type="heat", place="Testvik", country="NO", source="https://example.org/", **texts)
    )
    return {
        "unmatched listing": Scene(
            str(unmatched.id), {"mine": {OWNER, READER}, "contact": {REPRESENTATIVE, READER}, "sara": {READER}}
        ),
        "listing question": Scene(str(question.id), {"mine": {OWNER, READER}, "contact": {REPRESENTATIVE, READER}}),
        "rung listing": Scene(str(question.id), {"sara": {READER}}),
        "partial listing": Scene(f"{listing.id}:amount", {"sara": {READER}}),
        "case": Scene(str(case.id), seen_by(*CONFIRMED)),
        "site": Scene(str(site.id), seen),
        "stream": Scene(str(stream.id), seen),
        "site link": Scene(str(link.id), seen),
        "proposed stream": Scene(str(proposed.id), seen),
        "mapped organisation": Scene(str(house.id), seen),
        "listing": Scene(str(listing.id), known),
        "plot": Scene(str(plot.id), known),
        "plot picture": Scene(str(picture.id), known),
        "placement": Scene(str(placement.id), known),
        **await _make_sheet_scenes(store, house.id),
        **await _make_match_scenes(store, listing),
    }


async def _make_sheet_scenes(store: Store, house_id: int) -> dict[str, Scene]:
    """Make a draft, which its park and the secretariat alone see."""
    sheet = await store.investor_sheets.add(
        InvestorSheet(
            organisation_id=house_id, version=1, state=DRAFT, made_at=store.now,
            content={"name": "Eksempel", "place": "", "region": "", "industry": "", "plots": [], "listings": []},
        )
    )  # fmt: skip
    park = {"contact": {REPRESENTATIVE}, "foreign": {REPRESENTATIVE}, "sara": {READER}}
    return {
        "investor sheet": Scene(str(sheet.id), seen_by("contact", "sara", contact={REPRESENTATIVE})),
        "any park": Scene("1", park),
    }


async def _make_match_scenes(store: Store, listing: Listing) -> dict[str, Scene]:
    """Make what a side was asked, and a match in which both sides know each other; nobody acts for the other one."""
    other = await store.organisations.add(Organisation(code="fjerde", name="Fjerde", kind="park"))
    there = await store.sites.add(Site(organisation_id=other.id, name="Sørverket", municipality="Testvik"))
    need = await store.listings.add(
        Listing(
            organisation_id=other.id, site_id=there.id, direction=NEED, type="heat", language="nb", months=[],
            valid_to=date(2027, 8, 1), text="Varme",
        )
    )  # fmt: skip
    both = {
        "offer_id": listing.id, "need_id": need.id, "offer_organisation_id": listing.organisation_id,
        "need_organisation_id": other.id, "named": True, "score": 1.0, "factors": {}, "first_side": BOTH,
    }  # fmt: skip
    asked = await store.matches.add(ListingMatch(**both, facts_key="a"))
    known = await store.matches.add(ListingMatch(**both, facts_key="b", stage=TALKS, known_at=store.now))
    running = await store.matches.add(ListingMatch(**both, facts_key="c", stage=RUNNING, known_at=store.now))
    vote = await store.match_votes.ask_side(asked, OFFER)
    await store.match_votes.ask_side(asked, NEED)
    question = await store.match_questions.add(
        MatchQuestion(match_id=asked.id, side=OFFER, organisation_id=listing.organisation_id, text="Hvor varmt?")
    )
    await store.match_votes.ask_side(known, OFFER)
    await store.match_votes.ask_side(running, OFFER)
    stop = await store.planned_stops.add(
        PlannedStop(
            match_id=running.id, side=OFFER, organisation_id=listing.organisation_id, share=0,
            first_day=date(2027, 8, 1), last_day=date(2027, 8, 2),
        )
    )  # fmt: skip
    sides = {"mine": {OWNER, READER}, "contact": {REPRESENTATIVE, READER}}
    return {
        "asked match": Scene(str(vote.id), sides),
        "noted match": Scene(str(vote.id), {"sara": {READER}}),
        "unsent question": Scene(str(question.id), sides),
        "planned stop": Scene(str(stop.id), {**sides, "sara": {READER}}),
        "running match": Scene(str(running.id), {**sides, "sara": {READER}}),
        "known match": Scene(str(known.id), {**sides, "sara": {READER}}),
    }
