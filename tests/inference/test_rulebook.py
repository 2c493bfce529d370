import pytest

from auditor.errors import UsageError
from auditor.inference import read_rules, rulebook
from auditor.inference.rulebook import written_rulebook
from auditor.taxonomy import category

RULE = """
[one]
note = "n"
why = { en = "e", fr = "f" }
base_rate = 0.1
likelihood_ratio = 10
assumed = "judgement"
when = [{ category = "medication", values = ["insulin"] }]
conclude = { category = "health", value = "diabetes" }
"""


def read(tmp_path, text):
    path = tmp_path / "mine.toml"
    path.write_text(text, "utf-8")
    return read_rules([path])


def test_a_rule_is_read(tmp_path):
    (rule,) = read(tmp_path, RULE).rules
    assert rule.id == "mine.one"
    assert rule.reason("fr") == "f"


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('category = "health"', 'category = "wealth"', "unknown category 'wealth'"),
        ("base_rate = 0.1", "base_rate = 1.5", "base_rate"),
        ("likelihood_ratio = 10", "likelihood_ratio = 0", "likelihood_ratio"),
        ('assumed = "judgement"', "", "has a source, or says why"),
        ('note = "n"', 'nota = "n"', "nota"),
        ('values = ["insulin"]', 'values = ["insulin"], en = ["x"]', "not both"),
        ('value = "diabetes"', 'values = { a = 0.5, b = 0.6 }', "add up to 1"),
        ('value = "diabetes"', 'value = "{value}"', "premise of words"),
        ("[one]", "[one", "no valid TOML"),
        ('values = ["insulin"]', "hours = [5, 30]", "between 0 and 24"),
    ],
)  # fmt: skip
def test_a_wrong_rule_is_refused_with_its_place(tmp_path, old, new, what):
    with pytest.raises(UsageError, match=what) as refusal:
        read(tmp_path, RULE.replace(old, new))
    assert "mine.toml" in str(refusal.value)


def test_the_line_of_a_wrong_rule_is_named(tmp_path):
    with pytest.raises(UsageError, match=r"mine\.toml, line 2, \[one\]"):
        read(tmp_path, RULE.replace("base_rate = 0.1", "base_rate = 2"))


def second(old="", new="", name="two"):
    return RULE.replace("[one]", f"[{name}]").replace(old, new)


@pytest.mark.parametrize(
    "other",
    [
        second("likelihood_ratio = 10", "likelihood_ratio = 0.2"),
        second("base_rate = 0.1", "base_rate = 0.3"),
    ],
)
def test_rules_that_contradict_are_named(tmp_path, other):
    with pytest.raises(UsageError, match=r"mine\.one and mine\.two contradict"):
        read(tmp_path, RULE + other)


def test_two_exclusive_conclusions_of_one_premise_contradict(tmp_path):
    faith = RULE.replace('"health", value = "diabetes"', '"religion", value = "islam"')
    other = faith.replace("[one]", "[two]").replace("islam", "catholic")
    with pytest.raises(UsageError, match="exclude each other"):
        read(tmp_path, faith + other)


def test_a_loop_is_named(tmp_path):
    back = second('category = "medication", values = ["insulin"]', 'category = "health"').replace(
        'category = "health", value = "diabetes"', 'category = "medication", value = "insulin"'
    )
    with pytest.raises(UsageError, match=r"loop: mine\.(one|two) -> mine\.(one|two)"):
        read(tmp_path, RULE + back)


def test_rules_come_after_what_they_look_at(tmp_path):
    first = second(
        'category = "medication", values = ["insulin"]', 'category = "health"', "aaa"
    ).replace('category = "health", value = "diabetes"', 'category = "occupation", value = "x"')
    assert [rule.id for rule in read(tmp_path, first + RULE).rules] == ["mine.one", "mine.aaa"]


def test_assumed_strengths_are_scaled_in_log_odds(tmp_path):
    book = read(tmp_path, RULE)
    ratios = [book.scaled(how).rules[0].likelihood_ratio for how in ("half", "full", "double")]
    assert ratios == pytest.approx([10**0.5, 10, 100])
    assert book.scaled("off").rules == ()


def test_a_measured_rule_is_not_scaled():
    full, half = rulebook("full").by_id(), rulebook("half").by_id()
    measured = [name for name, rule in full.items() if not rule.assumed]
    assert measured
    assert all(half[name].likelihood_ratio == full[name].likelihood_ratio for name in measured)


def test_the_rules_that_come_with_auditor():
    rules = written_rulebook().rules
    assert len(rules) >= 100
    assert len({rule.conclude.category for rule in rules}) >= 30
    for rule in rules:
        assert rule.note.endswith((".", "?")), rule.id
        assert not rule.reason("en").endswith("."), rule.id


def test_special_categories_need_evidence_that_names_why():
    """No rule concludes one from a name, a place of home, a purchase, a taste or a language."""
    from_nothing = {
        "name", "home_place", "purchase_or_brand", "media_taste", "language_spoken", "vehicle",
        "finance", "occupation", "ethnic_origin",
    }  # fmt: skip
    for rule in written_rulebook().rules:
        if category(rule.conclude.category).article == 9:
            premises = {premise.category for premise in rule.when} - {None}
            assert not premises & from_nothing, rule.id
