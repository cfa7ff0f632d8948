"""CLI: the commands of `python -m bot`."""
