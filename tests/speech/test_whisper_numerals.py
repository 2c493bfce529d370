import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from text_to_num import text2num

from auditor.speech.whisper_numerals import cardinal, readings, spoken

ENGLISH = {
    "call 0 7 7 0 0 9": "call zero seven seven zero zero nine",
    "0770 0900 412": "zero seven seven zero zero nine zero zero four one two",
    "on 02079460958": "on zero two zero seven nine four six zero nine five eight",
    "5 10 15": "five ten fifteen",
    "at 7:30 pm": "at seven thirty pm",
    "at 7.30": "at seven thirty",
    "4:05 or 4:00": "four oh five or four",
    "the 21st of March 1985": "the twenty first of March nineteen eighty five",
    "in 1900, 2005 and 2026": "in nineteen hundred , two thousand and five and twenty twenty six",
    "£250 or $7.50": "two hundred and fifty pounds or seven dollars fifty",
    "19.5°": "nineteen point five degrees",
    "12,500 miles": "twelve thousand five hundred miles",
    "20% off": "twenty percent off",
    "the A30": "the A thirty",
    "2nd, 3rd, 12th, 30th": "second , third , twelfth , thirtieth",
    "Dr. Patel & Mr Brown": "doctor Patel and mister Brown",
    "no figures": "no figures",
}
FRENCH = {
    "à 16h15": "à seize heures quinze",
    "1h et 19h00": "une heure et dix neuf heures",
    "le 1er mai, la 1re, le 5e": "le premier mai, la première , le cinquième",
    "le 9ème": "le neuvième",
    "le 0, 612, 34, 56, 78": "le zéro six douze trente quatre cinquante six soixante dix huit",
    "06.12.34.56.78": "zéro six douze trente quatre cinquante six soixante dix huit",
    "0612345678": "zéro six douze trente quatre cinquante six soixante dix huit",
    "250€ ou 7,50 €": "deux cent cinquante euros ou sept euros cinquante",
    "19,5 degrés": "dix neuf virgule cinq degrés",
    "1 200 ou 12 500 km": "mille deux cents ou douze mille cinq cents km",
    "le 3 ou le 15": "le trois ou le quinze",
    "M. Dupont, le Dr Roy, Mme X": "monsieur Dupont, le docteur Roy, madame X",
    "l'A6": "l'A six",
}


@pytest.mark.parametrize(("written", "said"), ENGLISH.items())
def test_english(written, said):
    assert spoken(written, "en") == said


@pytest.mark.parametrize(("written", "said"), FRENCH.items())
def test_french(written, said):
    assert spoken(written, "fr") == said


@given(st.integers(0, 999_999_999), st.sampled_from(["en", "fr"]))
def test_another_library_reads_the_number_back(number, language):
    assert text2num(cardinal(number, language), language) == number


@given(st.text(alphabet="0123456789 ,.:h€£%-aZé°", max_size=40), st.sampled_from(["en", "fr"]))
def test_whatever_is_written_no_figure_is_left_and_spans_do_not_overlap(text, language):
    assert not any(letter.isdigit() for letter in spoken(text, language))
    found = list(readings(text, language))
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))
