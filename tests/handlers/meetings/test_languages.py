"""Forms give back what they were filled with, in every language: what is shown can be sent again as it stands."""

from __future__ import annotations

import pytest

from storage.meetings.meetings import Meeting
from tests.conversation import Conversation, Someone
from tests.planning import changes, meeting, occurrences

SAVED = {"nb": ("Lagre", "Mer", "Ingenting ble endret."), "nn": ("Lagre", "Meir", "Ingenting vart endra.")}


async def speaks(talk: Conversation, who: Someone, language: str) -> None:
    async with talk.database.begin() as store:
        (await store.people.load_person(who.person_id)).language = language


def times(found: Meeting) -> tuple[str, int, str, int | None, str]:
    return found.starts, found.minutes, found.rule, found.signup_days, found.signup_time


@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize(
    ("when", "repeats"),
    [
        ("tirsdag 9. mars kl 8-9", "annenhver tirsdag, 5 ganger"),
        ("tirsdag 9. mars kl 8-9", "andre tirsdag i måneden, 6 ganger"),
        ("torsdag 25. mars kl 10.30-12", "siste torsdag i måneden, 4 ganger"),
        ("onsdag 31. mars kl 10-11", "siste dag i måneden, 3 ganger"),
        ("mandag 8. mars kl 12 - tirsdag 9. mars kl 13", ""),
    ],
)
async def test_a_form_that_is_sent_as_it_stands_changes_nothing(
    talk: Conversation, sara: Someone, language: str, when: str, repeats: str
) -> None:
    await speaks(talk, sara, language)
    save, more, nothing = SAVED[language]
    echo = await sara.submits(await sara.does("meetings.write"), title="Møte", when=when, repeats=repeats)
    assert echo.errors == {}
    form = await sara.clicks(echo, more)
    echo = await sara.submits(form, signup="5 dager før 12.00")
    assert echo.errors == {}
    await sara.clicks(echo, save)
    before = times(await meeting(talk))
    for what in ("change", "details", "offsets"):
        which = "all" if repeats else ""
        again = await changes(sara, 1, which, what)
        assert again.card is not None, again.errors
        assert nothing in again.card.fallback
    assert times(await meeting(talk)) == before
    assert {row.moves for row in await occurrences(talk)} == {0}
