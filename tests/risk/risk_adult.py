"""The Adult table, as codes (`data/README.md`)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd

DATA = Path(__file__).parent / "data"
SIX = ["age", "education", "occupation", "relationship", "sex", "native-country"]
NINE = [*SIX, "workclass", "marital-status", "race"]


@cache
def adult() -> pd.DataFrame:
    return pd.read_csv(DATA / "adult_codes.csv.xz").astype(str)
