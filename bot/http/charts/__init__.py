"""Arrange charts for SVG: pure functions of numbers, whose shapes a template draws with all words escaped."""
