import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from auditor import models
from auditor.cli import command

ROOT = Path(__file__).parents[2]


def run(*arguments):
    """Run in a process of its own, as a user would; return (code, stdout, stderr)."""
    done = subprocess.run(
        [sys.executable, "-c", "from auditor.cli import main; main()", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "COLUMNS": "80"},
    )
    return done.returncode, done.stdout, done.stderr


def all_commands(group, prefix=()):
    for name, each in group.commands.items():
        if isinstance(each, click.Group):
            yield from all_commands(each, (*prefix, name))
        else:
            yield (*prefix, name), each


@pytest.mark.parametrize(
    ("path", "each"), list(all_commands(command)), ids=lambda value: getattr(value, "name", None)
)
def test_every_command_and_option_is_explained_and_in_the_documentation(path, each):
    assert each.help, path
    for parameter in each.params:
        if isinstance(parameter, click.Option) and parameter.name not in _PLAIN:
            assert parameter.help, (path, parameter.name)
    assert f"auditor {' '.join(path)}" in (ROOT / "docs" / "cli.md").read_text()


_PLAIN = {"resume", "recogniser", "help"}


def test_documentation_of_the_command_line_is_what_it_says():
    text = (ROOT / "docs" / "cli.md").read_text()
    for path in [(), *(path for path, _ in all_commands(command))]:
        shown = (
            CliRunner()
            .invoke(command, [*path, "--help"], prog_name="auditor", terminal_width=80)
            .output
        )
        assert shown.strip() in text, f"run: python scripts/document_cli.py ({path})"


def test_transcript_audit_prints_the_page_last_and_exits_0(tmp_path):
    (tmp_path / "t.jsonl").write_text('{"text": "i have an appointment at the dialysis unit"}\n')
    code, out, err = run("audit", tmp_path / "t.jsonl", "--out", tmp_path / "out")
    assert code == 0, err
    assert out.strip().splitlines()[-1] == str(tmp_path / "out" / "index.html")
    assert "dialysis" not in err + out


def test_json_output_is_one_object(tmp_path):
    (tmp_path / "t.jsonl").write_text('{"text": "turn left"}\nnonsense\n')
    code, out, _ = run("audit", tmp_path / "t.jsonl", "--out", tmp_path / "out", "--json")
    result = json.loads(out)
    assert code == result["exit_code"] == 1
    assert result["rows"][0]["status"] == "partial"
    assert "line 2" in result["rows"][0]["problem"]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["audit", "nowhere.wav", "--out", "OUT"], 3, "no such file"),
        (["audit", "--out", "OUT"], 2, "Missing argument"),
        (["audit", "x.wav", "--out", "OUT", "--language", "de"], 2, "'de' is not one of"),
        (["evaluate", "nowhere.json", "--out", "OUT"], 2, "cannot be read"),
        (["models", "path", "nothing"], 2, "nothing"),
        (["models", "fetch"], 2, "Missing argument"),
        (["unheard-of"], 2, "No such command"),
    ],
)
def test_exit_codes_and_messages(tmp_path, arguments, code, message):
    arguments = [str(tmp_path / "out") if each == "OUT" else each for each in arguments]
    got, out, err = run(*arguments)
    assert got == code, err
    assert message in err + out
    assert "Traceback" not in err


def test_models_without_any(tmp_path, monkeypatch):
    monkeypatch.setenv("AUDITOR_CACHE", str(tmp_path))
    code, out, _ = run("models", "list")
    assert code == 0
    assert all(name in out for name in models.names())
    assert all(len(line) <= 80 for line in out.splitlines())
    assert run("models", "verify")[0] == 3
    code, _, err = run("models", "path", "vosk-en")
    assert (code, "auditor models fetch vosk-en" in err) == (3, True)


def test_missing_recogniser_is_a_failed_row_with_the_remedy(tmp_path, monkeypatch, write_wav):
    monkeypatch.setenv("AUDITOR_CACHE", str(tmp_path / "cache"))
    path = write_wav("a.wav")
    code, _, err = run("audit", path, "--out", tmp_path / "out", "--language", "fr")
    assert code == 3
    assert "auditor models fetch whisper-base" in err


def test_starts_without_the_extras():
    """The command line must start where only the base install is present."""
    code = (
        "import sys\n"
        "for name in ('faster_whisper', 'kokoro_onnx', 'pyroomacoustics', 'sounddevice',"
        " 'jupytext', 'distributed'):\n"
        "    sys.modules[name] = None\n"
        "import auditor, auditor.cli, auditor.pipeline, auditor.report\n"
        "for package in (auditor, auditor.pipeline, auditor.report):\n"
        "    for name in package.__all__:\n"
        "        getattr(package, name)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_transcription_leaves_graph_and_page_out_of_memory():
    code = (
        "import sys\n"
        "from auditor.pipeline import transcribe\n"
        "print(sorted({'networkx', 'jinja2', 'pandas', 'scipy'} & sys.modules.keys()))\n"
    )
    found = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert found.stdout == "[]\n"


def test_interrupted_by_the_user_exits_130(tmp_path):
    code = (
        "import auditor.pipeline, auditor.cli, sys\n"
        "def audit(*a, **k): raise KeyboardInterrupt\n"
        "auditor.pipeline.audit = audit\n"
        f"sys.argv = ['auditor', 'audit', 'x', '--out', {str(tmp_path / 'o')!r}]\n"
        "auditor.cli.main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 130
    assert "go on" in done.stderr
