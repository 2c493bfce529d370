"""Figures of peers beside ours: what is compared, and what a difference looks like."""

import json
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest

from benchmarks.risk import peers


def answering(change):
    """A stand-in for the peers' environment: answers as they would, but for ``change``."""

    def run(command, **given):
        asked = json.loads(given["input"])
        assert Path(command[1]).name == "peer_answers.py"
        tables = [{"k": 1, "t": 9.0}] * len(asked["tables"])
        attacks = [peers._residual(*each) for each in asked["attacks"]]
        attacks[0]["rate"] += change
        return SimpleNamespace(stdout=json.dumps({"tables": tables, "attacks": attacks}))

    return run


@pytest.mark.parametrize(("change", "agrees"), [(0.0, "yes"), (1e-4, "NO")])
def test_a_difference_is_called_one(monkeypatch, change, agrees):
    monkeypatch.setattr(subprocess, "run", answering(change))
    rows = list(peers.peer_rows(Path("python"), 1))
    (rate,) = [row for row in rows if row["what"] == "850 of 1000 (rate)"]
    assert rate["agrees"] == agrees
    assert {row["agrees"] for row in rows if str(row["what"]).endswith(", t")} == {"NO"}


def test_the_interpreter_given_is_asked_and_else_this_one_only_if_it_can_answer(monkeypatch):
    assert peers.peer_python(Path("python")) == Path("python")
    monkeypatch.setattr(peers, "find_spec", lambda name: None if name == "pycanon" else "there")
    assert peers.peer_python(None) is None
    monkeypatch.setattr(peers, "find_spec", lambda _: "there")
    assert peers.peer_python(None) is not None
