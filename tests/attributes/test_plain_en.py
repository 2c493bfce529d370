"""Plain statements as anybody would try them first, in English: category, person and value.

``plain_en.tsv`` holds them; ``plain_harmless_en.txt`` holds requests that leak nothing. Both are
development data: rules were corrected with them.
"""

import pytest

from tests.attributes import plain


@pytest.mark.parametrize("row", plain.each("en"))
def test_a_plain_statement_gives_its_category_person_and_value(row):
    found = plain.told(row["utterance"], "en")
    assert plain.says(row, found), plain.seen(found)


def test_every_category_has_four_statements():
    assert plain.few("en") == set()


@pytest.mark.slow
def test_rules_alone_find_nearly_all_of_them():
    assert plain.share_by_rules("en") >= plain.LEAST_BY_RULES


@pytest.mark.parametrize("text", plain.harmless("en"))
def test_a_harmless_request_gives_nothing(text):
    found = plain.told(text, "en")
    assert found == [], plain.seen(found)
