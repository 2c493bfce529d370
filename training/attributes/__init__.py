"""Trains what finds attributes in words; ``python -m training.attributes --help``."""
