"""The first hour: whoever installed the bot sets up the house in three steps, and sees a card arrive elsewhere."""

from __future__ import annotations

from storage.directory.people import SECRETARIAT
from tests.scenarios.stage import DESK, GRID, Stage
from tests.scenarios.test_two_houses import Houses, houses

__all__ = ["houses"]


async def knows_who(stage: Stage, installer: str, secretary: str = "") -> None:
    """Who installed the bot, and who is the secretariat; the house is nobody's yet."""
    platform, workspace, _ = stage.channel(GRID)
    for who in filter(None, (installer, secretary)):
        await stage.tells(who, "hei")
    async with stage.bot.database.begin() as store:
        house = await store.workspaces.ensure_workspace(platform, workspace)
        person, _ = await store.people.find_person_by_account(platform, workspace, stage.user(installer))
        house.installed_by_id = person.id
        if secretary:
            person, _ = await store.people.find_person_by_account(platform, workspace, stage.user(secretary))
            person.role = SECRETARIAT


async def test_three_steps_each_of_which_can_be_left_and_taken_up_again(stage: Stage) -> None:
    await knows_who(stage, "kari", "per")
    await stage.tells("kari", "oppsett")
    asked = await stage.clicks("kari", await stage.last("kari", "Sett opp"), "Sett opp")
    assert await stage.fills("kari", asked, other="Nordfjord Industripark") == {}
    claim = await stage.last("per", "Ja, det er deres")
    assert "Nordfjord Industripark" in claim.text
    await stage.clicks("per", claim, "Ja, det er deres")
    assert "✅ Hvilken organisasjon dette er" in (await stage.last("kari", "Send prøvekort")).text

    await stage.tells("kari", "oppsett")
    card = await stage.last("kari", "Send prøvekort")
    asked = await stage.clicks("kari", card, "Temaer i #nett")
    assert await stage.fills("kari", asked, topics="*") == {}
    assert "#nett: alle temaer" in (await stage.last("kari", "Send prøvekort")).text

    await stage.clicks("kari", await stage.last("kari", "Send prøvekort"), "Send prøvekort")
    told = (await stage.last("kari", "Send igjen")).text
    assert "kom fram kl." in told
    assert "Sekretariatet er ikke i noe annet arbeidsområde ennå" in told
    assert "Alt er på plass." in told


async def test_the_test_card_arrives_on_the_other_platform(houses: Houses) -> None:
    teams, slack = houses
    await knows_who(slack, "per", "ola")
    await knows_who(teams, "kari")
    async with teams.bot.database.begin() as store:
        for room in await store.rooms.list_triage_rooms():
            room.triage = room.platform == "slack"
    await teams.tells("kari", "oppsett")
    await teams.clicks("kari", await teams.last("kari", "Send prøvekort"), "Send prøvekort")
    (there,) = await slack.room(DESK)
    assert "Prøvekort fra" in there.text
    told = (await teams.last("kari", "Send igjen")).text
    assert "Sekretariatet, på Slack: kom fram kl." in told
    await slack.clicks("ola", there, "Jeg ser det")
    assert "Ola Hansen ser prøvekortet ditt." in (await teams.private("kari"))[-1].text
