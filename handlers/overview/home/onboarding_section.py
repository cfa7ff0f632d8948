"""Draw the first steps of a new member: three things to do, and which of them are done."""

from __future__ import annotations

from handlers.chat.cards import Button, Item
from handlers.chat.turn import Turn
from handlers.directory.members.membership_claims import draw_membership_button
from handlers.directory.members.topic_onboarding import draw_topics_button
from handlers.overview.home.sections import HomeSection, slice_drawn_items


async def draw_onboarding_section(turn: Turn, *, quiet: bool) -> HomeSection:
    """Draw the steps for members without questions or pending items, until they belong and follow something."""
    steps: list[Item] = []
    if quiet and not turn.person.guest:
        belongs = turn.person.organisation_id is not None
        follows = bool(await turn.store.topics.list_followed_topics(turn.person.id))
        steps = [] if belongs and follows else _draw_onboarding_steps(turn, belongs=belongs, follows=follows)
    return HomeSection(
        "beginnings", turn.say("Three things to do first"), len(steps), len(steps), slice_drawn_items(steps)
    )


def _draw_onboarding_steps(turn: Turn, *, belongs: bool, follows: bool) -> list[Item]:
    say = turn.say
    first = Button(say("Ask a question"), "questions.write", style="primary")
    where, choose = draw_membership_button(turn), draw_topics_button(turn)
    whose = say("Then others know who answers, and your contact knows that you are here.")
    what = say("You will hear about new questions in them, and get five good solutions to start with.")
    how = say("It goes to those who may know, and the answers come back to you.")
    return [
        Item(f"✅ {say('You have chosen your organisation')}")
        if belongs
        else Item(f"1. {say('Choose your organisation')}", whose, buttons=(where,)),
        Item(f"✅ {say('You follow topics')}")
        if follows
        else Item(f"2. {say('Choose topics')}", what, buttons=(choose,)),
        Item(f"3. {say('Ask the network something')}", how, buttons=(first,)),
    ]
