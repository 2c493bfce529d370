"""The small network of these tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from population_files import written

from auditor.population import Population, load


@pytest.fixture
def small(tmp_path: Path) -> Population:
    return load(written(tmp_path))
