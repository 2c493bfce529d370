"""Truth files: what one person's utterances really give away, one JSON file a person."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path, PureWindowsPath
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from auditor.errors import UsageError
from auditor.records import About, Language, Truth, TruthLabel, TruthLine, TruthUtterance
from auditor.taxonomy import categories, category

__all__ = ["is_truth_file", "read_truth"]

_SNIFFED = 1 << 20
_DRIVER = re.compile(rb'"driver"\s*:')
_BODY = re.compile(rb'"(utterances|profile)"\s*:\s*\[')


def is_truth_file(path: Path) -> bool:
    """Return whether a file looks like a truth file, whether or not it is a sound one.

    True for a regular ``.json`` file whose first megabyte is an object with a driver, and with
    utterances or a profile; False for all else, and for what cannot be read.
    """
    if path.suffix.lower() != ".json":
        return False
    try:
        if not path.is_file():  # opening a pipe would wait for its writer
            return False
        with path.open("rb") as file:
            head = file.read(_SNIFFED)
    except OSError:
        return False
    starts = head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")
    return bool(starts and _DRIVER.search(head) and _BODY.search(head))


def read_truth(path: Path) -> Truth:
    """Read and check a truth file.

    Words of ``asr`` and of spans come back with single spaces between them and composed accents
    (NFC). ``audio`` is taken relative to the file, and need not exist yet. Word times are checked
    for form and not kept; unknown keys of the person are kept in ``extra``.

    Parameters
    ----------
    path
        A UTF-8 JSON file.

    Raises
    ------
    UsageError
        With the file, the line or the utterance and field, and a remedy; never with words that
        somebody said.
    """
    content = _content(path)
    try:
        person = _Person.model_validate(content)
    except ValidationError as error:
        raise _refusal(path, content, error.errors(include_input=False)[0]) from None
    for where, what, remedy in _contradictions(person):
        raise UsageError(what, where=f"{path}, {where}", remedy=remedy)
    return _truth(path, person)


def _content(path: Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        what, where = f"cannot be read ({error.strerror})", str(path)
        remedy = "Check the path and its permissions."
    except UnicodeDecodeError as error:
        what, where = f"byte {error.start + 1} is not UTF-8", str(path)
        remedy = "Save the file as UTF-8."
    except json.JSONDecodeError as error:
        what, where = f"not JSON: {error.msg}", f"{path}, line {error.lineno}"
        remedy = f"Mend the JSON at column {error.colno}."
    except ValueError:
        what, where, remedy = "a number is too long", str(path), "Shorten it."
    except RecursionError:
        what, where = "nested too deeply for a truth file", str(path)
        remedy = "Write the form that the documentation shows."
    raise UsageError(what, where=where, remedy=remedy) from None


def _wrong(message: str) -> PydanticCustomError:
    return PydanticCustomError("truth", "{message}", {"message": message})


def _single_spaced(value: Any) -> Any:
    return (
        unicodedata.normalize("NFC", " ".join(value.split())) if isinstance(value, str) else value
    )


def _known(name: str) -> str:
    if name == "biometric_voice":
        raise _wrong("biometric_voice is never a label: it belongs to every utterance")
    try:
        category(name)
    except UsageError:
        raise _wrong(f"unknown category {name!r}") from None
    return name


def _clock(value: Any) -> datetime:
    try:
        # A bare date would say midnight, which nobody claimed.
        if len(value) > len("2026-03-02"):
            return datetime.fromisoformat(value)
    except (TypeError, ValueError):
        pass
    raise _wrong("not a date with a time of day")


def _relative(value: str) -> str:
    if Path(value).is_absolute() or PureWindowsPath(value).is_absolute() or "\0" in value:
        raise _wrong("not a path relative to the truth file")
    return value


def _text(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


_Spaced = Annotated[str, BeforeValidator(_single_spaced), StringConstraints(min_length=1)]
_Id = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
_Category = Annotated[str, AfterValidator(_known)]
_Plain = Annotated[str | None, BeforeValidator(_text)]
_Seconds = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class _Label(BaseModel):
    category: _Category
    value: _Plain = None
    about: About
    span: _Spaced | None = None
    normalised: _Plain = None


class _Utterance(BaseModel):
    id: _Id
    time: Annotated[datetime, BeforeValidator(_clock)] | None = None
    speaker: Literal["driver", "passenger", "child", "radio", "phone", "assistant"] = "driver"
    text: str | None = None
    asr: _Spaced
    audio: Annotated[str, StringConstraints(min_length=1), AfterValidator(_relative)] | None = None
    start_s: _Seconds | None = None
    end_s: _Seconds | None = None
    words: list[tuple[str, _Seconds, _Seconds]] | None = None
    labels: list[_Label]


class _Line(BaseModel):
    category: _Category
    value: _Plain = None
    normalised: _Plain = None
    how: Literal["stated", "implied"]
    evidence: list[str]


class _Person(BaseModel):
    model_config = ConfigDict(extra="allow")

    driver: _Id
    language: Language
    locale: str | None = None
    gender: str | None = None
    age: _Plain = None
    profile: list[_Line] = []
    utterances: list[_Utterance]


def _refusal(path: Path, content: Any, error: ErrorDetails) -> UsageError:
    """Say where a field is wrong by the utterance's id, which people can search for."""
    where = _place(content, error["loc"])
    field = error["loc"][-1] if error["loc"] else ""
    what = "missing" if error["type"] == "missing" else error["msg"]
    if field == "category":
        remedy = f"Use one of: {', '.join(categories())}; finer kinds are written parent.kind."
    else:
        remedy = _REMEDIES.get(str(field), "Write the form that the documentation shows.")
    return UsageError(what, where=f"{path}{where}", remedy=remedy)


