import json
import os
import stat
from datetime import datetime
from pathlib import Path

import pytest

import auditor
from auditor.errors import UsageError
from auditor.pipeline import Options

SCRIPT = {
    1: "i have type one diabetes",
    2: "call my husband on his mobile",
    3: "turn up the heating a bit",
    4: "take me to the mosque on park road",
}


@pytest.fixture
def folder(write_wav, tmp_path, scripted):
    scripted(SCRIPT)
    for seconds in (1, 2, 3):
        write_wav(f"talks/{seconds}.wav", seconds=seconds)
    return tmp_path / "talks"


def written(out: Path) -> dict[str, bytes]:
    """Every file of an audit that must repeat, by name."""
    return {
        str(path.relative_to(out)): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and ".auditor" not in path.parts and path.name != "timings.json"
    }


def test_audit_in_memory_returns_profiles_and_tables(folder):
    result = auditor.audit(folder)
    assert result.exit_code == 0
    assert [row.status for row in result.rows] == ["ok", "ok", "ok"]
    categories = {claim.category.split(".")[0] for claim in result.profiles[0].claims}
    assert "health" in categories
    assert set(result.attributes["category"]) >= {"health"}
    assert result.graph.number_of_nodes() > 5
    assert result.measures.headline.persons == 1


def test_audit_writes_what_the_issue_names(folder, tmp_path):
    result = auditor.audit(folder, tmp_path / "out")
    out = tmp_path / "out"
    names = set(written(out))
    expected = {
        "index.html",
        "profile.json",
        "attributes.csv",
        "attributes.parquet",
        "graph.graphml",
        "measures.json",
        "run.json",
    }
    assert expected <= names
    assert any(name.startswith("transcripts/") for name in names)
    assert any(name.startswith("figures/") for name in names)
    assert (out / "timings.json").exists()
    assert result.page == out / "index.html"
    for path in [out, *out.rglob("*")]:
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o700 if path.is_dir() else 0o600), path


def test_run_says_nothing_of_clocks_and_jobs(folder, tmp_path):
    auditor.audit(folder, tmp_path / "a", options=Options(jobs=1))
    auditor.audit(folder, tmp_path / "b", options=Options(jobs=3))
    assert written(tmp_path / "a") == written(tmp_path / "b")
    assert str(datetime.now().year) not in (tmp_path / "a" / "run.json").read_text()


def test_second_run_hears_nothing_again_and_writes_the_same(folder, tmp_path, scripted):
    auditor.audit(folder, tmp_path / "out")
    before = written(tmp_path / "out")
    recogniser = scripted(SCRIPT)
    auditor.audit(folder, tmp_path / "out")
    assert recogniser.heard == 0
    assert written(tmp_path / "out") == before
    auditor.audit(folder, tmp_path / "out", options=Options(fresh=True))
    assert recogniser.heard == 3
    assert written(tmp_path / "out") == before


def test_interrupted_audit_goes_on_and_gives_the_same_bytes(folder, tmp_path, scripted):
    auditor.audit(folder, tmp_path / "whole")
    recogniser = scripted(SCRIPT)

    class Impatient:
        def began(self, total): ...
        def stage(self, name): ...
        def finished(self, row):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        auditor.audit(folder, tmp_path / "out", observer=Impatient())
    before = recogniser.heard
    auditor.audit(folder, tmp_path / "out")
    assert 0 < recogniser.heard - before + 1 <= 3
    assert written(tmp_path / "out") == written(tmp_path / "whole")


def test_bad_files_are_rows_and_the_rest_goes_on(folder, tmp_path):
    (folder / "empty.wav").write_bytes(b"")
    (folder / "text.wav").write_text("this is not sound at all, only a text with an ending")
    result = auditor.audit([folder, tmp_path / "nowhere"], tmp_path / "out")
    by_name = {Path(row.name).name: row for row in result.rows}
    assert by_name["1.wav"].status == "ok"
    for name in ("empty.wav", "text.wav", "nowhere"):
        assert by_name[name].status == "failed"
        assert by_name[name].problem
    assert result.exit_code == 1


