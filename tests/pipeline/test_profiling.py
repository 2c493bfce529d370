import json
import shutil

import networkx as nx
import pytest
from click.testing import CliRunner

from auditor.cli import command
from auditor.errors import UsageError
from auditor.pipeline import audit
from auditor.pipeline.profiling import profiles_in

LINES = [
    ("u1", "2026-03-06T12:40:00", "take me to the mosque for friday prayers"),
    ("u2", "2026-03-08T09:00:00", "i'm not eating anything till sunset"),
    ("u3", "2026-03-09T18:00:00", "my sister's got asthma so bring her inhaler"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The folder of an audit of one person's words, without sound."""
    root = tmp_path_factory.mktemp("profiling")
    said = [{"id": i, "time": at, "asr": text, "labels": []} for i, at, text in LINES]
    truth = {"driver": "d09", "language": "en", "utterances": said}
    (root / "d09.json").write_text(json.dumps(truth), "utf-8")
    audit(root / "d09.json", root / "report")
    return root / "report"


def faith(profile):
    found = [each for each in profile.claims if each.category == "religion"]
    return max((each.probability for each in found), default=0.0)


def test_a_profile_made_anew_is_the_one_that_was_written(folder):
    (profile,) = profiles_in(folder)
    written = json.loads((folder / "profile.json").read_text("utf-8"))["persons"][0]
    assert [each["id"] for each in written["claims"]] == [each.id for each in profile.claims]
    assert [each["probability"] for each in written["claims"]] == [
        each.probability for each in profile.claims
    ]


def test_assumptions_and_missing_words_change_it(folder):
    (full,) = profiles_in(folder)
    (half,) = profiles_in(folder, assumed="half")
    evidence = next(each.evidence for each in full.claims if each.category == "religion")
    (left,) = profiles_in(folder, "d09", without=evidence)
    assert faith(full) > faith(half) > 0
    assert faith(full) > faith(left) == 0


def test_a_calibration_moves_probabilities(folder, tmp_path):
    file = tmp_path / "fitted.json"
    file.write_text('{"maps": {"en": {"all": [-2, 1]}}, "data_sha256": "", "claims": 9}', "utf-8")
    (plain,), (fitted,) = profiles_in(folder), profiles_in(folder, calibration=file)
    assert faith(fitted) < faith(plain)


def test_what_is_no_calibration_is_refused(folder, tmp_path):
    (tmp_path / "wrong.json").write_text("[]", "utf-8")
    with pytest.raises(UsageError, match=r"wrong\.json: no calibration"):
        profiles_in(folder, calibration=tmp_path / "wrong.json")


def test_relatives_have_profiles_of_their_own(folder):
    (profile,) = profiles_in(folder)
    sister = {member.person: member for member in profile.members}["d09/sister"]
    assert "health" in {each.category for each in sister.claims}


@pytest.mark.parametrize(
    ("more", "what"),
    [({"person": "nobody"}, "nobody here"), ({"without": ["u99"]}, "no utterance 'u99'")],
)
def test_unknown_names_are_refused(folder, more, what):
    with pytest.raises(UsageError, match=what):
        profiles_in(folder, **more)


def test_a_folder_that_is_no_audit_is_refused(tmp_path):
    with pytest.raises(UsageError, match=r"no graph\.graphml"):
        profiles_in(tmp_path)


def test_a_damaged_graph_is_refused(tmp_path):
    (tmp_path / "graph.graphml").write_text("<graphml>", "utf-8")
    with pytest.raises(UsageError, match="cannot be read"):
        profiles_in(tmp_path)


@pytest.mark.parametrize(("language", "word"), [("en", "religion"), ("fr", "Conclu d")])
def test_the_command_prints_within_eighty_columns(folder, language, word):
    arguments = ["profile", str(folder), "--language", language, "--members"]
    result = CliRunner().invoke(command, arguments, standalone_mode=False)
    assert result.exception is None
    assert word in result.output
    assert max(map(len, result.output.splitlines())) <= 80


@pytest.mark.parametrize(
    ("language", "law"), [("en", "Art.\N{NO-BREAK SPACE}9]"), ("fr", "art.\N{NO-BREAK SPACE}9]")]
)
def test_the_command_marks_special_data_in_the_readers_language(folder, language, law):
    arguments = ["profile", str(folder), "--language", language]
    result = CliRunner().invoke(command, arguments, standalone_mode=False)
    assert law in result.output


def test_the_command_prints_json(folder):
    result = CliRunner().invoke(command, ["profile", str(folder), "--json"], standalone_mode=False)
    assert json.loads(result.output)["persons"][0]["id"] == "d09"


OWN = """
[dusk]
note = "Whoever waits for sunset to eat keeps a fast."
why = { en = "waits for sunset to eat", fr = "attend le coucher du soleil pour manger" }
base_rate = 0.05
likelihood_ratio = 400
assumed = "an example"
when = [{ en = ["till sunset"] }]
conclude = { category = "food_or_diet", value = "fasts by day" }
"""


def test_rules_of_ones_own_are_added(folder, tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text(OWN, "utf-8")
    (profile,) = profiles_in(folder, rules=[file])
    (found,) = [each for each in profile.claims if each.normalised == "fasts by day"]
    assert found.why == ("rule:mine.dusk",)
    run = CliRunner().invoke(command, ["profile", str(folder), "--rules", str(file)])
    assert run.exit_code == 0
    assert "a rule of the user" in " ".join(run.output.split())


def test_a_rule_that_is_wrong_is_named(folder, tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text(OWN.replace("food_or_diet", "foood"), "utf-8")
    with pytest.raises(UsageError) as error:
        profiles_in(folder, rules=[file])
    assert "mine.toml, line 2, [dusk]" in str(error.value)


def test_what_the_headline_would_be_with_other_assumptions_is_told(folder):
    head = json.loads((folder / "measures.json").read_text("utf-8"))["headline"]
    half, double = head["assumed"]
    assert half <= len(head["revealed"]) <= double
    page = (folder / "index.html").read_text("utf-8")
    assert str(half) in page.split('class="assumed">')[1][:120]


def test_an_audit_from_before_there_were_hints_is_read(folder, tmp_path):
    old = tmp_path / "old"
    shutil.copytree(folder, old)
    graph = nx.read_graphml(old / "graph.graphml", force_multigraph=True)
    for _, facts in graph.nodes(data=True):
        facts.pop("hint", None)
    kept = [node for node, facts in graph.nodes(data=True) if facts.get("score", 1.0) >= 0.5]
    nx.write_graphml(graph.subgraph(kept), old / "graph.graphml")
    (profile,) = profiles_in(old)
    assert faith(profile) > 0.5
