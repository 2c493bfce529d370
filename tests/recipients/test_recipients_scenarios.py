from pathlib import Path

import pytest

from auditor.errors import UsageError
from auditor.recipients import fields, names, read_scenario, scenario, scenarios
from auditor.recipients.shown import label, shown
from auditor.recipients.sources import bibliography, purposes

OWN = Path("auditor/recipients/scenarios/employer-fleet.toml")


@pytest.fixture
def changed(tmp_path: Path):
    """Read employer-fleet.toml with one text replaced."""

    def read(old: str, new: str):
        text = OWN.read_text("utf-8")
        assert old in text
        path = tmp_path / OWN.name
        path.write_text(text.replace(old, new, 1), "utf-8")
        return read_scenario(path)

    return read


def test_the_recipients_that_were_asked_for_are_there():
    assert set(names()) == {
        "advertiser-segments", "alexa-stellantis", "carmaker-data-business", "employer-fleet",
        "onstar-raw", "onstar-scores", "public-authority", "renault-google", "tesla-in-house",
    }  # fmt: skip


@pytest.mark.parametrize("name", names())
def test_every_field_is_read_somewhere_or_says_why_it_is_assumed(name):
    one = scenario(name)
    rows = list(fields(one))
    assert len(rows) == 19
    for key, fact in rows:
        assert bool(fact.source) != bool(fact.assumed), key
        assert set(fact.source) <= one.sources.keys(), key


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize(
    ("language", "could"),
    [("en", "a firm in this position could"), ("fr", "une société dans cette position pourrait")],
)
def test_what_is_assumed_of_a_named_firm_is_shown_as_what_one_could_do(name, language, could):
    one = scenario(name)
    for row, (key, fact) in zip(shown(one, language), fields(one), strict=True):
        assert (could in row.rests_on) == bool(one.firms and fact.assumed), key
        assert row.standing != "assumed" or not one.firms, key


def test_every_source_of_the_bibliography_is_cited_and_says_what_was_read():
    cited = {key for one in scenarios() for key in one.sources}
    assert cited == bibliography().keys()
    for key, source in bibliography().items():
        assert source.year or source.ref, key
        assert source.url or source.ref, key


def test_a_field_is_known_as_well_as_its_weakest_source():
    one = scenario("alexa-stellantis")
    standing = {key: one.standing(fact) for key, fact in fields(one)}
    assert standing["leaves.audio"] == "first-hand"
    assert standing["retention_days"] == "second-hand"
    assert standing["wanted"] == "hypothetical"
    segments = scenario("advertiser-segments")
    assert segments.standing(segments.wanted) == "assumed"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_nothing_is_shown_without_words(language):
    for one in scenarios():
        for row in shown(one, language):
            assert row.label, row.key
            assert row.value, row.key
    assert label("values", "unlimited", "fr") == "sans limite"
    assert purposes()["TargetedAdvertising"].said("fr") == "publicité ciblée"


def test_countries_outside_the_economic_area_are_named():
    assert scenario("alexa-stellantis").outside_eea == ("US",)
    assert scenario("employer-fleet").outside_eea == ()


BAD = [
    ('"trade_union"]', '"trade_uniom"]', "wanted.value.5", "unknown category 'trade_uniom'"),
    ('butes]\nvalue = [', 'butes]\nvalue = ["soul", ', "leaves.attributes.value.0", "'soul'"),
    ('places]\nvalue = "exact"', 'places]\nvalue = "street"', "leaves.places", "'town'"),
    ("[retention_days]", "[retention_day]", "retention_day", "no such key"),
    ("value = 61\n", "value = -1\n", "retention_days.value", "greater than or equal to 0"),
    ('"cnil_two_months"', '"cnil_zwei"', "retention_days.source", "no source is called"),
    ('source = "cnil_two_months"', "", "retention_days", "neither or both of source and assumed"),
    ("value = 500\n", 'value = 500\nsource = "cnil_ns51"\n', "customers", "neither or both"),
    ('"PersonnelMonitoring"', '"Spying"', "purposes.value.1", "unknown purpose 'Spying'"),
    ('country]\nvalue = "FR"', 'country]\nvalue = "France"', "country.value", "pattern"),
    ("value = 500", 'value = "many"', "customers.value", "valid integer"),
    ("fr = \"La flotte d'un employeur\"\n", "", "label.fr", "it is missing"),
    ("transcript]\nvalue = false", "transcript]\nvalue = true", "leaves", "holds what they say"),
    ("audio]\nvalue = false", "audio]\nvalue = true", "leaves", "sound can be written down"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "key", "what"), BAD)
def test_a_bad_field_is_named_with_its_file_its_line_and_its_key(changed, old, new, key, what):
    with pytest.raises(UsageError) as error:
        changed(old, new)
    assert "employer-fleet.toml, line " in error.value.where
    assert error.value.what.startswith(key)
    assert what in error.value.what
    assert error.value.remedy


def test_the_line_is_the_line(changed):
    with pytest.raises(UsageError) as error:
        changed('"trade_union"]', '"trade_uniom"]')
    number = int(error.value.where.rpartition(" ")[2])
    assert '"trade_union"' in OWN.read_text("utf-8").splitlines()[number - 1]


def test_a_source_of_ones_own_is_as_good(changed):
    source = (
        '[sources.mine]\ntitle = "t"\npublisher = "p"\nyear = 2020\nread = "first-hand"\n'
        'says.en = "e"\nsays.fr = "f"\n'
    )
    one = changed('source = "cnil_two_months"', f'source = "mine"\n\n{source}')
    assert one.sources["mine"].line() == "t, p, 2020"
    assert one.standing(one.retention_days) == "first-hand"


@pytest.mark.parametrize(
    ("text", "what"),
    [("id = [", "no valid TOML"), ("", "missing"), ('id = "Ünder"', "id")],
)
def test_what_is_no_scenario_is_refused(tmp_path, text, what):
    path = tmp_path / "mine.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(UsageError, match=what):
        read_scenario(path)


def test_a_file_that_is_not_there_or_no_text_is_refused(tmp_path):
    with pytest.raises(UsageError, match="cannot be read"):
        read_scenario(tmp_path / "none.toml")
    path = tmp_path / "bytes.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match="no UTF-8"):
        read_scenario(path)


def test_an_unknown_name_says_which_there_are():
    with pytest.raises(UsageError, match="no recipient is called 'nobody'") as error:
        scenario("nobody")
    assert "onstar-raw" in error.value.remedy


def test_the_id_is_the_name_of_the_file(tmp_path):
    path = tmp_path / "other.toml"
    path.write_text(OWN.read_text("utf-8"), "utf-8")
    with pytest.raises(UsageError, match="not the name of the file"):
        read_scenario(path)
