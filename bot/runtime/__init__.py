"""Start, watch and end a process of the bot."""
