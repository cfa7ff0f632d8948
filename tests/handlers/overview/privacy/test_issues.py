"""Who is erased leaves no name behind in issues, and what organisations said of them stays."""

from __future__ import annotations

from storage.directory.organisations import CONTACT
from tests.conversation import Conversation, Someone
from tests.handlers.overview.privacy.dumps import dump, hits
from tests.handlers.overview.privacy.test_erasing import ADDRESS, NAME
from tests.policy import published, raises, said


async def test_an_issue_stays_without_the_name_of_who_raised_it(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    async with talk.database.begin() as store:
        for who, code in ((kari, "eksempel"), (ola, "annet")):
            house = await store.organisations.find_organisation_by_code(code)
            assert house is not None
            await store.organisations.appoint_representative(house.id, who.person_id, CONTACT)
    await published(kari, sara, problem=f"Spør {NAME}. Ingen svarer. Skriv til {ADDRESS}.")
    await ola.does("issues.support", "1")
    await kari.submits(await kari.does("issues.evidence", "1"), text=f"{NAME} har målt", figure="18 MW")
    await raises(kari, title="Noe helt annet", problem="Støy.", wanted="Stillhet.")
    assert len(hits(await dump(talk.database), NAME)) > 3, "else nothing is proved"
    await kari.submits(await kari.does("privacy.erase"), word="delete")
    await talk.settle()
    assert hits(await dump(talk.database), NAME, "nordhaug@") == []
    (card,) = [post for post in talk.room("nett") if "S-1" in post.text]
    assert "Ingen svarer." in card.text
    assert NAME not in card.text
    whole = said(await ola.does("issues.open", "1"))
    assert "har målt" in whole
    assert NAME not in whole