_REMEDIES = {
    "asr": "Give the words as a recogniser writes them.",
    "labels": 'Give a list; "labels": [] says that the utterance gives nothing away.',
    "span": "Give exact words of asr, or null when the label is implied.",
    "about": "Use driver, relative, passenger or other.",
    "time": "Write local time as 2026-03-02T07:41, with its offset where known, or leave it out.",
    "audio": "Give the path of the recording as seen from the truth file.",
    "language": "Use en or fr.",
    "how": "Use stated or implied.",
}


def _place(content: Any, loc: tuple[int | str, ...]) -> str:
    parts: list[str] = []
    rest = list(loc)
    if rest[:1] == ["utterances"] and len(rest) > 1:
        index = int(rest[1])
        entry = content["utterances"][index]
        name = entry.get("id") if isinstance(entry, dict) else None
        parts.append(f"utterance {name if isinstance(name, str) and name else index + 1}")
        rest = rest[2:]
    if rest:
        parts.append(".".join(str(each) for each in rest))
    return "".join(f", {part}" for part in parts)


def _contradictions(person: _Person) -> Iterator[tuple[str, str, str]]:
    """Yield where, what and remedy of all that is well formed and cannot be true."""
    ids: set[str] = set()
    for each in person.utterances:
        where = f"utterance {each.id}"
        if each.id in ids:
            yield where, "the id is used twice", "Give every utterance an id of its own."
        ids.add(each.id)
        yield from _wrong_spans(each, where)
        yield from _wrong_times(each, where)
    times = [each.time for each in person.utterances if each.time is not None]
    if len({time.tzinfo is None for time in times}) > 1:
        remedy = "Give the offset of every time, or of none."
        yield "time", "some times have an offset and others have none", remedy
    for number, line in enumerate(person.profile, start=1):
        for name in sorted(set(line.evidence) - ids):
            where = f"profile line {number} ({line.category})"
            yield where, f"no utterance {name!r} as evidence", "Cite ids of utterances."


def _wrong_spans(each: _Utterance, where: str) -> Iterator[tuple[str, str, str]]:
    for number, label in enumerate(each.labels, start=1):
        if label.span is not None and label.span not in each.asr:
            what = f"the span of label {number} ({label.category}) is not in asr"
            yield where, what, _REMEDIES["span"]


def _wrong_times(each: _Utterance, where: str) -> Iterator[tuple[str, str, str]]:
    if (each.start_s is None) != (each.end_s is None):
        yield where, "only one of start_s and end_s", "Give both or neither."
    elif each.start_s is not None and each.end_s is not None and each.end_s <= each.start_s:
        yield where, "end_s is not after start_s", "Give seconds from the recording's start."


def _truth(path: Path, person: _Person) -> Truth:
    extra = {key: _shown(value) for key, value in (person.model_extra or {}).items()}
    return Truth(
        driver=person.driver,
        language=person.language,
        locale=person.locale,
        path=path,
        profile=tuple(_line(each) for each in person.profile),
        utterances=tuple(_utterance(path, each) for each in person.utterances),
        gender=person.gender,
        age=person.age,
        extra=extra,
    )


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _line(line: _Line) -> TruthLine:
    evidence = tuple(line.evidence)
    return TruthLine(line.category, line.value or "", line.normalised, line.how, evidence)


def _utterance(path: Path, each: _Utterance) -> TruthUtterance:
    return TruthUtterance(
        id=each.id,
        speaker=each.speaker,
        asr=each.asr,
        text=each.text if each.text is not None else each.asr,
        time=each.time,
        labels=tuple(_label(label) for label in each.labels),
        audio=None if each.audio is None else path.parent / each.audio,
        start_s=each.start_s,
        end_s=each.end_s,
    )


def _label(label: _Label) -> TruthLabel:
    value = label.value or label.span or ""
    return TruthLabel(label.category, value, label.about, label.span, label.normalised)
