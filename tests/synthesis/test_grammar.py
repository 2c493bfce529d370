"""Grammars: what lines mean, what is refused and where, and what sentences are drawn."""

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from auditor.corpus.synthesis.grammar import Drawn, Grammar, as_recognised, draw, read_grammar
from auditor.corpus.synthesis.grammar.spelling import agreed, articled, elided, tidy
from auditor.corpus.synthesis.grammar.template import (
    Choice,
    Mark,
    Reference,
    Sexed,
    TemplateError,
    parse,
)
from auditor.errors import UsageError

SLOTS = {"name", "town", "mother", "child", "wake"}


@pytest.fixture
def grammar(tmp_path: Path) -> Callable[[str], Grammar]:
    def written(text: str) -> Grammar:
        (tmp_path / "words.txt").write_text(text, "utf-8")
        return read_grammar(tmp_path, SLOTS)

    return written


def _fill(**known: str) -> Callable[[str, Random], str | None]:
    return lambda name, rng: known.get(name)


def _drawn(grammar: Grammar, *, language: str = "en", female: bool = True, **known: str) -> Drawn:
    (line,) = grammar.all_lines()
    drawn = draw(line, grammar, _fill(**known), Random(1), female=female, language=language)
    assert drawn is not None
    return drawn


def test_a_line_has_words_names_choices_sexes_and_marks() -> None:
    kinds = [type(node) for node in parse("go {name} {a|b} {sex:her|him} [x {name}|pet]").nodes]
    assert kinds == [str, Reference, str, Choice, str, Sexed, str, Mark]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("ring [mum", "does not close"),
        ("ring {name", "does not close"),
        ("ring mum]", "stray"),
        ("ring [mum|pet@dog]", "not one of"),
        ("a [b [c]] d", "within marked words"),
        ("a {b [c]|d}", "within braces"),
        ("a {Not A Name}", "neither a name nor a choice"),
        ("a {sex:b}", "two forms"),
        ("a []", "marks no words"),
    ],
)
def test_a_line_that_is_no_line_is_refused(line: str, says: str) -> None:
    with pytest.raises(TemplateError, match=says):
        parse(line)


def test_names_within_a_choice_are_needed_only_where_all_need_them() -> None:
    assert set(parse("{name} {{town}|here} {{child} a|{child} b}").references()) == {
        "name",
        "child",
    }


@pytest.mark.parametrize(
    ("text", "says", "line"),
    [
        ("== health | * | stated\nplain words\n", "no words are marked", 2),
        ("== wealth | * | stated\n", "unknown category", 1),
        ("== health | * | sung\n", "neither stated nor implied", 1),
        ("== health | *\n", "three or four fields", 1),
        ("== pet | * | stated | dog\n", "nobody is called", 1),
        ("== pet | * | stated\n[{unheard}]\n", "neither a macro nor a slot", 2),
        ("== pet | * | stated\n[a|wealth]\n[b]\n", "unknown category", 2),
        ("words\n", "before the first section", 1),
        ("== harmless | * | -\nturn [it] down\n", "without a category", 2),
    ],
)
def test_what_is_wrong_is_named_with_its_line(
    grammar: Callable[[str], Grammar], text: str, says: str, line: int
) -> None:
    with pytest.raises(UsageError, match=says) as caught:
        grammar(text)
    assert caught.value.where.endswith(f"line {line}")


@pytest.mark.parametrize("line", ["y {a}", "y {z|{a}}"])
def test_a_macro_that_holds_itself_is_refused(grammar: Callable[[str], Grammar], line: str) -> None:
    with pytest.raises(UsageError, match=r"holds itself \(a → b → a\)|\(b → a → b\)"):
        grammar(f"== macro a\nx {{b}}\n== macro b\n{line}\n== pet | * | stated\n[dog] {{a}}\n")


