from pathlib import Path

import pytest

from auditor import models

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
PAIRS = sorted(NOTEBOOKS.glob("*.py"))


def test_there_are_notebooks():
    assert PAIRS


@pytest.mark.parametrize("script", PAIRS, ids=lambda path: path.stem)
def test_pair_is_in_step_and_holds_no_output(script):
    jupytext = pytest.importorskip("jupytext")
    notebook = jupytext.read(script.with_suffix(".ipynb"))
    assert [cell.source for cell in notebook.cells] == [
        cell.source for cell in jupytext.read(script).cells
    ]
    assert not any(cell.get("outputs") for cell in notebook.cells)


@pytest.mark.slow
@pytest.mark.skipif(models.find("whisper-base") is None, reason="model whisper-base is not here")
@pytest.mark.parametrize("script", PAIRS, ids=lambda path: path.stem)
@pytest.mark.filterwarnings("default")
def test_notebook_runs(script):
    jupytext = pytest.importorskip("jupytext")
    nbclient = pytest.importorskip("nbclient")
    notebook = jupytext.read(script)
    nbclient.NotebookClient(
        notebook, timeout=900, kernel_name="python3", resources={"metadata": {"path": NOTEBOOKS}}
    ).execute()
    errors = [
        output
        for cell in notebook.cells
        for output in cell.get("outputs", ())
        if output.output_type == "error"
    ]
    assert not errors
