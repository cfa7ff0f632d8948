"""How the bot is reached and how it runs."""
