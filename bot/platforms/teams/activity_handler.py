"""Handle one turn: translate an activity, dispatch its event, and return what Teams shows at once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from botbuilder.core import BotAdapter, TurnContext
from botbuilder.core.teams import TeamsActivityHandler

from bot.platforms import Dispatch
from bot.platforms.teams import (
    events,
    forms,
    installation_updates,
    invoke_responses,
    message_filter,
    posted_copies,
    quoted_messages,
)
from bot.platforms.teams.activities import (
    Activity,
    build_teams_sender,
    is_direct_activity,
    is_sent_by_bot,
    read_nested_text,
    read_tenant,
)
from bot.platforms.teams.addresses import PLATFORM
from bot.platforms.teams.conversation_references import TeamsReferences
from bot.platforms.teams.invoke_responses import InvokeResponse
from bot.platforms.teams.message_sender import TeamsMessageSender
from bot.platforms.teams.responder import TeamsResponder
from bot.platforms.teams.roster import RosterLookup
from handlers.chat.cards import Reply
from handlers.chat.events import Event, Sender
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
        self.posting = posting
        self.answers = answers
        self._adapter = _NoTransport()
        self._invokes: dict[str, Callable[[Activity], Awaitable[InvokeResponse]]] = {
            "adaptiveCard/action": self._execute_card_action,
            "task/fetch": self._open_form_dialog,
            "task/submit": self._submit_form_dialog,
            "composeExtension/fetchTask": self._open_message_action,
            "composeExtension/submitAction": self._submit_form_dialog,
            "composeExtension/query": self._answer_search_query,
        }

    async def handle_activity(self, activity: Activity) -> InvokeResponse | None:
        """Handle an activity and return after the commit: the answer of an invoke, else None.

        Raises only when nothing was stored.
        """
        if is_direct_activity(activity) and activity.type in ("message", "invoke"):
            await self._record_late_installation(activity)
        context = TurnContext(self._adapter, activity)
        await self.on_turn(context)
        await posted_copies.report_posted_copy(self.dispatch, activity)
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
        """
        activity = turn_context.activity
        event = events.translate_teams_edit(activity)
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
        """Answer an invoke from its raw values, because the SDK's models break on what Teams really sends."""
        activity = turn_context.activity
        answer = self._invokes.get(activity.name or "")
        usable = answer is not None and isinstance(activity.value, dict)
        turn_context.turn_state[_ANSWER] = (
            await answer(activity)
            if answer and usable
            else invoke_responses.respond_not_understood(activity.name or "")
        )

    async def _execute_card_action(self, activity: Activity) -> InvokeResponse:
        """Answer a button, or the form of a card in a chat."""
        action = activity.value.get("action")
        action = action if isinstance(action, dict) else {}
        data = action.get("data")
        name = read_nested_text(data, "do") or read_nested_text(action, "verb")
        if not name:
            return invoke_responses.respond_not_understood("adaptiveCard/action")
        await self.references.refresh_references(activity)
        event, form = events.translate_teams_press(activity, data, shown=False, name=name)
        reply = await self._dispatch_known_event(activity, event)
        return await self.answers.answer_card_press(event, reply, form, activity.reply_to_id or "")

    async def _open_form_dialog(self, activity: Activity) -> InvokeResponse:
        data = activity.value.get("data")
        if not read_nested_text(data, "do"):
            return invoke_responses.respond_not_understood("task/fetch")
        await self.references.refresh_references(activity)
        event = events.translate_teams_click(activity, data, shown=True)
        return await self.answers.answer_dialog(event, await self._dispatch_known_event(activity, event))

    async def _submit_form_dialog(self, activity: Activity) -> InvokeResponse:
        """Answer a form, or a button of a card that a dialog shows."""
        data = activity.value.get("data")
        if not read_nested_text(data, "do"):
            return invoke_responses.respond_not_understood(activity.name)
        await self.references.refresh_references(activity)
        event, form = events.translate_teams_press(activity, data, shown=True)
        return await self.answers.answer_dialog(event, await self._dispatch_known_event(activity, event), form)

    async def _open_message_action(self, activity: Activity) -> InvokeResponse:
        """Answer a message action; without a message it was chosen in the compose box."""
        name = read_nested_text(activity.value, "commandId")
        if not name:
            return invoke_responses.respond_not_understood("composeExtension/fetchTask")
        await self.references.refresh_references(activity)
        quoted = quoted_messages.read_quoted_message(activity, await self._load_quoted_author(activity))
        event = events.translate_teams_click(activity, {}, shown=True, name=name, quoted=quoted)
        return await self.answers.answer_dialog(event, await self._dispatch_known_event(activity, event))

    async def _answer_search_query(self, activity: Activity) -> InvokeResponse:
        event = events.translate_teams_query(activity)
        return await self.answers.answer_search(event, await self._dispatch_known_event(activity, event))

    async def _dispatch_known_event(self, activity: Activity, event: Event) -> Reply | None:
        """Dispatch an event, after asking whether its sender is a guest."""
        return await self.dispatch(await self.roster.complete_event_sender(activity, event))

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
        ):  # its owner is welcomed for the whole tenant
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

    async def _load_quoted_author(self, activity: Activity) -> Sender | None:
        """Return the author of a quoted message.

        Teams names the author by the directory's id; the bot knows people by another.
        """
        directory_id, name = quoted_messages.read_quoted_author(activity)
        if not directory_id:
            return None
        if directory_id == activity.from_property.aad_object_id:
            return await self.roster.complete_teams_sender(activity, build_teams_sender(activity))
        told = await self.posting.find_roster_member(activity, directory_id)
        author = Sender(PLATFORM, read_tenant(activity), read_nested_text(told, "id") or directory_id, name)
        return await self.roster.complete_message_author(author, told)
