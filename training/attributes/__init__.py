"""Trains what finds attributes in words; ``python -m training.attributes --help``."""

from pathlib import Path

__all__ = ["WEIGHTS"]

WEIGHTS = Path(__file__).parents[2] / "auditor" / "attributes" / "encoder" / "weights"
"""Where the trained files go."""
