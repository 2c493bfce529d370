"""Pictures of a person's graph: readable at 20 and at 2,000 nodes, in both languages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import networkx as nx
import pytest
from graph_made import PERSON, made
from matplotlib.backends.backend_agg import FigureCanvasAgg
from report_browser import CHROMIUM, Page, browser

from auditor.records import Language
from auditor.report.drawing import style
from auditor.report.graphs import graph_bytes
from auditor.report.graphs.picture import draw_tree
from auditor.report.graphs.relations import relation_word
from auditor.report.graphs.tree import tree_of


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("utterances", [3, pytest.param(450, marks=pytest.mark.slow)])
def test_no_label_lies_on_another_or_outside(utterances: int, language: Language) -> None:
    graph = made(utterances)
    assert len(graph) > (2000 if utterances > 100 else 15)
    with style():
        figure = draw_tree(tree_of(graph, PERSON, language), language)
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        (axes,) = figure.axes
        boxes = [text.get_window_extent(canvas.get_renderer()) for text in axes.texts]
    assert len(boxes) > 15
    for one, other in combinations(boxes, 2):
        # Lines of text may come as near as their own spacing.
        assert not one.shrunk(0.98, 0.8).overlaps(other.shrunk(0.98, 0.8))
    assert all(figure.bbox.x0 <= box.x0 and box.x1 <= figure.bbox.x1 for box in boxes)


def test_beyond_the_limit_the_surest_are_shown_and_the_rest_counted() -> None:
    graph = made(120)
    whole, limited = tree_of(graph, PERSON, "en", 10**6), tree_of(graph, PERSON, "en", 60)
    shown = [leaf for branch in limited.branches for leaf in branch.leaves]
    assert len(shown) == 60
    assert len(shown) + limited.folded == sum(len(branch.leaves) for branch in whole.branches)
    for branch, full in zip(limited.branches, whole.branches, strict=True):
        assert branch.leaves == full.leaves[: len(branch.leaves)]
        assert branch.leaves
    assert whole.folded == 0


def test_special_categories_come_first_and_are_marked() -> None:
    marks = [branch.mark for branch in tree_of(made(120), PERSON, "en").branches]
    assert marks == sorted(marks, key=["article_9", "article_10", "ordinary", "entity"].index)
    assert set(marks) == {"article_9", "article_10", "ordinary", "entity"}


def test_the_picture_is_told_in_both_languages() -> None:
    english, french = (
        graph_bytes(made(3), "svg", person=PERSON, language=each).decode() for each in ("en", "fr")
    )
    assert "What the recordings say" in english
    assert "Ce que les enregistrements disent" in french


def test_nobody_is_claimed_anything_of() -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_node("person:p", kind="person", label="p")
    assert "Nothing is claimed" in graph_bytes(graph, "svg", person="p").decode()
    assert "Nothing is claimed" in graph_bytes(graph, "html", person="p").decode()


@pytest.mark.parametrize(
    ("relation", "language", "word"),
    [
        ("mother", "en", "mother"),
        ("mother", "fr", "mère"),
        ("sister", "fr", "soeur"),
        ("home", "fr", "domicile"),
        ("passenger 2", "fr", "passager 2"),
        ("godfather of mine", "en", "godfather of mine"),
    ],
)
def test_relations_have_their_word(relation: str, language: Language, word: str) -> None:
    assert relation_word(relation, language) == word


def test_the_page_holds_all_it_needs_and_runs_nobody_s_words() -> None:
    page = graph_bytes(made(6), "html", person=PERSON).decode()
    assert not re.search(r"(?:src|href)=[\"'](?!data:)", page)
    assert "<b>&amp;" not in re.sub(r"(?s)<script.*?</script>", "", page)
    embedded = page.split('id="data">')[1].split("</script>")[0]
    assert "<" not in embedded
    branches = json.loads(embedded)["branches"]
    assert all(leaf["for"] for branch in branches for leaf in branch["leaves"])


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    profile, downloads = tmp_path_factory.mktemp("profile"), tmp_path_factory.mktemp("downloads")
    with browser(profile, downloads=downloads) as started:
        yield started


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium: apt-get install chromium")
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("utterances", [3, 450])
def test_in_a_browser_a_click_shows_the_words(
    page: Page, tmp_path: Path, width: int, utterances: int
) -> None:
    path = tmp_path / "graph.html"
    path.write_bytes(graph_bytes(made(utterances), "html", person=PERSON))
    page.messages.clear()
    page.requested.clear()
    page.resize(width)
    page.visit(path)
    assert page.run("document.documentElement.scrollWidth <= window.innerWidth")
    before = page.run("document.querySelectorAll('.row').length")
    page.click(".row:not(.more)")
    page.wait("document.querySelectorAll('#evidence q').length > 0")
    if utterances > 100:
        page.run("document.querySelector('.row.more').dispatchEvent(new MouseEvent('click'))")
        assert page.run("document.querySelectorAll('.row').length") > before
    assert page.messages == []
    assert [each for each in page.requested if not each.startswith(("file:", "data:"))] == []
