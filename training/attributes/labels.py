"""What the encoder is asked: categories, about whom, and tags of entities."""

from __future__ import annotations

from typing import get_args

from auditor import taxonomy
from auditor.attributes.entities import ENTITY_KINDS as ENTITIES
from auditor.records import About

__all__ = ["ABOUTS", "CATEGORIES", "ENTITIES", "TAGS"]

ABOUTS: tuple[About, ...] = get_args(About)
CATEGORIES: tuple[str, ...] = tuple(
    name
    for name in taxonomy.categories()
    if taxonomy.parent(name) == name and name != "biometric_voice"
)
TAGS: tuple[str, ...] = ("O", *(f"{mark}-{kind}" for kind in ENTITIES for mark in "BI"))
