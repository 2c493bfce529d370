"""What people decided by hand, kept in a file: read and checked, and which things it makes one."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from auditor.errors import UsageError

__all__ = ["made_one", "read_decided"]

_Model = TypeVar("_Model", bound=BaseModel)


def read_decided(path: Path, model: type[_Model], what: str) -> _Model:
    """Return the decisions of a JSON file, or of a TOML file where its name says so.

    Without a file there are none: ``model()``.

    Parameters
    ----------
    what
        What is decided on, for messages (``"speakers"``).

    Raises
    ------
    UsageError
        If it cannot be read, or is no such file.
    """
    try:
        text = path.read_text("utf-8")
        if path.suffix.lower() == ".toml":
            return model.model_validate(tomllib.loads(text))
        return model.model_validate_json(text)
    except FileNotFoundError:
        return model()
    except (OSError, UnicodeDecodeError) as error:
        why = type(error).__name__
    except tomllib.TOMLDecodeError as error:
        why = str(error)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"]) or "the file"
        why = f"{key}: {first['msg']}"
    raise UsageError(
        f"the decisions on {what} cannot be read ({why})",
        where=str(path),
        remedy="Mend or remove the file.",
    )


def made_one(sets: Iterable[Iterable[str]]) -> list[frozenset[str]]:
    """Return the sets with those that share anything joined: disjoint, the last joined last."""
    groups: list[frozenset[str]] = []
    for joined in map(frozenset, sets):
        merged = joined.union(*(one for one in groups if one & joined))
        groups = [one for one in groups if not one & merged] + [merged]
    return groups
