import json

from auditor import corpus


def load(tmp_path, *lines):
    path = tmp_path / "talk.jsonl"
    path.write_text(
        "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines) + "\n"
    )
    return list(corpus.load([path]))


def test_plain_lines_form_one_recording(tmp_path):
    (given,) = load(tmp_path, {"text": "call mum"}, {"id": "x", "text": "turn left"})
    assert [(line.id, line.text) for line in given.lines] == [
        ("talk-1", "call mum"),
        ("x", "turn left"),
    ]
    assert given.recording.person == "talk"
    assert given.problem is None


def test_lines_are_grouped_by_person_and_recording(tmp_path):
    items = load(
        tmp_path,
        {"text": "one", "person": "p", "recording": "r1", "time": "2026-03-02T07:41"},
        {"text": "two", "person": "q", "recording": "r1"},
        {"text": "three", "person": "p", "recording": "r1"},
    )
    assert [(item.recording.person, len(item.lines)) for item in items] == [("p", 2), ("q", 1)]
    assert items[0].recording.started_at.isoformat() == "2026-03-02T07:41:00"


def test_words_and_confidences_in_every_form(tmp_path):
    (given,) = load(
        tmp_path,
        {"text": "call mum", "words": [["call", 0.1, 0.3], ["mum", 0.3, 0.6, 0.5]]},
        {"text": "call mum", "words": [{"word": "call", "start": 0, "end": 1, "conf": 0.7}]},
        {"text": "call mum", "confidences": [0.9, 0.4]},
    )
    first, second, third = (line.words for line in given.lines)
    assert [(word.start_s, word.confidence) for word in first] == [(0.1, 1.0), (0.3, 0.5)]
    assert (second[0].text, second[0].confidence) == ("call", 0.7)
    assert [word.confidence for word in third] == [0.9, 0.4]


def test_bad_lines_are_named_without_their_text(tmp_path):
    (given,) = load(
        tmp_path,
        {"id": "a", "text": "fine"},
        '{"text": "secret',
        {"id": "a", "text": "secret again"},
        {"text": "secret", "time": "yesterday"},
        {"text": "two secrets", "confidences": [0.5]},
    )
    assert [line.id for line in given.lines] == ["a"]
    for part in (
        "line 2: not JSON",
        "line 3: duplicate id 'a'",
        "line 4: bad or missing time",
        "line 5: bad words",
    ):
        assert part in given.problem
    assert "secret" not in given.problem


def test_empty_transcript_is_a_failed_row(tmp_path):
    (row,) = load(tmp_path, "")
    assert (row.status, "empty transcript" in row.problem) == ("failed", True)
