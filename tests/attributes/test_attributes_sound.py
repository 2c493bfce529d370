"""Names that a recogniser wrote as other words of like sound, and words that only seem to be one.

The words in ``HEARD`` are what Vosk (English) and Whisper base (both) made of the names in
synthesised speech; the sentences around them were written for this test.
"""

from pathlib import Path

import pytest

from auditor.attributes import Extractor, bysound
from auditor.attributes.reading import ReadingMaker
from auditor.attributes.sounds import joined, key
from auditor.attributes.text import read
from auditor.records import Utterance, Word

HERE = Path(__file__).parent
LANGUAGES = ("en", "fr")
MAKERS = {language: ReadingMaker(language) for language in LANGUAGES}
EXTRACTORS = {language: Extractor(language, rules_only=True) for language in LANGUAGES}
ASKED = {
    "en": "the pharmacist says my {} is ready",
    "fr": "le pharmacien n'a pas reçu mon {} ce matin",
}

HEARD = {
    "en": [
        ("lammatrogen", "lamotrigine"),
        ("arabiprazole", "aripiprazole"),
        ("beta hastine", "betahistine"),
        ("dumpridone", "domperidone"),
        ("dump redone", "domperidone"),
        ("mod to funnel", "modafinil"),
        ("modifinal", "modafinil"),
        ("amex iselin", "amoxicillin"),
        ("tamsu lawson", "tamsulosin"),
        ("cosentix", "cosentyx"),
        ("celibrex", "celebrex"),
        ("aramidex", "arimidex"),
        ("amulet upon", "amlodipine"),
        ("zopic loan", "zopiclone"),
        ("neuron to him", "neurontin"),
        ("zet bound", "zepbound"),
        ("rassa jilline", "rasagiline"),
        ("nitrofurans toine", "nitrofurantoin"),
    ],
    "fr": [
        ("levmier", "levemir"),
        ("décapéptile", "décapeptyl"),
        ("péniciline", "pénicilline"),
        ("sel en croix", "selincro"),
        ("poulmics corps", "pulmicort"),
        ("pulmicot", "pulmicort"),
        ("tanganile", "tanganil"),
        ("style nox", "stilnox"),
        ("clamoxil", "clamoxyl"),
        ("flagile", "flagyl"),
        ("préviscantes", "préviscan"),
        ("ce requels", "seroquel"),
        ("dépatine", "dépakine"),
    ],
}
OTHER_KINDS = [
    ("en", "where is the nearest weatherspoon", "wetherspoon"),
    ("en", "she was diagnosed with munkapox", "monkeypox"),
    ("en", "new tyres for my empresa please", "impreza"),
    ("fr", "on m'a diagnostiqué une agoraphobile", "agoraphobie"),
    ("fr", "il faut des pneus pour ma sandéraux", "sandero"),
    ("fr", "le magasin chez brico marché est fermé", "bricomarché"),
]
HARMLESS = {
    "en": [
        "increase the font on this map",
        "remind me to scan for stations",
        "take a receipt at the pharmacy",
        "is the police station near the nearest shop",
        "read that again and in french",
        "nobody pour it on the doctor's seat",
        "the leader of the opposing side has promised tablets for schools",
        "take my deputy to the chemist",
        "set the alarm for a bailiff at nine",
        "i need my coat and my bus pass",
        "the nurse has an old man in her car",
    ],
    "fr": [
        "mets le concerto de sibelius",
        "on dit un ami au singulier",
        "le docteur a augmenté mon loyer",
        "prends la route de la formation",
        "l'archevêque a célébré la messe",
        "rappelle-moi de prendre le matériel",
        "le médecin est arrivé hier à taïwan",
        "la pharmacie est après la station",
    ],
}


def harmless(language):
    """Return the utterances of the training text and of the tests that give nothing away."""
    files = sorted((HERE.parents[1] / "training" / "utterances").glob(f"{language}_*.txt"))
    parts = [line.split("|") for file in files for line in file.read_text("utf-8").splitlines()]
    lines = [part[1].strip() for part in parts if len(part) == 3 and not part[2].strip()]
    for line in (HERE / f"neutral_{language}.txt").read_text("utf-8").splitlines():
        lines.append(line.partition("|")[2].strip())
    lines += (HERE / f"plain_harmless_{language}.txt").read_text("utf-8").splitlines()
    return [line for line in lines if line]


def by_sound(text, language):
    return list(MAKERS[language].read(read(text, language), None).by_sound)


def found(text, language):
    words = tuple(Word(word, 0.0, 0.0, 1.0) for word in text.split())
    utterance = Utterance("u", "r", 0.0, 0.0, words, language, timed=False)
    return EXTRACTORS[language].extract(utterance)


@pytest.mark.parametrize(
    ("language", "heard", "name"),
    [(language, *pair) for language in LANGUAGES for pair in HEARD[language]],
)
def test_a_misheard_medicine_that_is_asked_for_is_found_on_its_words(language, heard, name):
    text = ASKED[language].format(heard)
    (hit,) = by_sound(text, language)
    assert hit.cls in ("medicine", "remedy")
    assert hit.sounds_like == name
    assert " ".join(read(text, language).words[hit.first : hit.last]) == heard


