"""Store the chat of the local web page."""
