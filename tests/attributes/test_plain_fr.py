"""Plain statements as anybody would try them first, in French: category, person and value.

``plain_fr.tsv`` holds them; ``plain_harmless_fr.txt`` holds requests that leak nothing. Both are
development data: rules were corrected with them.
"""

import pytest

from tests.attributes import plain


@pytest.mark.parametrize("row", plain.each("fr"))
def test_a_plain_statement_gives_its_category_person_and_value(row):
    found = plain.told(row["utterance"], "fr")
    assert plain.says(row, found), plain.seen(found)


def test_every_category_has_four_statements():
    assert plain.few("fr") == set()


@pytest.mark.slow
def test_rules_alone_find_nearly_all_of_them():
    assert plain.share_by_rules("fr") >= plain.LEAST_BY_RULES


@pytest.mark.parametrize("text", plain.harmless("fr"))
def test_a_harmless_request_gives_nothing(text):
    found = plain.told(text, "fr")
    assert found == [], plain.seen(found)