def test_only_bad_files_is_nothing_done(tmp_path, scripted):
    scripted({})
    (tmp_path / "a.wav").write_bytes(b"")
    assert auditor.audit(tmp_path / "a.wav").exit_code == 3


def test_same_content_under_two_paths_is_heard_once_and_has_two_rows(write_wav, tmp_path, scripted):
    recogniser = scripted(SCRIPT)
    write_wav("talks/p/a.wav", seconds=1)
    write_wav("talks/q/b.wav", seconds=1)
    result = auditor.audit(tmp_path / "talks", options=Options(jobs=2))
    assert recogniser.heard == 1
    assert [row.status for row in result.rows] == ["ok", "duplicate"]
    assert result.rows[1].duplicate_of == result.rows[0].name
    assert [profile.person for profile in result.profiles] == ["p", "q"]
    assert result.exit_code == 0


def test_a_recogniser_that_breaks_costs_one_row_and_shows_no_words(folder, scripted):
    recogniser = scripted(SCRIPT)
    real = recogniser.recognise

    def breaks(sound, language):
        heard = real(sound, language)
        if heard and heard[0].words[-1].text == "mobile":
            raise RuntimeError(" ".join(word.text for word in heard[0].words))
        return heard

    recogniser.recognise = breaks
    result = auditor.audit(folder)
    (bad,) = [row for row in result.rows if row.status == "failed"]
    assert bad.problem == "internal error (RuntimeError)"


def test_transcript_of_text_needs_no_recogniser(tmp_path):
    (tmp_path / "t.jsonl").write_text(
        json.dumps(
            {
                "id": "u1",
                "text": "j'ai du diabète et rendez-vous chez le cardiologue",
                "person": "p",
            }
        )
    )
    result = auditor.audit(tmp_path / "t.jsonl", tmp_path / "out")
    (row,) = result.rows
    assert (row.language, row.recogniser) == ("fr", "text")
    assert "health" in {claim.category for claim in result.profiles[0].claims}
    assert (tmp_path / "out" / "index.html").exists()


def test_unknown_channel_is_a_failed_row(folder):
    result = auditor.audit(folder, options=Options(channel="middle"))
    assert {row.status for row in result.rows} == {"failed"}
    assert "unknown channel 'middle'" in result.rows[0].problem


def test_folder_that_holds_something_else_is_refused(folder, tmp_path):
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "letter.txt").write_text("dear")
    with pytest.raises(UsageError, match="not an audit"):
        auditor.audit(folder, tmp_path / "home")


def test_two_runs_in_one_folder_are_refused(folder, tmp_path):
    import fcntl

    auditor.audit(folder, tmp_path / "out")
    lock = os.open(tmp_path / "out" / ".auditor" / "lock", os.O_RDWR)
    fcntl.flock(lock, fcntl.LOCK_EX)
    try:
        with pytest.raises(UsageError, match="another run"):
            auditor.audit(folder, tmp_path / "out")
    finally:
        os.close(lock)


def test_decisions_of_listeners_are_counted(folder, tmp_path):
    result = auditor.audit(folder, tmp_path / "out")
    claim = result.profiles[0].claims[0]
    (tmp_path / "out" / "decisions.json").write_text(json.dumps({claim.id: "confirmed"}))
    again = auditor.audit(folder, tmp_path / "out")
    assert again.measures.headline.confirmed == 1
    (tmp_path / "out" / "decisions.json").write_text('{"x": "maybe"}')
    with pytest.raises(UsageError, match="decisions"):
        auditor.audit(folder, tmp_path / "out")


def test_no_source_is_a_usage_error():
    with pytest.raises(UsageError, match="no source"):
        auditor.audit([])


def test_page_alone(folder, tmp_path):
    path = auditor.audit(folder).to_html(tmp_path / "page.html", language="fr")
    assert '<html lang="fr"' in path.read_text("utf-8")
