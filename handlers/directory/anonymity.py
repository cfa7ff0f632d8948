"""Describe an anonymous asker to other members, as precisely as enough similar organisations allow."""

from __future__ import annotations

from handlers.chat.say import Say
from storage.access.audiences import SECRETARIAT
from storage.directory.organisations import Organisation
from storage.kit.database import Store

#: Minimum number of organisations that fit a description. With fewer, others would know who asks.
FEWEST = 5
#: description of an asker who could be any member
MEMBER = "member"


async def find_anonymous_group(
    store: Store, organisation_id: int | None, reach_id: int | None
) -> tuple[str, str] | None:
    """Return kind and industry, if enough organisations share them.

    Examples: ("park", "prosessindustri"), ("park", ""), ("member", "").

    Return None if even the members are too few. Readers know the audience of the question, so that only
    organisations within the audience count.
    """
    organisation = await store.organisations.find(organisation_id)
    every = await _list_candidate_organisations(store, reach_id)
    if organisation is not None:
        every[organisation.id] = organisation
        same = [one for one in every.values() if one.kind == organisation.kind]
        alike = [
            one
            for one in same
            if organisation.industry and _normalise_industry(one) == _normalise_industry(organisation)
        ]
        if len(alike) >= FEWEST:
            return organisation.kind, organisation.industry
        if len(same) >= FEWEST:
            return organisation.kind, ""
    return (MEMBER, "") if len(every) >= FEWEST else None


async def describe_anonymous_asker(store: Store, organisation_id: int | None, reach_id: int | None, say: Say) -> str:
    """Describe the asker: "En park i prosessindustri spør"."""
    kind, industry = await find_anonymous_group(store, organisation_id, reach_id) or (MEMBER, "")
    if industry:
        return _describe_industry_group(say, kind, industry)
    names = {
        "park": say("An industrial park asks, anonymously"),
        "cluster": say("A cluster asks, anonymously"),
        "company": say("A company asks, anonymously"),
        "association": say("An association asks, anonymously"),
        "public": say("A public body asks, anonymously"),
    }
    return names.get(kind) or say("A member asks anonymously")


def _describe_industry_group(say: Say, kind: str, industry: str) -> str:
    names = {
        "park": say("An industrial park in {industry} asks, anonymously", industry=industry),
        "cluster": say("A cluster in {industry} asks, anonymously", industry=industry),
        "company": say("A company in {industry} asks, anonymously", industry=industry),
        "association": say("An association in {industry} asks, anonymously", industry=industry),
        "public": say("A public body in {industry} asks, anonymously", industry=industry),
    }
    return names[kind]


async def _list_candidate_organisations(store: Store, reach_id: int | None) -> dict[int, Organisation]:
    """List the organisations among which a reader will look for the asker.

    A question to the secretariat counts as unrestricted, because the secretariat sees the name anyway.
    """
    audience = await store.audiences.find(reach_id)
    hidden = audience is not None and audience.kind == SECRETARIAT
    return {one.id: one for one in await store.audiences.list_organisations_in_audience(None if hidden else reach_id)}


def _normalise_industry(organisation: Organisation) -> str:
    return " ".join(organisation.industry.split()).casefold()
