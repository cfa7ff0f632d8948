"""Conversations about the life of an issue: moved on, told to its supporters, treated at a meeting, looked back on."""

from __future__ import annotations

from handlers.directory.departures.handover_rules import hand_over_membership
from storage.meetings.meetings import ORGANISATIONS
from tests.conftest import Clock
from tests.conversation import Conversation, Post, Someone
from tests.meetings import meets
from tests.policy import passes, published, raises, said


def news(who: Someone, code: str = "S-1") -> list[Post]:
    """What this person was told of the issue, whether alone or with other things of the day."""
    return [post for post in who.sees if code in post.text and "Your week in" not in post.text]


async def works(who: Someone, issue: int = 1, **values: str) -> str:
    return said(await who.submits(await who.does("issues.work", str(issue)), **values))


async def test_news_reach_everybody_who_has_spoken_and_nobody_else(
    talk: Conversation, sara: Someone, kari: Someone, nils: Someone, ola: Someone, eva: Someone, clock: Clock
) -> None:
    await published(kari, sara)
    (card,) = talk.room("grid")
    await ola.submits(await ola.clicks(card, "Oppose"), reason="Too costly.")
    heard = {who.user: len(who.sees) for who in (kari, nils, ola, eva)}
    await works(sara, state="assessed", text="We meet the ministry in April.", next="15 April 2027")
    await passes(talk, clock, minutes=5)
    assert {who.user: len(who.sees) - heard[who.user] for who in (kari, nils, ola, eva)} == {
        "kari": 1, "nils": 0, "ola": 1, "eva": 0,
    }  # fmt: skip
    assert "Under review" in ola.last.text
    assert "We meet the ministry in April." in ola.last.text
    assert "Under review" in card.text
    assert "Next step: 15 April 2027" in said(await eva.does("issues.open", "1"))
    await works(sara, state="working")
    await works(sara, text="The letter is written.")
    assert len(ola.sees) == heard["ola"] + 1, "at most one message a day that can wait"
    await passes(talk, clock, days=1)
    assert len(ola.sees) == heard["ola"] + 2, "two changes, one message"
    assert "In progress" in ola.last.text
    assert "The letter is written." in ola.last.text
    await works(sara)
    await passes(talk, clock, days=1)
    assert len([post for post in ola.sees if "Your week in" not in post.text]) == heard["ola"] + 2, "nothing new"


async def test_who_is_away_or_has_left_is_not_told_and_who_acts_now_is(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, clock: Clock
) -> None:
    await published(kari, sara)
    await ola.clicks(talk.room("grid")[0], "Support")
    tor = await talk.person("tor", organisation="dømeøyra", contact=True)
    async with talk.database.begin() as store:
        house = await store.organisations.find_organisation_by_code("dømeøyra")
        assert house is not None
        await store.organisations.dismiss_representative(house.id, ola.person_id)
    await works(sara, text="News.")
    await passes(talk, clock, minutes=5)
    assert news(ola) == []
    assert "News." in tor.last.text


