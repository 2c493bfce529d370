"""Fixtures that tests of views and of attacks share."""

from told_texts import audited, in_two_weeks, sources

__all__ = ["audited", "in_two_weeks", "sources"]
