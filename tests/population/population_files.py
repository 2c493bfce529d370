"""Small populations for tests: a network of five variables, and files to break."""

from __future__ import annotations

from pathlib import Path

SMALL = """\
[population]
country = "Nowhere"
year = 2024
people = 1000

[sex]
category = "gender"
values = ["female", "male"]
assumed = "for tests"
table = [{ p = { female = 0.6, male = 0.4 } }]

[age]
category = "age_or_birth"
parents = ["sex"]
values = "18-27"
bands = ["18-22", "23-27"]
assumed = "for tests"
table = [
  { when = { sex = "female" }, p = { 18-22 = 0.25, 23-27 = 0.75 } },
  { p = { 18 = 0.4, 19-27 = 0.6 } },
]

[work]
category = "occupation"
parents = ["age"]
values = ["none", "nurse", "cook"]
assumed = "for tests"
table = [
  { when = { age = "18-20" }, p = { nurse = 0.1 }, rest = "none" },
  { weights = { nurse = 3, cook = 1 } },
]

[pay]
parents = ["work", "sex"]
values = ["low", "high"]
source = { title = "A table of pay", publisher = "Nobody", year = 2020 }
table = [
  { when = { work = "none" }, p = { low = 1 } },
  { when = { work = ["nurse", "cook"] }, p = { low = 0.5, high = 0.5 } },
]
odds = [{ when = { work = "nurse", sex = "female" }, times = { high = 3 } }]

[car]
parents = ["pay", "age"]
values = ["old", "new"]
assumed = "for tests"
table = [
  { when = { pay = "high", age = ["18", "25-27"] }, p = { old = 0.2, new = 0.8 } },
  { when = { pay = "high" }, p = { old = 0.3, new = 0.7 } },
  { p = { old = 0.9, new = 0.1 } },
]
"""

TOWNS = """\
# three towns in a row, the third far away
value\tlabel\tpeople\tlatitude\tlongitude
big\tBig\t900\t0.0\t0.0
near\tNear\t100\t0.0\t0.1
far\tFar\t100\t0.0\t9.0
"""

PLACES = """\
[population]
country = "Nowhere"
year = 2024
people = 1000

[home]
category = "home_place"
file = "towns.tsv"
weight = "people"
assumed = "for tests"

[activity]
values = ["working", "resting"]
assumed = "for tests"
table = [{ p = { working = 0.5, resting = 0.5 } }]

[work]
category = "work_place"
parents = ["activity", "home"]
file = "towns.tsv"
gravity = { of = "home", when = { activity = "working" }, same = 0.5, decay_km = 10, reach_km = 50 }
assumed = "for tests"
"""


def written(folder: Path, text: str = SMALL, **files: str) -> Path:
    """Write a population and the tables beside it; return the path of its file."""
    for name, content in files.items():
        (folder / f"{name}.tsv").write_text(content, "utf-8")
    path = folder / "population.toml"
    path.write_text(text, "utf-8")
    return path
