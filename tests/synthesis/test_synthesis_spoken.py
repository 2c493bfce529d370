"""What is spoken: the words of ``asr``, the breathing of ``text``."""

import pytest

from auditor.corpus.synthesis.spoken import respell, spoken_text


@pytest.mark.parametrize(
    ("text", "asr", "spoken"),
    [
        ("Stop. No, go!", "stop no go", "Stop. No, go!"),
        (
            "Take the A27, please.",
            "take the a twenty seven please",
            "Take the a twenty seven, please.",
        ),
        ("It's 12 o'clock.", "it's twelve o'clock", "It's twelve o'clock."),
        ("A thirty-one year lease", "a thirty one year lease", "A thirty one year lease"),
        ("C'est où, l'église ?", "c'est où l'église", "C'est où, l'église?"),
        (
            "Il est 8 h 20 : vite !",
            "il est huit heures vingt vite",
            "Il est huit heures vingt: vite!",
        ),
        ("Rendez-vous à 9 h…", "rendez-vous à neuf heures", "Rendez-vous à neuf heures…"),
        ("[laughs] Turn back.", "turn back", "Turn back."),
    ],
)
def test_words_of_the_one_and_marks_of_the_other(text, asr, spoken):
    assert spoken_text(text, asr) == spoken


def test_respelling_takes_whole_words_whatever_their_capitals():
    table = {"OK Google": "oké gougueule", "alfa": "alpha"}
    assert respell("Ok google, Alfa ou alfalfa ?", table) == "oké gougueule, alpha ou alfalfa ?"
