"""One turn: an activity comes in, its event is answered, and what Teams is to show at once goes back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from botbuilder.core import BotAdapter, TurnContext
from botbuilder.core.teams import TeamsActivityHandler

from bot.platforms import Dispatch
from bot.platforms.teams import comings, copies, events, forms, hearing, invokes, quotes
from bot.platforms.teams.activities import Activity, by_a_bot, dig, direct, sender, tenant
from bot.platforms.teams.addresses import PLATFORM
from bot.platforms.teams.answers import Answers
from bot.platforms.teams.invokes import Answer
from bot.platforms.teams.posting import Posting
from bot.platforms.teams.references import References
from bot.platforms.teams.roster import Roster
from handlers.chat.cards import Reply
from handlers.chat.events import Event, Sender
from storage.directory.tenants import Tenants

_ANSWER = "arena.answer"


class _NoTransport(BotAdapter):  # type: ignore[misc]
    """Turns need an adapter; messages leave through the courier, never through a turn."""

    async def send_activities(self, context: TurnContext, activities: list[Any]) -> list[Any]:
        raise RuntimeError("messages leave through the courier")

    async def update_activity(self, context: TurnContext, activity: Any) -> Any:
        raise RuntimeError("messages are changed by the courier")

    async def delete_activity(self, context: TurnContext, reference: Any) -> None:
        raise RuntimeError("messages are deleted by the courier")


class ArenaHandler(TeamsActivityHandler):  # type: ignore[misc]
    """Botbuilder finds the method for an activity; each method makes the event and hands it over."""

    def __init__(
        self,
        dispatch: Dispatch,
        tenants: Tenants,
        references: References,
        roster: Roster,
        posting: Posting,
        answers: Answers,
    ) -> None:
        super().__init__()
        self.dispatch = dispatch
        self.tenants = tenants
        self.references = references
        self.roster = roster
        self.posting = posting
        self.answers = answers
        self._adapter = _NoTransport()
        self._invokes: dict[str, Callable[[Activity], Awaitable[Answer]]] = {
            "adaptiveCard/action": self._execute,
            "task/fetch": self._open_dialog,
            "task/submit": self._submit_dialog,
            "composeExtension/fetchTask": self._open_action,
            "composeExtension/submitAction": self._submit_dialog,
            "composeExtension/query": self._search,
        }

    async def take(self, activity: Activity) -> Answer | None:
        """Returns after the commit; the answer of an invoke, else None. Raises only when nothing was stored."""
        if direct(activity) and activity.type in ("message", "invoke"):
            await self._settle_in(activity)
        context = TurnContext(self._adapter, activity)
        await self.on_turn(context)
        await copies.report_copy(self.dispatch, activity)
        answer: Answer | None = context.turn_state.get(_ANSWER)
        return answer

    async def on_message_activity(self, turn_context: TurnContext) -> None:
        """A line, or a button of a client that knows no Action.Execute."""
        activity = turn_context.activity
        if dig(activity.value, "do"):
            await self.references.hear(activity)
            event, _ = events.pressed(activity, activity.value, shown=False)
            await self._tell(activity, replace(event, inline=False), forms.filled(activity.value))
            return
        line = None if by_a_bot(activity) else await hearing.find_line(self.dispatch, events.message(activity))
        if line is not None:
            await self.references.hear(activity)
            await self._tell(activity, line)

    async def on_message_update_activity(self, turn_context: TurnContext) -> None:
        """Of somebody who never turned to the bot there is nothing that could change, unless this came first."""
        activity = turn_context.activity
        event = events.edited(activity)
        if not by_a_bot(activity) and (event.addressed or await self._concerns(activity, event)):
            await self._tell(activity, event)

    async def on_message_delete_activity(self, turn_context: TurnContext) -> None:
        activity = turn_context.activity
        event = events.deleted(activity)
        if not by_a_bot(activity) and await self._concerns(activity, event):
            await self._tell(activity, event)

    async def on_message_reaction_activity(self, turn_context: TurnContext) -> None:
        """Teams tells only of reactions to the bot's own messages."""
        activity = turn_context.activity
        await self.references.hear(activity)
        for event in events.reactions(activity):
            await self._tell(activity, event)

    async def on_installation_update(self, turn_context: TurnContext) -> None:
        """Upgrades ("add-upgrade", "remove-upgrade") change nothing."""
        activity = turn_context.activity
        if activity.action in ("add", "remove"):
            await self._installed(activity, activity.action == "add")

    async def on_conversation_update_activity(self, turn_context: TurnContext) -> None:
        activity = turn_context.activity
        changed = comings.room_changed(activity)
        if changed is not None:
            await self.references.hear(activity)
            await self._tell(activity, changed)
        elif comings.names_bot(activity, activity.members_added):
            await self._installed(activity, True)
        elif comings.names_bot(activity, activity.members_removed):
            await self._installed(activity, False)
        elif not direct(activity):
            await self.references.hear_room(activity)
            for event in comings.joined(activity):
                await self._dispatch(activity, event)

    async def on_invoke_activity(self, turn_context: TurnContext) -> None:
        """Values stay as they are: the SDK's models break on what Teams really sends."""
        activity = turn_context.activity
        answer = self._invokes.get(activity.name or "")
        usable = answer is not None and isinstance(activity.value, dict)
        turn_context.turn_state[_ANSWER] = (
            await answer(activity) if answer and usable else invokes.refused(activity.name or "")
        )

    async def _execute(self, activity: Activity) -> Answer:
        """A button, or the form of a card in a chat."""
        action = activity.value.get("action")
        action = action if isinstance(action, dict) else {}
        data = action.get("data")
        name = dig(data, "do") or dig(action, "verb")
        if not name:
            return invokes.refused("adaptiveCard/action")
        await self.references.hear(activity)
        event, form = events.pressed(activity, data, shown=False, name=name)
        reply = await self._dispatch(activity, event)
        return await self.answers.on_card(event, reply, form, activity.reply_to_id or "")

    async def _open_dialog(self, activity: Activity) -> Answer:
        data = activity.value.get("data")
        if not dig(data, "do"):
            return invokes.refused("task/fetch")
        await self.references.hear(activity)
        event = events.click(activity, data, shown=True)
        return await self.answers.in_dialog(event, await self._dispatch(activity, event))

    async def _submit_dialog(self, activity: Activity) -> Answer:
        """A form, or a button of a card that a dialog shows."""
        data = activity.value.get("data")
        if not dig(data, "do"):
            return invokes.refused(activity.name)
        await self.references.hear(activity)
        event, form = events.pressed(activity, data, shown=True)
        return await self.answers.in_dialog(event, await self._dispatch(activity, event), form)

    async def _open_action(self, activity: Activity) -> Answer:
        """A message action; without a message it was chosen where one is written."""
        name = dig(activity.value, "commandId")
        if not name:
            return invokes.refused("composeExtension/fetchTask")
        await self.references.hear(activity)
        quoted = quotes.quoted(activity, await self._author(activity))
        event = events.click(activity, {}, shown=True, name=name, quoted=quoted)
        return await self.answers.in_dialog(event, await self._dispatch(activity, event))

    async def _search(self, activity: Activity) -> Answer:
        event = events.query(activity)
        return await self.answers.of_search(event, await self._dispatch(activity, event))

    async def _dispatch(self, activity: Activity, event: Event) -> Reply | None:
        """Hand an event over, once it is known whether its sender is a guest."""
        return await self.dispatch(await self.roster.complete_event(activity, event))

    async def _tell(self, activity: Activity, event: Event, form: forms.Filled | None = None) -> None:
        """What the dispatcher could not keep as a delivery is said here, once."""
        reply = await self._dispatch(activity, event)
        if reply is not None:
            await self.answers.in_chat(event, reply, form)

    async def _installed(self, activity: Activity, added: bool) -> None:
        times = await self.references.membership(activity, added)
        if times is None:
            return
        if added:
            await self.references.hear(activity)
            await self._entered(activity)
        if not direct(activity):
            await self._tell(activity, comings.invited(activity, added, times))
        elif added and not await self.references.came_by(activity):  # its owner is welcomed for the whole tenant
            await self._tell(activity, comings.arrived(activity, times))
        if not added:
            await self._left(activity)

    async def _settle_in(self, activity: Activity) -> None:
        """A tenant that was let in after the app was added there: it begins with whoever turns to the bot first."""
        if await self.references.entered(activity):
            return
        by = await self.roster.complete_sender(activity, sender(activity))
        if not (by.guest or by.unsure):
            await self.references.hear(activity)
            await self._entered(activity)

    async def _entered(self, activity: Activity) -> None:
        """The tenant may have been there since before this was written down: then it is no news."""
        empty = await self.tenants.empty(tenant(activity))
        times = await self.references.house(activity, True, news=empty)
        if empty and times is not None:
            await self._dispatch(activity, comings.installed(activity, times))

    async def _left(self, activity: Activity) -> None:
        times = await self.references.house(activity, False)
        if times is not None:
            await self._dispatch(activity, comings.uninstalled(activity, times))
            await self.references.forget(activity, times)

    async def _concerns(self, activity: Activity, event: Event) -> bool:
        return await self.references.knows(activity) or await hearing.is_ours(self.dispatch, event)

    async def _author(self, activity: Activity) -> Sender | None:
        """Teams names the author by the directory's id; the bot knows people by another."""
        directory_id, name = quotes.author_of(activity)
        if not directory_id:
            return None
        if directory_id == activity.from_property.aad_object_id:
            return await self.roster.complete_sender(activity, sender(activity))
        told = await self.posting.find_member(activity, directory_id)
        author = Sender(PLATFORM, tenant(activity), dig(told, "id") or directory_id, name)
        return await self.roster.complete_author(author, told)
