"""A question goes to the rooms within its reach, is widened and narrowed; its asker stays unnamed while enough fit."""

from __future__ import annotations

import pytest

from tests.conversation import Conversation, Someone
from tests.handlers.access.reaches.conftest import GRID, asks, where, whole
from tests.houses import houses


@pytest.mark.parametrize(
    ("values", "rooms"),
    [
        ({}, {"alfa", "beta", "gamma", "common"}),
        ({"reach": "own"}, {"alfa"}),
        ({"reach": "chosen", "organisations": ("gamma",)}, {"alfa", "gamma"}),
        ({"reach": "except", "organisations": ("beta",)}, {"alfa", "gamma"}),
        ({"reach": "region:vest"}, {"alfa", "beta"}),
        ({"reach": "secretariat"}, {"desk"}),
    ],
)
async def test_it_goes_to_the_rooms_within_its_reach(
    talk: Conversation, kari: Someone, values: dict[str, str | tuple[str, ...]], rooms: set[str]
) -> None:
    await houses(talk.database, "alfa", "beta", region="Vest")
    question = await asks(talk, kari, **values)
    assert where(talk) == rooms
    assert (question.reach_id is None) == (not values)
    assert question.state == "open"


async def test_its_asker_is_told_who_will_see_it_before_it_is_sent(talk: Conversation, kari: Someone) -> None:
    await houses(talk.database, "delta")
    form = await kari.does("questions.write")
    (delta,) = await houses(talk.database, "delta")
    told = await kari.submits(form, text=GRID, topic="nett", reach="chosen", organisations=(str(delta),))
    assert told.card is not None
    assert "Visible to 2 organisations (1 cannot be reached now)." in told.card.fallback
    everybody = await kari.commands(
        "Hvordan får vi tilknytning av 4 MW når nettselskapet sier at kapasitetskøen er full?"
    )
    assert everybody.card is not None
    assert "Visible to 4 organisations (1 cannot be reached now)." in everybody.card.fallback


async def test_what_names_an_organisation_goes_to_its_first_room_where_none_carries_the_topic(
    talk: Conversation, kari: Someone
) -> None:
    form = await kari.does("questions.write")
    await kari.submits(form, text="Hvem har en kran til utlån?", topic="areal", reach="own")
    assert where(talk) == {"alfa"}
    ola = await talk.person("ola", organisation="delta")
    refused = await ola.submits(await ola.does("questions.write"), text=GRID, topic="nett", reach="own")
    assert "has no room where I am" in refused.errors["reach"]


async def test_it_is_widened_and_narrowed_and_only_its_rooms_have_it(talk: Conversation, kari: Someone) -> None:
    ola = await talk.person("ola", organisation="beta")
    question = await asks(talk, kari)
    await ola.does("questions.follow", str(question.id))
    await ola.does("answers.write", str(question.id))
    gamma, beta = await houses(talk.database, "gamma", "beta")
    await kari.submits(await kari.does("questions.reach", str(question.id)), reach="except", organisations=(str(beta),))
    assert where(talk) == {"alfa", "gamma"}
    assert (await ola.does("answers.write", str(question.id))).card == (await ola.does("answers.write", "99")).card
    menu = await kari.does("questions.more", str(question.id))
    form = await kari.submits(menu, what="reach")
    assert {field.name: field.value for field in form.form.fields} == {"reach": "except", "organisations": (str(beta),)}  # type: ignore[union-attr]
    await kari.submits(form, reach="chosen", organisations=(str(gamma),))
    assert where(talk) == {"alfa", "gamma"}
    await kari.submits(form, reach="all")
    assert where(talk) == {"alfa", "beta", "gamma", "common"}


async def test_who_asks_without_a_name_is_described_as_far_as_five_fit(talk: Conversation, kari: Someone) -> None:
    form = await kari.does("questions.write")
    refused = await kari.submits(form, text=GRID, topic="nett", **{"as": "anonymous"})
    assert "Fewer than 5 organisations" in refused.errors["as"]
    await houses(talk.database, "delta", "epsilon", kind="company", industry="metall")
    await houses(talk.database, "alfa", industry="Prosess")
    await asks(talk, kari, **{"as": "anonymous"})
    assert "A member asks anonymously" in whole(*talk.room("beta"))
    assert "Kari" not in whole(*talk.room("beta"))
    await houses(talk.database, "delta", "epsilon")
    await kari.does("questions.everywhere", "1")
    assert "An industrial park asks, anonymously" in whole(*talk.room("beta"))
    await houses(talk.database, "beta", "gamma", "delta", "epsilon", industry="prosess")
    await kari.does("questions.everywhere", "1")
    assert "An industrial park in Prosess asks, anonymously" in whole(*talk.room("beta"))
    (beta,) = await houses(talk.database, "beta")
    form = await kari.does("questions.reach", "1")
    refused = await kari.submits(form, reach="except", organisations=(str(beta),))
    assert "Fewer than 5 organisations" in refused.errors["reach"]


async def test_a_name_is_shown_to_whoever_wonders_by_the_askers_yes_alone(talk: Conversation, kari: Someone) -> None:
    await houses(talk.database)
    ola, per = await talk.person("ola", organisation="beta"), await talk.person("per", organisation="gamma")
    question = await asks(talk, kari, **{"as": "anonymous"})
    for someone in (ola, per):
        await someone.clicks(talk.room("beta")[0], "Who asks?")
    assert kari.last.card.title == "Per, Gamma would like to know who is asking"
    await kari.clicks(kari.last, "No")
    assert "stays anonymous" in per.last.text
    await kari.clicks(kari.sees[-2], "Show my name")
    assert "Kari, Alfa asked question 1, and has told only you" in ola.last.text
    assert "Kari" not in whole(*per.sees, *talk.room("gamma"))
    await kari.replies(talk.room("alfa")[0], "Det gjelder trafoen i nord.")
    assert "Kari" not in whole(*talk.room("gamma"))
    menu = await kari.does("questions.more", str(question.id))
    await kari.submits(menu, what="name")
    assert "Kari, Alfa" in whole(*talk.room("gamma"))


async def test_a_public_body_is_named_on_cards_where_it_is_present(talk: Conversation, kari: Someone) -> None:
    """In a room of its own, and where somebody of one has answered."""
    await houses(talk.database, "gamma", kind="public")
    question = await asks(talk, kari)
    assert {room for room in where(talk) if "public body present" in whole(*talk.room(room))} == {"gamma"}
    nils = await talk.person("nils", organisation="gamma")
    await nils.replies(talk.room("common")[0], "Vi ser på det i kommunen.")
    assert {room for room in where(talk) if "public body present" in whole(*talk.room(room))} == {"gamma", "common"}
    assert question.reach_id is None
