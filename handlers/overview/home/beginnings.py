"""The first steps of somebody who is new: three things to do, and which of them are done."""

from __future__ import annotations

from handlers.chat.cards import Button, Item
from handlers.chat.turn import Turn
from handlers.directory.members.belonging import where_button
from handlers.directory.members.welcoming import topics_button
from handlers.overview.home.sections import Section, listed


async def section(turn: Turn, *, quiet: bool) -> Section:
    """For members who have asked nothing and for whom nothing waits, until they belong and follow something."""
    steps: list[Item] = []
    if quiet and not turn.person.guest:
        belongs = turn.person.organisation_id is not None
        follows = bool(await turn.store.topics.followed_by(turn.person.id))
        steps = [] if belongs and follows else _steps(turn, belongs=belongs, follows=follows)
    return Section("beginnings", turn.say("Three things to do first"), len(steps), len(steps), listed(steps))


def _steps(turn: Turn, *, belongs: bool, follows: bool) -> list[Item]:
    say = turn.say
    first = Button(say("Ask a question"), "questions.write", style="primary")
    where, choose = where_button(turn), topics_button(turn)
    whose = say("Then others know who answers, and your contact knows that you are here.")
    what = say("You hear of new questions in them, and get five good solutions to begin with.")
    how = say("It goes to those who know, and the answers come back to you.")
    return [
        Item(f"✅ {say('You have said where you belong')}")
        if belongs
        else Item(f"1. {say('Where do you belong?')}", whose, buttons=(where,)),
        Item(f"✅ {say('You follow topics')}")
        if follows
        else Item(f"2. {say('Choose topics')}", what, buttons=(choose,)),
        Item(f"3. {say('Ask the network something')}", how, buttons=(first,)),
    ]