@pytest.mark.parametrize(
    ("line", "reads"),
    [
        ("la capitale de {country}", "La capitale du Pérou"),
        ("on vient de {verb}", "On vient de le voir"),
        ("le bruit de {a|a}{animal}", "Le bruit d'aun ours"),
        ("le bruit de {|} {animal}", "Le bruit d'un ours"),
        ("mets-le {where}", "Mets-le en gras"),
        ("la fête de {name}", "La fête d'Hélène"),
        ("le marché de {town}", "Le marché du Havre"),
        ("le train de {hour}", "Le train de onze heures"),
        ("mes copains de {sport}", "Mes copains de yoga"),
        ("le toit de {aspirated}", "Le toit de haut"),
        ("date, le {day}", "Date, le dix-sept"),
    ],
)
def test_french_words_meet_across_macros_choices_and_slots(
    grammar: Callable[[str], Grammar], line: str, reads: str
) -> None:
    macros = {
        "country": "le Pérou",
        "verb": "le voir",
        "animal": "un ours",
        "where": "en gras",
        "hour": "onze heures",
        "sport": "yoga",
        "aspirated": "haut",
        "day": "le dix-sept",
    }
    text = "".join(f"== macro {name}\n{words}\n" for name, words in macros.items())
    drawn = _drawn(
        grammar(f"{text}== harmless | * | -\n{line}\n"),
        language="fr",
        name="Hélène",
        town="Le Havre",
    )
    assert drawn.text == reads


@pytest.mark.parametrize(
    ("words", "reads"),
    [
        ("set a alarm", "set an alarm"),
        ("a ATM, a union, a one-way street", "an ATM, a union, a one-way street"),
        ("half a hour in a UPS van, a NHS badge", "half an hour in a UPS van, an NHS badge"),
        ("my the council badge", "my council badge"),
        ("plate A eight A E", "plate A eight A E"),
        ("a or b, and a uh pint", "a or b, and a uh pint"),
        ("a unusual day, a useful one", "an unusual day, a useful one"),
    ],
)
def test_english_articles_suit_what_follows(words: str, reads: str) -> None:
    assert articled(words) == reads


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no grammar"):
        read_grammar(tmp_path, SLOTS)


def test_labels_are_the_sections_or_their_own(grammar: Callable[[str], Grammar]) -> None:
    text = "== children | * | stated\nmy [{child}|children+relative_name@relative] [is mine]\n"
    drawn = _drawn(grammar(text), child="Emma")
    assert [(each.category, each.about, each.span) for each in drawn.labels] == [
        ("children", "driver", "emma"),
        ("relative_name", "relative", "emma"),
        ("children", "driver", "is mine"),
    ]


def test_every_span_is_words_of_what_is_recognised(grammar: Callable[[str], Grammar]) -> None:
    text = "== pet | * | stated\n{a|b}, [the dog's , well…] {name}!\n"
    drawn = _drawn(grammar(text), name="O'Neill")
    assert all(label.span in drawn.asr for label in drawn.labels)
    assert drawn.asr.endswith("o'neill")


def test_what_a_life_lacks_cannot_be_said(grammar: Callable[[str], Grammar]) -> None:
    made = grammar("== pet | * | stated\n[dog] {name}\n")
    (line,) = made.all_lines()
    assert line.needs == {"name"}
    assert draw(line, made, _fill(), Random(1), female=True, language="en") is None


def test_the_drivers_sex_chooses(grammar: Callable[[str], Grammar]) -> None:
    made = grammar("== pet | * | stated\n{sex:contente|content} du [chien]\n")
    assert _drawn(made, female=True).asr == "contente du chien"
    assert _drawn(made, female=False).asr == "content du chien"


def test_the_same_seed_draws_the_same(grammar: Callable[[str], Grammar]) -> None:
    made = grammar("== pet | * | stated\n{a|b|c} {d|e|f} [{g|h|i}]\n")
    assert _drawn(made) == _drawn(made)


@pytest.mark.parametrize(
    ("before", "word", "expected"),
    [
        ("près de ", "Agen", "près d'Agen"),
        ("près de ", "Lyon", "près de Lyon"),
        ("à ", "Le Mans", "au Mans"),
        ("de ", "Les Ulis", "des Ulis"),
        ("jusque ", "Évry", "jusqu'Évry"),
        ("rue ", "Agen", "rue Agen"),
    ],
)
def test_french_words_are_written_together(before: str, word: str, expected: str) -> None:
    assert "".join(elided(before, word)) == expected


def test_possessives_suit_whom_they_name() -> None:
    assert agreed("ma fils et mon fille, ta mari") == "mon fils et ma fille, ton mari"


def test_a_sentence_is_tidied() -> None:
    assert tidy(" , oh ,,  well  , no .") == "Oh, well, no."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ring Mum’s phone, it's 'urgent'!", "ring mum's phone it's urgent"),
        ("Quatre-vingts, l'été…", "quatre vingts l'été"),
        ("", ""),
    ],
)
def test_what_a_recogniser_would_write(text: str, expected: str) -> None:
    assert as_recognised(text) == expected
