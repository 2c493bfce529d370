"""Models small enough for tests."""

from __future__ import annotations

import hashlib
import io
import zipfile

from auditor.models import files
from auditor.models.catalogue import Asset, Edition, Model, Source
from auditor.models.dither import without_dither

CONTENT = {
    "am/final.mdl": bytes(range(256)) * 400,
    "conf/mfcc.conf": b"--use-energy=false\n--num-ceps=40\n",
    "conf/model.conf": b"--beam=10.0\n",
}


def edition_of(content: dict[str, bytes], version: str = "1", dither: str = "") -> Edition:
    original = {name: files.pin_bytes(data) for name, data in content.items()}
    working = dict(original)
    if dither:
        working[dither] = files.pin_bytes(without_dither(content[dither]))
    return Edition(version, original, working)


def zipped(content: dict[str, bytes], root: str = "small-1/") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(root + name, data)
    return out.getvalue()


def zip_asset(url: str, archive: bytes, *, pinned: bool = True) -> Asset:
    return Asset(
        format="zip",
        take={"small-1/": ""},
        url=url,
        sha256=hashlib.sha256(archive).hexdigest() if pinned else "",
        size=len(archive) if pinned else None,
    )


def made_up(*sources: Source, editions: tuple[Edition, ...] = (), dither: str = "") -> Model:
    return Model(
        name="tiny",
        title="Tiny model",
        purpose="tests",
        licence="CC0-1.0",
        page="",
        required=("am/final.mdl", "conf/mfcc.conf"),
        dither=dither,
        sources=sources,
        editions=editions,
    )
