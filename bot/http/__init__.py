"""Serve pages and files to whoever holds a link, within limits."""
