import pytest

from auditor.inference.naming import address, is_assistant, person_name, place_name


@pytest.mark.parametrize(
    ("kind", "said", "normalised", "text", "language", "name"),
    [
        (
            "visited_place", "the library", "x",
            "directions to the library on mill road and then home", "en", "library on mill road",
        ),
        (
            "visited_place", "harlow", "harlow|GB|ENG",
            "head for the garden centre in harlow please", "en", "garden centre in harlow",
        ),
        ("visited_place", "nana", "x", "how long to nana's flat", "en", "nana's flat"),
        (
            "visited_place", "the royal infirmary the", "x",
            "take me to the royal infirmary the er fracture clinic", "en", "royal infirmary",
        ),
        (
            "visited_place", "pour le lycée des tilleuls à dole", "x",
            "itinéraire pour le lycée des tilleuls à dole", "fr", "lycée des tilleuls dole",
        ),
        ("visited_place", "de bonneuil", "x", "passe au dépôt de bonneuil", "fr", "bonneuil"),
        ("visited_place", "chez mamie", "x", "on va chez mamie", "fr", "chez mamie"),
        ("home_place", "douze rue des lilas à dole", "dole|FR|27", "", "fr", "dole"),
    ],
)  # fmt: skip
def test_places(kind, said, normalised, text, language, name):
    assert place_name(kind, said, normalised, text, language) == name


@pytest.mark.parametrize(
    ("said", "text", "language", "expected"),
    [
        ("twelve mill lane", "i live at twelve mill lane selby", "en", "12 mill lane selby"),
        ("huit rue des lilas", "rentre au huit rue des lilas à dole", "fr", "8 rue des lilas dole"),
        ("rue des lilas douze", "c'est rue des lilas douze non treize", "fr", "rue des lilas 13"),
    ],
)
def test_addresses(said, text, language, expected):
    assert address(said, text, language) == expected


@pytest.mark.parametrize(
    ("said", "language", "name"),
    [
        ("Doctor Okafor", "en", "okafor"),
        ("tessa's", "en", "tessa"),
        ("maître vidal", "fr", "vidal"),
        ("d'inès", "fr", "inès"),
        ("the", "en", ""),
    ],
)
def test_persons(said, language, name):
    assert person_name(said, language) == name


def test_assistants():
    assert is_assistant("Alexa")
    assert not is_assistant("alex")