async def test_what_is_wrong_in_the_form_is_said_at_the_field(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    await published(kari, sara)
    form = await sara.does("issues.work", "1")
    assert (await sara.submits(form, state="decided")).errors == {"outcome": "Say in a few words what came of it."}
    assert (await sara.submits(form, state="replaced")).errors == {"state": "Choose one of these."}
    assert "not a working day" in (await sara.submits(form, next="17 May 2027")).errors["next"]
    assert "already passed" in (await sara.submits(form, review="1 January 2027")).errors["review"]
    assert "Only its owner and the secretariat can do this." in said(await ola.does("issues.work", "1"))
    await sara.submits(form, owner=str(ola.person_id))
    assert (await ola.does("issues.work", "1")).form is not None, "whoever has it moves it on"


async def test_without_news_for_sixty_days_it_is_flagged_once(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, clock: Clock
) -> None:
    await published(kari, sara)
    (card,) = talk.room("grid")
    await passes(talk, clock, days=59)
    assert "no news" not in card.text
    assert "heard nothing" not in sara.last.text
    await passes(talk, clock, days=4)
    assert "⚠️ no news since 1 March 2027" in card.text
    asked = [post for post in sara.sees if "heard nothing for 60 days" in post.text]
    assert len(asked) == 1
    assert all("heard nothing" not in post.text for post in (*kari.sees, *ola.sees))
    assert "S-1 Faster grid connection" in said(await sara.commands("", "home"))
    await passes(talk, clock, days=20)
    assert len([post for post in sara.sees if "heard nothing for 60 days" in post.text]) == 1
    await works(sara, text="We have written again.")
    assert "no news" not in card.text


async def test_closed_with_an_outcome_and_looked_back_on_once(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, clock: Clock
) -> None:
    await published(kari, sara)
    (card,) = talk.room("grid")
    await ola.clicks(card, "Support")
    outcome = "A deadline of eight months."
    await works(sara, state="decided", text="They agree.", outcome=outcome, review="1 June 2027")
    assert outcome in card.text
    assert "Decision made" in card.text
    await passes(talk, clock, days=1)
    assert "They agree." in ola.last.text
    assert outcome in ola.last.text
    await passes(talk, clock, days=70)
    assert all("heard nothing" not in post.text for post in sara.sees), "nobody waits for news of it"
    assert all("How did it go" not in post.text for post in (*sara.sees, *kari.sees))
    await passes(talk, clock, days=22)
    assert "How did it go with S-1?" in sara.last.text
    assert "How did it go with S-1?" in kari.last.text
    assert all("How did it go" not in post.text for post in ola.sees)
    answer = await sara.submits(await sara.does("issues.reviewed", "1"), text="Six of seven have an answer.")
    assert "Everybody who has commented on S-1 will read it." in said(answer)
    await passes(talk, clock, days=4)
    assert "Six of seven have an answer." in ola.last.text
    await passes(talk, clock, days=60)
    told = [post for post in (*sara.sees, *kari.sees) if "How did it go with S-1?" in post.text]
    assert len(told) == 2, "once each"
    archive = said(await ola.commands("arkiv", "issue"))
    assert "S-1 Faster grid connection" in archive
    assert "A deadline of eight months." in archive


async def test_on_an_agenda_and_back_with_the_decision(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, clock: Clock
) -> None:
    await published(kari, sara)
    (card,) = talk.room("grid")
    await ola.clicks(card, "Support")
    assert "No meetings are planned." in said(await ola.does("agenda.issue", "1"))
    meeting = await meets(talk.database, sara.person_id)
    form = await ola.does("agenda.issue", "1")
    assert form.form is not None
    assert "S-1 Faster grid connection" in [field.value for field in form.form.fields]
    await ola.submits(form, kind="V")
    again = await kari.submits(await kari.does("agenda.issue", "1"))
    assert "S-1 is proposed for that meeting already." in again.errors["meeting"]
    await sara.clicks(next(post for post in sara.sees if "Add to agenda" in post.labels), "Add to agenda")
    assert "On the agenda of Arena meeting 2/27, 16 March 2027: Item 1/27." in card.text
    agenda = await kari.does("agenda.show", str(meeting))
    assert "Faster grid connection" in said(await kari.clicks(agenda, "Show S-1"))
    clock.forward(days=15, hours=6)
    await sara.submits(await sara.does("minutes.write", "1"), decision="We write to the ministry.")
    await sara.submits(await sara.does("minutes.attendance", str(meeting)), people=(str(sara.person_id),))
    await sara.does("minutes.send", str(meeting))
    assert "We write" not in said(await ola.does("issues.history", "1")), "not before the minutes are approved"
    async with talk.database.begin() as store:
        (await store.people.load_person(sara.person_id)).language = "nn"  # each reads the number in their own
    await sara.does("minutes.close", str(meeting))
    assert "Decided at Arena meeting 2/27" in card.text
    assert "Discussed at a meeting (Item 1/27) – We write to the ministry." in said(
        await ola.does("issues.history", "1")
    )
    await passes(talk, clock, days=1)
    for who in (kari, ola):
        assert "We write to the ministry." in news(who)[-1].text


async def test_an_issue_that_is_merged_while_it_is_on_an_agenda_is_decided_as_the_new_one(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, eva: Someone, clock: Clock
) -> None:
    meeting = await meets(talk.database, sara.person_id)
    await published(kari, sara)
    ash = {"problem": "Ash is taxed twice.", "affected": "Boilers.", "wanted": "One tax.", "addressee": "Tax office"}
    await published(ola, sara, title="Tax on ash", topics=("energi",), **ash)
    await kari.submits(await kari.does("agenda.issue", "1"), kind="V")
    await sara.does("agenda.accept", "1")
    words = await sara.submits(await sara.does("issues.merge", "1"), code="S-2", how="new")
    assert words.form is not None
    assert words.form.submit == "Publish"
    assert "On the agenda of Arena meeting 2/27" in said(await sara.submits(words))
    await eva.does("issues.support", "3")
    assert "Show S-3" in said(await eva.does("agenda.show", str(meeting)))
    clock.forward(days=15, hours=6)
    await sara.submits(await sara.does("minutes.write", "1"), decision="We write to the ministry.")
    await sara.submits(await sara.does("minutes.attendance", str(meeting)), people=(str(sara.person_id),))
    await sara.does("minutes.send", str(meeting))
    await sara.does("minutes.close", str(meeting))
    assert "We write to the ministry." in said(await eva.does("issues.history", "3"))
    await passes(talk, clock, days=1)
    assert "We write to the ministry." in news(eva, "S-3")[-1].text


async def test_an_issue_that_was_not_reached_is_decided_where_it_is_carried_over_to(
    talk: Conversation, sara: Someone, kari: Someone, clock: Clock
) -> None:
    await published(kari, sara)
    (card,) = talk.room("grid")
    first = await meets(talk.database, sara.person_id)
    await kari.submits(await kari.does("agenda.issue", "1"), kind="V")
    await sara.does("agenda.accept", "1")
    clock.forward(days=15, hours=6)
    later = await meets(
        talk.database, sara.person_id, title="Arena meeting 3/27", starts="2027-03-18T10:00", minutes=60
    )
    await sara.submits(await sara.does("minutes.carry", "1"))
    await sara.submits(await sara.does("minutes.attendance", str(first)), people=(str(sara.person_id),))
    await sara.does("minutes.send", str(first))
    await sara.does("minutes.close", str(first))
    assert "Discussed at a meeting" not in said(await kari.does("issues.history", "1"))
    assert "On the agenda of Arena meeting 3/27" in card.text
    clock.forward(days=2)
    await sara.submits(await sara.does("minutes.write", "2"), decision="We write to the ministry.")
    await sara.submits(await sara.does("minutes.attendance", str(later)), people=(str(sara.person_id),))
    await sara.does("minutes.send", str(later))
    await sara.does("minutes.close", str(later))
    assert "Decided at Arena meeting 3/27" in card.text
    assert "Discussed at a meeting (Item 1/27) – We write" in said(await kari.does("issues.history", "1"))


async def test_a_field_is_no_gap_when_an_issue_that_is_listed_under_another_is_about_it(
    talk: Conversation, sara: Someone, kari: Someone
) -> None:
    await published(kari, sara, topics=("klima", "nett"))
    gaps = said(await kari.commands("", "issue")).partition("No open issue about: ")[2].splitlines()[0]
    assert "energy" in gaps
    assert "Grid" not in gaps
    assert "Climate" not in gaps


async def test_the_list_is_by_field_and_deadline_and_shows_the_gaps(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    assert "No open issue about: " in said(await kari.commands("", "issue"))
    await published(kari, sara, title="Later", deadline="1 September 2027", topics=("nett",))
    await published(kari, sara, title="Quotas abroad", problem="Coal.", wanted="Trade.", topics=("klima", "nett"))
    listed = await kari.commands("", "issue")
    text = said(listed)
    assert text.index("S-2 Quotas abroad") < text.index("S-1 Later"), "climate comes before the grid"
    assert "deadline 1 September 2027" in text
    assert "Raise an issue" in text
    only = said(await kari.commands("klima", "issue"))
    assert "S-2" in only
    assert "S-1" not in only
    found = said(await kari.commands("coal quotas", "issue"))
    assert "S-2 Quotas abroad" in found, "what is no topic is looked for"
    assert "S-1" not in found
    assert "I cannot find issue S-77." in said(await kari.commands("S-77", "issue"))


async def test_found_among_what_there_is_with_how_far_it_has_come(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    await published(kari, sara)
    found = await ola.commands("faster grid connection", "find")
    assert "S-1 Faster grid connection" in said(found)
    assert "Issue · Proposed" in said(found)
    assert "A deadline of six months" in said(await ola.clicks(found, "Show"))
    guest = await talk.person("gast", role="guest")
    assert "S-1" not in said(await guest.commands("faster grid connection", "find"))
    await kari.does("issues.withdraw", "1")
    assert "S-1" not in said(await ola.commands("faster grid connection", "find"))


async def test_the_digest_names_new_issues_and_deadlines(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, clock: Clock
) -> None:
    follower = await talk.person("frida", organisation="fjerde")
    async with talk.database.begin() as store:
        topic = await store.topics.find_topic_by_slug("nett")
        assert topic is not None
        await store.topics.follow_topic(topic.id, follower.person_id)
    await published(kari, sara, deadline="9 March 2027")
    await passes(talk, clock, minutes=1)
    await passes(talk, clock, days=1)
    assert "New issues in your topics" in follower.last.text
    assert "S-1 Faster grid connection" in follower.last.text
    assert "deadline 9 March 2027" in ola.last.text, "whose organisation has said nothing of it"
    assert all("deadline 9 March" not in post.text for post in kari.sees if "Your week" in post.text)


async def test_an_issue_whose_keeper_leaves_has_another_keeper(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    await published(kari, sara)
    await works(sara, owner=str(ola.person_id))
    tor = await talk.person("tor", organisation="dømeøyra", contact=True)
    async with talk.database.begin() as store:
        person, house = (
            await store.people.load_person(ola.person_id),
            await store.organisations.find_organisation_by_code("dømeøyra"),
        )
        successor = await store.people.load_person(tor.person_id)
        assert house is not None
        assert await hand_over_membership(store, person, house, by=person, successor=successor) is not None
    assert "Responsible: Tor" in said(await kari.does("issues.open", "1"))
    assert (await tor.does("issues.work", "1")).form is not None


async def test_whoever_steers_an_issue_is_hinted_at_prices_too(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    """What the secretariat and whoever works with it write is read by others as well."""
    hint, price = "This may be competition-sensitive.", "We charge 300 kroner per kW for reserved capacity."
    await raises(kari)
    assert hint in said(await sara.submits(await sara.does("issues.return", "1"), why=price))
    await kari.submits(await kari.does("issues.redo", "1"))
    await sara.does("issues.publish", "1")
    await ola.clicks(await raises(ola, title="Grid connection must be faster"), "Continue")
    assert hint in said(await sara.submits(await sara.does("issues.propose_merger", "2"), code="1", why=price))
    assert hint in await works(sara, text=price)
    assert hint not in await works(sara, text="We write a letter.")
    assert hint in await works(sara, state="decided", outcome=price)
    assert hint in said(await sara.submits(await sara.does("issues.reviewed", "1"), text=price))
    await meets(talk.database, sara.person_id)
    await published(kari, sara, title="Quotas abroad", problem="Coal.", wanted="Trade.")
    await kari.submits(await kari.does("agenda.issue", "3"))
    assert hint in said(await sara.submits(await sara.does("agenda.refuse", "1"), why=price))
    await sara.does("agenda.accept", "1")
    assert hint in said(await sara.submits(await sara.does("agenda.remove", "1"), why=price))
    assert hint not in "".join(post.text for post in talk.posts)


async def test_prices_put_on_an_agenda_with_an_issue_wait_for_the_one_who_wrote_them(
    talk: Conversation, sara: Someone, kari: Someone
) -> None:
    await published(kari, sara)
    await meets(talk.database, sara.person_id)
    heard = len(sara.sees)
    reply = await kari.submits(await kari.does("agenda.issue", "1"), text="We pay 82 øre per kWh, what do you pay?")
    assert "This may be competition-sensitive." in said(reply)
    assert len(sara.sees) == heard
    assert "Proposed for Arena meeting 2/27." in said(await kari.clicks(reply, "Send anyway"))
    assert "82 øre" in sara.last.text
    assert "competition-sensitive" not in sara.last.text


async def test_only_confirmed_members_can_be_responsible(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    await published(kari, sara)
    gast, nobody = await talk.person("gast", role="guest"), await talk.person("unni")
    form = await sara.does("issues.work", "1")
    (owner,) = [field for field in form.form.fields if field.name == "owner"]
    offered = {value for value, _ in owner.options}
    assert str(ola.person_id) in offered
    assert offered.isdisjoint({str(gast.person_id), str(nobody.person_id)})
    assert "is a guest" in (await sara.submits(form, owner=str(gast.person_id))).errors["owner"]
    assert "confirmed Unni" in (await sara.submits(form, owner=str(nobody.person_id))).errors["owner"]


async def test_whoever_is_made_responsible_is_told_and_no_longer_once_somebody_else_is(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, clock: Clock
) -> None:
    await published(kari, sara)
    heard = len(sara.sees)
    await sara.submits(await sara.does("issues.work", "1"), owner=(str(ola.person_id),))
    await passes(talk, clock, hours=1)
    told = ola.last
    assert "You are responsible for this issue now." in told.text
    assert told.labels == ["Work on it", "Show"]
    await ola.submits(await ola.does("issues.work", "1"), text="We write to the ministry.")
    assert [post for post in ola.sees if "You are responsible" in post.text] == [told], "nothing has changed"
    await ola.submits(await ola.does("issues.work", "1"), owner=(str(sara.person_id),))
    await passes(talk, clock, hours=1)
    assert told.text == "This is no longer shown here."
    assert [post for post in sara.sees[heard:] if "You are responsible" in post.text] != []


async def test_a_review_of_what_was_replaced_asks_about_what_took_its_place(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, clock: Clock
) -> None:
    await published(kari, sara)
    ash = {"problem": "Ash is taxed twice.", "affected": "Boilers.", "wanted": "One tax.", "addressee": "Tax office"}
    await published(ola, sara, title="Tax on ash", topics=("energi",), **ash)
    await sara.submits(await sara.does("issues.work", "1"), review="1 April 2027")
    await sara.submits(await sara.does("issues.merge", "1"), code="S-2", how="other")
    for _ in range(34):
        await passes(talk, clock, days=1)
    asked = {post.card.title for post in (*sara.sees, *kari.sees, *ola.sees) if "How did it go" in post.text}
    assert asked == {"How did it go with S-2?"}


async def test_a_review_that_nobody_is_left_for_comes_to_the_secretariat(
    talk: Conversation, sara: Someone, kari: Someone, clock: Clock
) -> None:
    await published(kari, sara)
    await sara.submits(await sara.does("issues.work", "1"), review="1 April 2027", owner=())
    async with talk.database.begin() as store:
        issue = await store.issues.find(1)
        assert issue is not None
        issue.raised_by_id = None
    for _ in range(34):
        await passes(talk, clock, days=1)
    assert [post for post in sara.sees if "How did it go with S-1?" in post.text] != []


async def test_what_a_closed_meeting_decides_is_told_to_nobody_outside_it(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, clock: Clock
) -> None:
    await published(kari, sara)
    await ola.does("issues.support", "1")
    meeting = await meets(talk.database, sara.person_id, audience=ORGANISATIONS)
    async with talk.database.begin() as store:
        ours = await store.organisations.find_organisation_by_code("eksempel")
        assert ours is not None
        await store.meetings.set_meeting_audience(1, (), [ours.id])
    await kari.submits(await kari.does("agenda.issue", "1"), kind="V")
    await sara.clicks(sara.last, "Add to agenda")
    clock.forward(days=15, hours=6)
    await sara.submits(await sara.does("minutes.write", "1"), decision="We buy the neighbour.")
    await sara.submits(await sara.does("minutes.attendance", str(meeting)), people=(str(sara.person_id),))
    await sara.does("minutes.close", str(meeting))
    assert "We buy the neighbour." in said(await kari.does("minutes.show", str(meeting)))
    await passes(talk, clock, days=1)
    for reply in (await ola.does("issues.open", "1"), await ola.does("issues.history", "1")):
        assert "We buy the neighbour." not in said(reply)
    assert [post for post in ola.sees if "We buy the neighbour." in post.text] == []


async def test_an_agenda_leads_to_no_issue_that_was_withdrawn(talk: Conversation, sara: Someone, kari: Someone) -> None:
    await published(kari, sara)
    meeting = await meets(talk.database, sara.person_id)
    await kari.submits(await kari.does("agenda.issue", "1"))
    await sara.clicks(sara.last, "Add to agenda")
    shown = await kari.does("agenda.show", str(meeting))
    assert shown.card is not None
    assert "Show S-1" in [button.label for button in shown.card.list_buttons()]
    assert "S-1 has been withdrawn." in said(await kari.does("issues.withdraw", "1"))
    shown = await kari.does("agenda.show", str(meeting))
    assert shown.card is not None
    assert "Show S-1" not in [button.label for button in shown.card.list_buttons()]


async def test_of_two_who_work_on_an_issue_the_later_one_sees_what_the_first_has_saved(
    talk: Conversation, sara: Someone, kari: Someone
) -> None:
    tom = await talk.person("tom", role="secretariat")
    await published(kari, sara)
    hers, his = await sara.does("issues.work", "1"), await tom.does("issues.work", "1")
    await sara.submits(hers, state="decided", outcome="A deadline of eight months.")
    again = await tom.submits(his, text="We write to the ministry.")
    assert again.form is not None
    assert "It now says: Decision made" in again.form.note
    typed = {field.name: field.value for field in again.form.fields}
    assert (typed["text"], typed["state"]) == ("We write to the ministry.", "proposed"), "nothing typed is lost"
    assert "A deadline of eight months." in said(await kari.does("issues.open", "1"))
    await tom.submits(again, state="decided", outcome="A deadline of eight months.")
    assert "We write to the ministry." in said(await kari.does("issues.history", "1"))
