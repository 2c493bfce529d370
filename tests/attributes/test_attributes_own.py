from pathlib import Path

import pytest

from auditor import taxonomy
from auditor.attributes import Extractor, read_own
from auditor.attributes.pattern import Grammar, Marks
from auditor.attributes.rulereader import RuleReader
from auditor.attributes.rules import RuleSet
from auditor.errors import UsageError
from auditor.records import Utterance, Word

RULES = """
[categories.loyalty]
label = { en = "loyalty card", fr = "carte de fidélité" }

[[lexicon]]
class = "loyalty_card"
concept = "nectar"
en = ["nectar", "nectar card"]

[[cues]]
id = "loyalty.has"
language = "en"
labels = ["loyalty"]
score = 0.8
patterns = ["my [{loyalty_card}]"]
"""


@pytest.fixture(autouse=True)
def only_built_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taxonomy, "_own", {})


def write(folder: Path, text: str) -> Path:
    path = folder / "own.toml"
    path.write_text(text, encoding="utf-8")
    return path


def extracted(path: Path, text: str) -> list[tuple[str, str, float]]:
    words = tuple(Word(word, 0.0, 0.0, 1.0) for word in text.split())
    utterance = Utterance("u", "r", 0.0, 0.0, words, "en", timed=False)
    found = Extractor("en", own=read_own([path])).extract(utterance)
    return [(each.category, each.normalised, each.score) for each in found]


def test_a_category_a_lexicon_and_a_cue_of_ones_own(tmp_path: Path):
    found = extracted(write(tmp_path, RULES), "how many points on my nectar card")
    assert ("loyalty", "nectar", 0.8) in found
    assert taxonomy.category("loyalty").label("fr") == "carte de fidélité"


def test_a_cue_may_name_the_projects_categories_and_classes(tmp_path: Path):
    rules = RULES.replace('labels = ["loyalty"]', 'labels = ["purchase_or_brand"]')
    assert extracted(write(tmp_path, rules), "my nectar card") is not None


@pytest.mark.parametrize(
    ("right", "wrong", "line", "says"),
    [
        ('labels = ["loyalty"]', 'labels = ["loyaltee"]', 13, "unknown category 'loyaltee'"),
        ("score = 0.8", "scoer = 0.8", 14, "extra inputs"),
        ("score = 0.8", "score = 8", 14, "less than or equal to 1"),
        ("my [{loyalty_card}]", "my [{loyalty_card}", 15, "missing ']'"),
        ("my [{loyalty_card}]", "<nosuch> card", 15, "unknown macro <nosuch>"),
        ('language = "en"', 'language = "de"', 12, "'en' or 'fr'"),
    ],
)
def test_a_mistake_names_its_line(tmp_path: Path, right: str, wrong: str, line: int, says: str):
    path = write(tmp_path, RULES.replace(right, wrong))
    with pytest.raises(UsageError) as error:
        read_own([path]).rules("en", Grammar("en", macros={}, marks=Marks()))
    assert f"own.toml, line {line}" in str(error.value)
    assert says in str(error.value)


def test_a_built_in_category_cannot_be_changed(tmp_path: Path):
    path = write(tmp_path, RULES.replace("categories.loyalty", "categories.health"))
    with pytest.raises(UsageError, match="category 'health' already"):
        read_own([path])


@pytest.mark.parametrize("text", ["not toml [", "\x00"])
def test_a_file_that_is_no_toml(tmp_path: Path, text: str):
    with pytest.raises(UsageError, match=r"own\.toml"):
        read_own([write(tmp_path, text)])


def test_a_pattern_that_takes_too_long_is_refused_by_name(tmp_path: Path):
    bomb = "~~ " * 12 + "zebra"
    path = write(tmp_path, RULES.replace("my [{loyalty_card}]", f"so {bomb}"))
    rules = read_own([path]).rules("en", Grammar("en", macros={}, marks=Marks()))
    reading = next(RuleReader("en", "1").readings("so " * 79))
    with pytest.raises(UsageError, match=r"loyalty\.has") as error:
        list(RuleSet(rules, limit_s=0.05).matches(reading))
    assert "takes longer" in str(error.value)