@pytest.mark.parametrize(("language", "text", "name"), OTHER_KINDS)
def test_other_kinds_are_found_where_they_are_asked_for(language, text, name):
    assert [hit.sounds_like for hit in by_sound(text, language)] == [name]


@pytest.mark.parametrize(
    ("language", "text"),
    [(language, text) for language in LANGUAGES for text in HARMLESS[language]],
)
def test_ordinary_words_are_no_names(language, text):
    assert by_sound(text, language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_that_nobody_says_need_nothing_that_asks_for_them(language):
    said = {"en": "true vada once a day or nothing", "fr": "le zo loft il me coupe le sifflet"}
    assert [hit.cls for hit in by_sound(said[language], language)] == ["medicine"]


def test_known_words_need_something_that_asks_for_them():
    assert by_sound("a sir train lean look about him", "en") == []
    assert [hit.sounds_like for hit in by_sound("i take my sir train lean at noon", "en")] == [
        "sertraline"
    ]


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "remind me to take my sertraline"), ("fr", "rappelle-moi de prendre mon doliprane")],
)
def test_what_is_written_right_is_no_matter_of_sound(language, text):
    assert by_sound(text, language) == []
    assert not any("by sound" in one.why for one in found(text, language))


@pytest.mark.parametrize(
    ("language", "right", "heard", "concept"),
    [
        (
            "en",
            "remind me to take my sertraline",
            "remind me to take my sir train lean",
            "sertraline",
        ),
        ("en", "i take my metformin with food", "i take my met for min with food", "metformin"),
        ("fr", "je prends du doliprane", "je prends du dolly prane", "plain painkiller"),
    ],
)
def test_the_value_is_the_entry_s_with_less_strength_and_a_why(language, right, heard, concept):
    def medication(text):
        return next(one for one in found(text, language) if one.category == "medication")

    sure, unsure = medication(right), medication(heard)
    assert unsure.normalised == sure.normalised == concept
    assert 0.5 < unsure.score < sure.score
    assert unsure.why.startswith(sure.why)
    assert "(by sound: " in unsure.why


def test_a_denied_medicine_is_denied_by_sound_too():
    assert not any("medication" in one.category for one in found("i'm not on met for min", "en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_harmless_utterances_raise_nothing_in_a_thousand(language):
    lines = harmless(language)
    assert len(lines) > 1000
    raised = [line for line in lines if by_sound(line, language)]
    assert len(raised) <= len(lines) // 1000


@pytest.mark.parametrize("language", LANGUAGES)
def test_few_words_of_harmless_utterances_are_sounded_out(language, monkeypatch):
    lines = harmless(language)
    sounded = _counted(monkeypatch)
    for line in lines:
        by_sound(line, language)
    assert len(sounded) <= 0.1 * sum(len(read(line, language)) for line in lines)


@pytest.mark.parametrize("words", ["take my zogplim", "prescription my certain", "a my the of"])
def test_the_work_is_linear_in_the_words(words, monkeypatch):
    sounded = _counted(monkeypatch)
    nearly = []
    index = bysound.NameIndex.nearly
    monkeypatch.setattr(
        bysound.NameIndex, "nearly", lambda self, sound: nearly.append(sound) or index(self, sound)
    )
    text = next(read(f"{words} " * 100, "en").windows(80))
    MAKERS["en"].read(text, None)
    assert len(sounded) <= 3 * len(text)
    assert len(nearly) <= 3 * len(text)


def _counted(monkeypatch):
    sounded = []
    real = bysound.key

    def counted(word, language):
        sounded.append(word)
        return real(word, language)

    monkeypatch.setattr(bysound, "key", counted)
    return sounded


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "lamotrigine", "lammatrogen"),
        ("en", "metformin", "met for min"),
        ("en", "betahistine", "beta hastine"),
        ("fr", "sélincro", "sel en croix"),
        ("fr", "décapeptyl", "décapéptile"),
        ("fr", "pharmacie", "farmassi"),
        ("fr", "quarante", "carante"),
        ("fr", "hanouka", "anouca"),
    ],
)
def test_what_sounds_alike_has_one_key(language, one, other):
    assert _key(one, language) == _key(other, language)


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [("en", "metformin", "methadone"), ("fr", "ramipril", "rémicade"), ("fr", "xanax", "zona")],
)
def test_what_sounds_otherwise_has_another(language, one, other):
    assert _key(one, language) != _key(other, language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("word", ["", "'", "l'", "8", "😀", "ß", "x" * 10_000, "çœ"])
def test_anything_has_a_key(language, word):
    assert isinstance(key(word, language), str)


def _key(words, language):
    sound = ""
    for word in words.split():
        sound = joined(sound, key(word, language))
    return sound
