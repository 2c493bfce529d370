"""The data files keep their own rules, and the detectors keep to one protocol."""

import tomllib

import pytest

from auditor import taxonomy
from auditor.attributes import Extractor, Finding
from auditor.attributes.cues import load_cues
from auditor.attributes.lexicon import data, load, table
from auditor.attributes.pattern import Marks
from auditor.attributes.rules import grammar, load_rules
from auditor.errors import UsageError
from auditor.records import Utterance, Word

LANGUAGES = ("en", "fr")
KINDS = {"strong", "plain", "weak", ""}


def files(folder):
    found = []
    for entry in data(folder).iterdir():
        found += list(entry.iterdir()) if entry.is_dir() else [entry]
    return sorted(found, key=str)


FOLDERS = ("lexicons", "gazetteer", "cues", "context", "macros", "places", "times", "sounds")


@pytest.mark.parametrize("file", [one for folder in FOLDERS for one in files(folder)], ids=str)
def test_every_data_file_names_its_source(file):
    head = [line for line in file.read_text("utf-8").splitlines()[:6] if line.startswith("#")]
    assert "source:" in " ".join(head)


@pytest.mark.parametrize("file", files("lexicons"), ids=str)
def test_lexicon_rows_are_whole(file):
    for number, row in table(file):
        assert row["class"].replace("_", "").isalpha(), number
        assert row["concept"], number
        assert row["en"] or row["fr"], number


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mention_is_strong_plain_or_weak_and_its_kind_is_known(language):
    raw = tomllib.loads(data("mentions.toml").read_text("utf-8"))["classes"]
    assert set(raw) <= load(language).classes
    for file in files("lexicons"):
        for _, row in table(file):
            if row["class"] in raw:
                strength, _, kind = row["note"].partition(" ")
                assert strength in KINDS
                labels = raw[row["class"]]["labels"]
                assert not kind or {f"{label}.{kind}" for label in labels} & set(
                    taxonomy.categories()
                )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_cue_is_read_and_names_known_classes(language):
    marks = Marks()
    rules = load_cues(language, grammar(language, marks))
    assert len({rule.id for rule in rules}) == len(rules)
    known = load(language).classes | {
        *("name", "name_word", "town", "town_word", "number", "clock", "minute", "day", "ordinal"),
        *("year", "money", "street", "house", "when", "at_clock", "at_date", "at_recurrence"),
        "at_duration",
    }
    assert set(marks.names()) <= known


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[x]\nscore = 0.5\nlabels = ["health"]', "without patterns"),
        ('[x]\npatterns = ["(open"]', "missing"),
        ("[x\n", "no valid TOML"),
    ],
)
def test_a_broken_rule_file_is_refused_by_name(tmp_path, text, message):
    path = tmp_path / "mine.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(UsageError, match=message) as caught:
        load_rules(path, "en/mine", grammar("en", Marks()))
    assert "mine" in caught.value.where


class Shouts:
    """A detector from outside: it believes that every utterance is angry."""

    def detect(self, reading, frame):
        yield Finding("emotion", 0, len(reading.text), 0.95, "test:shouts@1", None, "angry")


def test_further_detectors_are_merged_with_the_others():
    words = tuple(Word(word, 0.0, 0.0, 1.0) for word in "call my mum".split())
    utterance = Utterance("u", "r", 0.0, 0.0, words, "en", timed=False)
    found = Extractor("en", [Shouts()], rules_only=True).extract(utterance)
    assert [(one.category, one.why) for one in found if one.category == "emotion"] == [
        ("emotion", "test:shouts@1")
    ]
    assert "relationship" in {one.category for one in found}
