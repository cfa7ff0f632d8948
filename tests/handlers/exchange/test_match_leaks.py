"""Before the second yes nothing that reaches anybody names the owner of a blind or hidden listing."""

from __future__ import annotations

import re

import msgspec
import pytest
from structlog.testing import capture_logs

from handlers.chat.cards import Reply
from storage.directory.organisations import Organisation
from storage.exchange.matches import TALKS
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.exchanges import HERE, NEED, THERE, asked, contact_of, find_matches, writes
from tests.policy import passes

#: of the owner's organisation, person, site and words: nothing else is called so
PLANTED = ("kvernvika", "torbjørg", "steinbrottet", "hemmelighuset")
OFFER = "tilby 4 MW spillvarme 65 grader hele året fra Hemmelighuset"


def in_bytes(what: object) -> str:
    """What somebody sees; what a reply is drawn from is no part of it."""
    what = msgspec.structs.replace(what, redrawn=None) if isinstance(what, Reply) else what
    return msgspec.json.encode(what).decode().casefold()


def found_in(what: str) -> list[str]:
    return [word for word in PLANTED if word in what.casefold()]


async def everything(who: Someone) -> str:
    """All that somebody who looks everywhere is answered, and all that was sent to them."""
    answers: list[Reply] = [
        await who.commands(line, name)
        for line, name in (
            ("", "exchange"), ("treff", "exchange"), ("", "home"), ("spillvarme", "find"), ("varme", "find"),
            ("B-1", "find"), ("T-1", "find"), ("", "help"),
        )
    ]  # fmt: skip
    answers += [await who.says(line) for line in ("T-1", "B-2", "bytte treff")]
    for button in [button for reply in answers if reply.card is not None for button in reply.card.list_buttons()]:
        if button.do.startswith(("exchange.open", "exchange.matches", "exchange.why", "matches.")):
            answers.append(await who.presses(button))
    return "\n".join([*(in_bytes(answer) for answer in answers), *(in_bytes(post.card) for post in who.sees)])


@pytest.mark.parametrize("level", ["hidden", "own", "chosen"])
async def test_no_name_is_told_before_the_second_yes(talk: Conversation, clock: Clock, level: str) -> None:
    with capture_logs() as lines:
        await talk.person("sara", role="secretariat")
        owner = await contact_of(talk, "torbjørg", "kvernvika", HERE, "Steinbrottet")
        ola = await contact_of(talk, "ola", "dømeøyra", THERE)
        per = await talk.person("per", organisation="tredje", contact=True)
        gus = await talk.person("gus", organisation="dømeøyra", role="guest")
        await writes(ola, NEED)
        await writes(owner, OFFER, **await audience_of(talk, level))
        await passes(talk, clock, minutes=5)
        others = (per, gus, ola)
        for who in others:
            assert found_in(await everything(who)) == [], who.user
        assert (len(asked(ola)) == 0) == (level in ("hidden", "own")), "the owner of what is hidden is asked first"
        await owner.clicks(asked(owner)[0], "Interesting")
        await passes(talk, clock, days=1)
        await passes(talk, clock, days=8)
        for who in others:
            assert found_in(await everything(who)) == [], who.user
        assert len(asked(ola)) >= 1
    assert [line for line in lines if found_in(str(line))] == []
    await ola.clicks(asked(ola)[0], "Interesting")
    assert [match.stage for match in await find_matches(talk.database)] == [TALKS]
    assert found_in(await everything(ola)) == [*PLANTED]
    assert found_in(await everything(per)) == []


async def audience_of(talk: Conversation, level: str) -> dict[str, str]:
    if level != "chosen":
        return {"reach": level}
    async with talk.database.begin() as store:
        house = await store.organisations.find_organisation_by_code("fjerde")
        house = house or await store.organisations.add(Organisation(code="fjerde", name="Fjerde", kind="park"))
    return {"reach": "chosen", "organisations": (str(house.id),)}  # type: ignore[dict-item]  # several are chosen


@pytest.mark.parametrize("level", ["chosen", "hidden"])
async def test_a_member_who_fishes_learns_no_more_than_the_class(talk: Conversation, clock: Clock, level: str) -> None:
    """Amounts are halved and degrees raised, each answer a night later; two figures of one class answer the same."""
    seen = []
    for amount, celsius in (("4 MW", "65"), ("9 MW", "79")):
        fisher = await contact_of(talk, f"fisher{celsius}", f"fisker{celsius}", HERE)
        owner = await contact_of(talk, f"owner{celsius}", f"eier{celsius}", THERE)
        reach = await audience_of(talk, level)
        await writes(owner, f"tilby {amount} spillvarme {celsius} grader hele året", **reach)
        saved = await writes(fisher, "treng 64 MW varme 55 grader hele året")
        assert saved.card is not None
        id = next(button.value for button in saved.card.list_buttons() if button.do == "exchange.edit")
        answers = [in_bytes(await fisher.does("exchange.matches", id))]
        for step in range(12):
            clock.forward(minutes=1)
            wanted = {"amount": f"{64 / 2 ** (step % 6):g} MW".replace(".", ","), "temperature": str(40 + 8 * step)}
            changed = await fisher.submits(await fisher.does("exchange.edit", id), **wanted)
            answers.append(in_bytes(changed))
            await passes(talk, clock, days=1)
            answers.append(in_bytes(await fisher.does("exchange.matches", id)))
        seen.append([re.sub(r'"value":"\d+"|b-\d+|\d+ \w+ 2027|fis[hk]er\d+', "", answer) for answer in answers])
        await owner.does("exchange.withdraw", id_of(await owner.commands("", "exchange")))
        await fisher.does("exchange.withdraw", id)
    assert seen[0] == seen[1]
    fits = ['"match for' in answer for answer in seen[0]]
    assert set(fits) == ({True, False} if level == "chosen" else {False}), "what is hidden answers nothing"


def id_of(reply: Reply) -> str:
    assert reply.card is not None
    return next(button.value for button in reply.card.list_buttons() if button.do == "exchange.open")
