"""The promises of the arena that input rounds keep, each by the words it was made in."""

from __future__ import annotations

from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.input import answers, asks, crowd, publishes
from tests.policy import passes, said


async def test_31_clusters_and_parks_have_a_central_role(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, clock: Clock
) -> None:
    """«der parkene og klyngene har en sentral rolle»: they are asked for facts with a deadline, answer in one message,
    and it is seen who has not: asked, answered and declined by organisation, and one reminder before the deadline."""
    eva = await talk.person("eva", organisation="prøvedal", contact=True)
    round = await asks(sara)
    await passes(talk, clock, minutes=5)
    for who in (kari, ola, eva):
        assert len(who.sees) == 1
        assert "is being asked for input." in who.last.text
    assert "Eksempel has answered." in said(await answers(kari, round, f1="18,5 MW", f2="0"))
    declined = await ola.submits(await ola.does("rounds.decline", str(round)), reason="We know too little.")
    assert "Dømeøyra will not answer" in said(declined)
    seen = said(await sara.does("rounds.open", str(round)))
    assert "3 asked · 1 answered · 1 will not answer · 1 have not answered" in seen
    for line in ("Has answered: Eksempel", "Will not answer: Dømeøyra", "Has not answered: Prøvedal"):
        assert line in seen
    # on the third working day before, and only to the one who has said nothing
    clock.set(clock().replace(month=3, day=9, hour=7))
    await passes(talk, clock, hours=2)
    assert "has not answered. The deadline is" in eva.last.text
    heard = {who.user: len(who.sees) for who in (kari, ola, eva)}
    assert heard == {"kari": 1, "ola": 1, "eva": 2}
    for _ in range(3):
        await passes(talk, clock, days=1)
    assert {who.user: len(who.sees) for who in (kari, ola, eva)} == heard, "reminded once"


async def test_34_whether_schemes_hit_what_industry_needs(talk: Conversation, sara: Someone) -> None:
    """«det næringsrettede virkemiddelapparatet treffer industriens behov»: hits and misses are told for each scheme,
    with reasons; no single company is named, and an issue can begin with it."""
    people = await crowd(talk, 14)
    listed = await people[0].commands("schemes", "input")
    assert "Enova" in said(listed)
    async with talk.database.read() as store:
        enova = str((await store.schemes.find_scheme_by_name("Enova")).id)  # type: ignore[union-attr]
    for n, who in enumerate(people):
        form = await who.does("schemes.report", enova)
        verdict, shared = ("hit" if n < 5 else "missed"), ("unnamed" if n == 9 else "private")
        await who.submits(
            form, verdict=verdict, reason="Park3 and we wait for two years." if n == 9 else "Secret.", shared=shared
        )
    assert "Nothing is published yet" in said(await people[0].does("schemes.open", enova))
    card = said(await publishes(sara, enova, "schemes"))
    assert "2027: 14 members – Works for us: 5 · Does not work: 9" in card
    seen = said(await people[0].does("schemes.open", enova))
    assert "Does not work: a member and we wait for two years." in seen
    for n in range(2, 15):
        assert f"Park{n}" not in seen
    assert "Secret." not in seen
    form = (await people[0].does("schemes.raise", enova)).form
    assert form is not None
    filled = {field.name: field.value for field in form.fields}
    assert "2027: 14 members – Works for us: 5 · Does not work: 9" in filled["problem"]
    assert "Park" not in str(filled)
    assert filled["title"] == "Enova should meet industry's needs"
