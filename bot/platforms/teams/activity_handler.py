"""Handle one turn: translate an activity, dispatch its event, and return what Teams shows at once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from botbuilder.core import BotAdapter, TurnContext
from botbuilder.core.teams import TeamsActivityHandler

from bot.platforms import Dispatch
from bot.platforms.teams import events, forms, installation_updates, message_filter, posted_copies
from bot.platforms.teams.activities import (
    Activity,
    build_teams_sender,
    is_direct_activity,
    is_sent_by_bot,
    read_nested_text,
    read_tenant,
)
from bot.platforms.teams.answer_times import get_patience
from bot.platforms.teams.conversation_references import TeamsReferences
from bot.platforms.teams.invoke_handler import InvokeHandler
from bot.platforms.teams.invoke_responses import InvokeResponse
from bot.platforms.teams.message_sender import TeamsMessageSender
from bot.platforms.teams.responder import TeamsResponder
from bot.platforms.teams.roster import RosterLookup
from handlers.chat.cards import Reply
from handlers.chat.events import Event
from storage.directory.tenants import TenantAllowList

_ANSWER = "arena.answer"


class _NoTransport(BotAdapter):  # type: ignore[misc]
    """Serve as the adapter that turns need.

    Messages leave through the delivery worker, never through a turn.
    """

    async def send_activities(self, context: TurnContext, activities: list[Any]) -> list[Any]:
        raise RuntimeError("messages leave through the courier")

    async def update_activity(self, context: TurnContext, activity: Any) -> Any:
        raise RuntimeError("messages are changed by the courier")

    async def delete_activity(self, context: TurnContext, reference: Any) -> None:
        raise RuntimeError("messages are deleted by the courier")


class ArenaActivityHandler(TeamsActivityHandler):  # type: ignore[misc]
    """Handle activities: botbuilder finds the method, and each method builds the event and dispatches it."""

    def __init__(
        self,
        dispatch: Dispatch,
        tenants: TenantAllowList,
        references: TeamsReferences,
        roster: RosterLookup,
        posting: TeamsMessageSender,
        answers: TeamsResponder,
    ) -> None:
        super().__init__()
        self.dispatch = dispatch
        self.tenants = tenants
        self.references = references
        self.roster = roster
        self.answers = answers
        self._adapter = _NoTransport()
        self._invokes = InvokeHandler(self._dispatch_known_event, references, roster, posting, answers)

    async def handle_activity(self, activity: Activity) -> InvokeResponse | None:
        """Handle an activity and return after the commit: the answer of an invoke, else None.

        Raises only when nothing was stored.
        """
        if is_direct_activity(activity) and activity.type in ("message", "invoke"):
            await self._record_late_installation(activity)
        context = TurnContext(self._adapter, activity)
        arrived_at = self.dispatch.get_time()
        await self.on_turn(context)
        await posted_copies.report_posted_copy(self.dispatch, activity, arrived_at)
        answer: InvokeResponse | None = context.turn_state.get(_ANSWER)
        return answer

    async def on_message_activity(self, turn_context: TurnContext) -> None:
        """Handle a message, or a button of a client that knows no Action.Execute."""
        activity = turn_context.activity
        if read_nested_text(activity.value, "do"):
            await self.references.refresh_references(activity)
            event, _ = events.translate_teams_press(activity, activity.value, shown=False)
            await self._dispatch_and_answer(
                activity, replace(event, inline=False), forms.parse_filled_form(activity.value)
            )
            return
        line = (
            None
            if is_sent_by_bot(activity)
            else await message_filter.find_heard_message(self.dispatch, events.translate_teams_message(activity))
        )
        if line is not None:
            await self.references.refresh_references(activity)
            await self._dispatch_and_answer(activity, line)

    async def on_message_update_activity(self, turn_context: TurnContext) -> None:
        """Handle an edit.

        If its author never wrote to the bot, nothing can change, unless the edit arrived before the message.
        An edit may also be the first to mention the bot.
        """
        activity = turn_context.activity
        event = events.translate_teams_edit(activity)
        if event.addressed and not is_sent_by_bot(activity):
            await self.references.refresh_references(activity)
        if not is_sent_by_bot(activity) and (event.addressed or await self._is_relevant_change(activity, event)):
            await self._dispatch_and_answer(activity, event)

    async def on_message_delete_activity(self, turn_context: TurnContext) -> None:
        activity = turn_context.activity
        event = events.translate_teams_deletion(activity)
        if not is_sent_by_bot(activity) and await self._is_relevant_change(activity, event):
            await self._dispatch_and_answer(activity, event)

    async def on_message_reaction_activity(self, turn_context: TurnContext) -> None:
        """Handle reactions: Teams reports only those to the bot's own messages."""
        activity = turn_context.activity
        await self.references.refresh_references(activity)
        for event in events.translate_teams_reactions(activity):
            await self._dispatch_and_answer(activity, event)

    async def on_installation_update(self, turn_context: TurnContext) -> None:
        """Handle installations; upgrades ("add-upgrade", "remove-upgrade") change nothing."""
        activity = turn_context.activity
        if activity.action in ("add", "remove"):
            await self._record_membership_change(activity, activity.action == "add")

    async def on_conversation_update_activity(self, turn_context: TurnContext) -> None:
        activity = turn_context.activity
        changed = installation_updates.translate_channel_change(activity)
        if changed is not None:
            await self.references.refresh_references(activity)
            await self._dispatch_and_answer(activity, changed)
        elif installation_updates.is_bot_among(activity, activity.members_added):
            await self._record_membership_change(activity, True)
        elif installation_updates.is_bot_among(activity, activity.members_removed):
            await self._record_membership_change(activity, False)
        elif not is_direct_activity(activity):
            await self.references.refresh_room_reference(activity)
            for event in installation_updates.translate_team_joins(activity):
                await self._dispatch_known_event(activity, event)

    async def on_invoke_activity(self, turn_context: TurnContext) -> None:
        turn_context.turn_state[_ANSWER] = await self._invokes.handle_invoke(turn_context.activity)

    async def _dispatch_known_event(self, activity: Activity, event: Event) -> Reply | None:
        """Dispatch an event, after asking whether its sender is a guest."""
        known = await self.roster.complete_event_sender(activity, event)
        return await self.dispatch(known, patience=get_patience(activity))

    async def _dispatch_and_answer(
        self, activity: Activity, event: Event, form: forms.FilledForm | None = None
    ) -> None:
        """Dispatch an event and post, once, what the dispatcher could not store as a delivery."""
        reply = await self._dispatch_known_event(activity, event)
        if reply is not None:
            await self.answers.post_chat_answer(event, reply, form)

    async def _record_membership_change(self, activity: Activity, added: bool) -> None:
        times = await self.references.record_bot_membership(activity, added)
        if times is None:
            return
        if added:
            await self.references.refresh_references(activity)
            await self._record_tenant_arrival(activity)
        if not is_direct_activity(activity):
            await self._dispatch_and_answer(activity, installation_updates.translate_invitation(activity, added, times))
        elif added and not await self.references.is_first_conversation(
            activity
        ):  # its owner was welcomed with the tenant
            await self._dispatch_and_answer(activity, installation_updates.translate_personal_install(activity, times))
        if not added:
            await self._record_tenant_departure(activity)

    async def _record_late_installation(self, activity: Activity) -> None:
        """Record the installation in a tenant that was accepted after the app was added there.

        The tenant begins with the first member who turns to the bot.
        """
        if await self.references.is_in_tenant(activity):
            return
        by = await self.roster.complete_teams_sender(activity, build_teams_sender(activity))
        if not (by.guest or by.unsure):
            await self.references.refresh_references(activity)
            await self._record_tenant_arrival(activity)

    async def _record_tenant_arrival(self, activity: Activity) -> None:
        """Record that the bot is in the tenant, and dispatch the installation.

        Nothing is dispatched for a tenant that already has members, since it was there before this was recorded.
        """
        empty = await self.tenants.is_tenant_awaiting_bot(read_tenant(activity))
        times = await self.references.record_tenant_presence(activity, True, news=empty)
        if empty and times is not None:
            await self._dispatch_known_event(activity, installation_updates.translate_installation(activity, times))

    async def _record_tenant_departure(self, activity: Activity) -> None:
        times = await self.references.record_tenant_presence(activity, False)
        if times is not None:
            await self._dispatch_known_event(activity, installation_updates.translate_uninstallation(activity, times))
            await self.references.forget_tenant(activity, times)

    async def _is_relevant_change(self, activity: Activity, event: Event) -> bool:
        return await self.references.is_known_person(activity) or await message_filter.is_below_bot_message(
            self.dispatch, event
        )
