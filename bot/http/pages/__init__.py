"""Serve the pages below `/web`: to whoever has signed in, in the reader's language, without a script."""
