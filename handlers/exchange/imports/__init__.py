"""Bring in what organisations offer and need from a table that they have: shown first, and all rows or none."""

from __future__ import annotations
