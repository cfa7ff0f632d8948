"""What names a topic follows it into the one that it is merged into, whatever table it stands in."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from storage.directory.organisations import Organisation
from storage.directory.topic_merge import list_topic_columns
from storage.directory.topics import Topic
from storage.exchange.listings import Listing
from storage.exchange.sites import Site
from storage.kit.base import Base
from storage.kit.database import Store


def test_every_column_that_names_a_topic_is_known() -> None:
    found = {f"{table.name}.{column.name}" for table, column in list_topic_columns()}
    assert {"listings.topic_id", "plots.topic_id", "organisation_topics.topic_id", "meeting_topics.topic_id"} <= found
    assert {"questions.second_topic_id", "search_documents.topic_id", "search_documents.second_topic_id"} <= found
    assert "topics.merged_into_id" not in found


async def test_offers_and_organisations_follow(store: Store) -> None:
    old, target = [
        Topic(slug=slug, name_nb=slug, name_nn=slug, name_en=slug, keywords=[], examples=[])
        for slug in ("gammel", "ny")
    ]
    store.session.add_all((old, target))
    house = await store.organisations.add(Organisation(code="eksempel", name="Eksempel", kind="park"))
    await store.session.flush()
    site = await store.sites.add(Site(organisation_id=house.id, name="Verk", municipality="Testvik"))
    listing = await store.listings.add(
        Listing(
            organisation_id=house.id, site_id=site.id, direction="offer", type="heat", language="nb", months=[],
            valid_to=date(2027, 8, 1), topic_id=old.id,
        )
    )  # fmt: skip
    table = Base.metadata.tables["organisation_topics"]
    for topic in (old, target):
        await store.session.execute(sa.insert(table).values(organisation_id=house.id, topic_id=topic.id))
    await store.topics.merge_topics(old, target)
    await store.session.refresh(listing)
    assert listing.topic_id == target.id
    assert (await store.session.scalars(sa.select(table.c.topic_id))).all() == [target.id]
