"""TOML files that people write for synthesis: read and checked; errors name their line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from auditor.errors import UsageError

__all__ = ["place_of", "read_declared"]

_Model = TypeVar("_Model", bound=BaseModel)
_KEYS = r"""((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)"""
_TABLE = re.compile(rf"\s*\[\s*{_KEYS}\s*\]")
_ENTRY = re.compile(rf"\s*{_KEYS}\s*=")
_KEY = re.compile(r"""[\w-]+|"[^"]*"|'[^']*'""")


def read_declared(
    path: Path,
    model: type[_Model],
    *,
    remedy: str,
    over: Callable[[dict[str, Any]], dict[str, Any]] = dict,
) -> _Model:
    """Return the content of a TOML file.

    Parameters
    ----------
    remedy
        What somebody can do whose file is refused.
    over
        What is done to the content before it is checked.

    Raises
    ------
    UsageError
        With the file, the line and the key that is wrong.
    """
    try:
        return model.model_validate(over(tomllib.loads(path.read_text("utf-8"))))
    except OSError as error:
        raise UsageError(f"cannot be read ({error.strerror})", where=str(path)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"is not TOML ({error})", where=str(path), remedy="Mend it.") from None
    except ValidationError as error:
        first = error.errors()[0]
        raise UsageError(
            first["msg"],
            where=place_of(path, [str(part) for part in first["loc"]]),
            remedy=remedy,
        ) from None


def place_of(path: Path, keys: Sequence[str]) -> str:
    """Return ``file, line 3, speakers.x.voice``: the line that comes closest to the key."""
    line = _line_of(path.read_text("utf-8"), keys)
    return ", ".join([str(path), *([f"line {line}"] if line else []), ".".join(keys)])


def _line_of(text: str, keys: Sequence[str]) -> int:
    best, found = 0, 0
    table: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _TABLE.match(line):
            here = table = _parts(header[1])
        elif entry := _ENTRY.match(line):
            here = table + _parts(entry[1])
        else:
            continue
        if (shared := _shared(here, keys)) > best:
            best, found = shared, number
    return found


def _parts(dotted: str) -> list[str]:
    return [part.strip("\"'") for part in _KEY.findall(dotted)]


def _shared(here: Sequence[str], keys: Sequence[str]) -> int:
    same = [a == b for a, b in zip(here, keys, strict=False)]
    return same.index(False) if False in same else len(same)
