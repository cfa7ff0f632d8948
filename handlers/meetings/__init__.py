"""Meetings: series and occurrences, who comes, agenda, minutes, actions, reminders and the calendar."""
