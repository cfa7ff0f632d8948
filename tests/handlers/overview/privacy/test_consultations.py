"""Who is erased leaves no name behind in consultations, and what organisations said of them stays."""

from __future__ import annotations

from storage.directory.organisations import CONTACT
from tests.consultations import drafted, opened, registers, said, signs
from tests.conversation import Conversation, Someone
from tests.handlers.overview.privacy.dumps import dump, hits
from tests.handlers.overview.privacy.test_erasing import NAME


async def test_a_consultation_stays_without_the_name_of_who_wrote_of_it(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    async with talk.database.begin() as store:
        house = await store.organisations.find_organisation_by_code("eksempel")
        assert house is not None
        house.kind = "park"
        await store.organisations.appoint_representative(house.id, kari.person_id, CONTACT)
    await opened(sara, deadline="in 20 days", text=f"Ask {NAME} about it.")
    await drafted(sara, text=f"{NAME} means that tariffs are high.")
    await signs(kari)
    await kari.submits(await kari.does("consultations.comment", "1"), text=f"{NAME} agrees.")
    await registers(kari, title="Something else", text=f"Says {NAME}.")
    assert len(hits(await dump(talk.database), NAME)) > 3, "else nothing is proved"
    await kari.submits(await kari.does("privacy.erase"), word="delete")
    await talk.settle()
    assert hits(await dump(talk.database), NAME) == []
    (card,) = [post for post in talk.room("nett") if "H-1" in post.text]
    assert NAME not in card.text
    assert "about it." in card.text
    whole = said(await ola.does("consultations.open", "1"))
    assert "Eksempel: co-signs" in whole
    assert "agrees." in whole
    assert NAME not in whole
    assert "Something else" not in said(await sara.commands("", "home")), "what nobody has taken up goes too"
