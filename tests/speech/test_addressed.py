"""Addressed or overheard: wake phrases, dialogues, and whether absence means anything."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from auditor.errors import UsageError
from auditor.records import ModelPin, Recording, Transcript, Utterance, Word
from auditor.speech.addressed import decide, load, mark

PHRASES = load()
PIN = ModelPin("m", "1", "0" * 64)


def said(text, start=0.0, language="en", *, timed=True, at=None):
    length = 0.25
    words = tuple(
        Word(word, start + length * n, start + length * (n + 1), 0.9)
        for n, word in enumerate(text.split())
    )
    if not timed:
        words = tuple(Word(word.text, 0.0, 0.0, 1.0) for word in words)
    return Utterance(
        f"u{start}-{text[:12]}",
        "r",
        words[0].start_s,
        words[-1].end_s,
        words,
        language,
        at=at,
        timed=timed,
    )


def found(text, language="en", known=""):
    return PHRASES.find(said(text, language=language), known=known)


@pytest.mark.parametrize(
    ("text", "language", "brand"),
    [
        ("alexa call my sister", "en", "Amazon"),
        ("Alexa, appelle ma sœur.", "fr", "Amazon"),
        ("hey alexa what's on tonight", "en", "Amazon"),
        ("okay google turn it up", "en", "Google"),
        ("dis google monte le son", "fr", "Google"),
        ("dis siri quelle heure est-il", "fr", "Apple"),
        ("siri stop", "en", "Apple"),
        ("hi bixby open the roof", "en", "Samsung"),
        ("Hey Mercedes, quelle est la vitesse ?", "fr", "Mercedes"),
        ("hey bmw i am cold", "en", "BMW"),
        ("ok peugeot j'ai trop chaud", "fr", "Peugeot"),
        ("hello citroen baisse la vitre", "fr", "Citroën"),
        ("hello volkswagen call mum", "en", "Volkswagen"),
        ("ok honda find a charger", "en", "Honda"),
    ],
)
def test_a_wake_phrase_gives_the_brand_away(text, language, brand):
    assert found(text, language).phrase.brand == brand


@pytest.mark.parametrize(
    ("text", "language", "span"),
    [
        ("um uh hey mercedes turn left", "en", (6, 18)),
        ("euh dis siri appelle", "fr", (4, 12)),
        ("hey mer cedes turn left", "en", (0, 13)),
        ("O.K. Google !", "en", (0, 11)),
    ],
)
def test_the_span_covers_the_phrase_in_the_text(text, language, span):
    assert found(text, language).span == span


def test_a_longer_name_may_be_misheard_by_a_letter():
    wake = found("hey mercedez turn left")
    assert (wake.phrase.brand, wake.edits) == ("Mercedes", 1)
    assert found("hello volkswagon call home").edits == 1
    assert found("hello folkswagon call home") is None
    assert found("hey serie call home") is None, "short names have neighbours"


HARMLESS = {
    "en": """
        alexander called about the boat
        alex said he'd be late again
        alexis and the kids are in the back
        election results are coming in from three counties
        a letter arrived from the council this morning
        hey seriously slow down
        hey sirius is playing that concert again
        hey series two is even better
        hey there how was school
        hey mercy me it's raining again
        hello can you hear me now
        hello kitty is on the lunch box
        hi honey i'm nearly home
        ok good luck with the interview
        okay go ahead without me
        okay goodbye then
        google it when we get there
        mercedes have taken pole position for the third time this season
        bmw is recalling forty thousand cars
        peugeot announced the closure in january
        cortina in the dolomites will host the games
        serious delays on the northern line this morning
        the siren went off twice last night
        he siphoned the money into three accounts
        hey jude was number one for nine weeks
        hello my name is tom and i'm calling from leeds
        okay forty minutes to go
        and now the weather for the south west""",
    "fr": """
        alexandre a appelé pour le bateau
        alexis et les enfants sont derrière
        dis à sirine que j'arrive
        dis donc tu as vu l'heure
        dit comme ça c'est plus simple
        dix secondes et c'est fini
        la syrie a rouvert ses frontières
        scierie à vendre dans les vosges
        ok on y va
        ok gougère ou cannelé
        hé regarde la route
        hé minute papillon
        allô c'est maman je suis en bas
        allô oui j'écoute
        mercedes signe un troisième doublé cette saison
        peugeot annonce la fermeture du site en janvier
        renault rappelle vingt mille voitures
        citroën fête ses cent ans
        google a été condamné par la cour
        l'ordinateur a encore planté
        et tout de suite la météo de la nuit
        sire ils sont repartis
        cyril tu peux baisser la vitre""",
}


DOUBTFUL = {
    "en": """
        computer says no apparently
        amazon has been fined by the regulator
        echo and the bunnymen from nineteen eighty four
        okay laura your turn
        hello ida it's grandma
        okay iris put your shoes on
        hola hola how are you two
        hey many of you have written in""",
    "fr": """
        ok laura c'est ton tour
        ok iris mets tes chaussures
        et google a été condamné par la cour
        écho du tribunal maintenant avec notre correspondante""",
}


def sentences(table):
    return [
        (language, line.strip())
        for language, text in table.items()
        for line in text.split("\n")
        if line.strip()
    ]


@pytest.mark.parametrize(("language", "text"), sentences(HARMLESS))
def test_talk_and_radio_raise_no_alarm(language, text):
    assert found(text, language) is None


@pytest.mark.parametrize(("language", "text"), sentences(DOUBTFUL))
def test_what_could_be_either_is_in_doubt(language, text):
    wake = found(text, language)
    assert wake.doubtful
    assert not found(text, language, known=f"{wake.phrase.assistant} {wake.phrase.brand}").doubtful


def test_only_the_beginning_counts():
    assert found("tell them alexa is a lovely name") is None
    assert found("um uh er hey mercedes") is None, "three fillers are a sentence"
    assert found("the alexa at home is broken") is None


def test_the_source_takes_the_doubt():
    for text, known, brand in [
        ("okay laura call home", "Skoda Octavia", "Škoda"),
        ("okay iris call home", "DS 4", "DS"),
        ("computer lights off", "alexa", "Amazon"),
        ("hey many call home", "MINI Cooper", "MINI"),
    ]:
        assert found(text).doubtful
        assert found(text, known="mercedes").doubtful
        assert (found(text, known=known).phrase.brand, found(text, known=known).doubtful) == (
            brand,
            False,
        )


def test_a_phrase_without_doubt_comes_before_a_doubtful_one():
    wake = found("hello alexa call ida")
    assert (wake.phrase.phrase, wake.doubtful) == ("alexa", False)


def test_every_phrase_finds_itself_and_says_where_it_is_from():
    for phrase in PHRASES.phrases:
        for language, spoken in itertools.product(
            phrase.languages, (phrase.phrase, *phrase.heard_as)
        ):
            wake = found(f"{spoken} zzz", language, known=phrase.brand)
            assert wake.phrase.phrase == phrase.phrase
            assert wake.span == (0, len(spoken))
        assert phrase.source == "unverified" or phrase.source.startswith(("https://", "http://"))


# --- a file of one's own --------------------------------------------------------------------------

OURS = """
[[phrase]]
assistant = "House robot"
brand = "Us"
languages = ["fr"]
phrase = "bonjour maison"
heard_as = ["bonjour mes ondes"]
"""


def test_a_users_file_adds_phrases(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(OURS, "utf-8")
    phrases = load(path)
    for text in ("bonjour maison monte", "bonjour mes ondes monte"):
        wake = phrases.find(said(text, language="fr"))
        assert wake.phrase.assistant == "House robot"
        assert wake.phrase.source == "unverified"
    assert phrases.find(said("alexa stop"))


def test_a_users_row_takes_the_place_of_ours(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(
        '[[phrase]]\nassistant = "alexa"\nbrand = "A"\nlanguages = ["fr"]\nphrase = "Alexa"\n'
    )
    phrases = load(path)
    assert phrases.find(said("alexa stop")) is None
    assert phrases.find(said("alexa stop", language="fr")).phrase.brand == "A"


def test_a_users_file_can_replace_all(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text("replace = true\n" + OURS, "utf-8")
    assert load(path).find(said("alexa stop")) is None


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ('[[phrase]]\nassistant = "A"\n', "line 1", "phrase 1, brand"),
        (OURS + OURS.replace('"fr"', '"de"'), "line 9", "phrase 2, languages"),
        (OURS.replace("heard_as", "herd_as"), "line 2", "phrase 1, herd_as"),
        ("[[phrase]\n", "", "no valid TOML"),
        ("replace = 3\n", "", "replace"),
    ],
)
def test_mistakes_in_a_users_file_are_named_with_line_and_entry(tmp_path, text, where, what):
    path = tmp_path / "mine.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(UsageError) as caught:
        load(path)
    assert caught.value.where == str(path) + (f", {where}" if where else "")
    assert what in caught.value.what


def test_a_users_file_that_is_not_there_or_no_text(tmp_path):
    with pytest.raises(UsageError, match="cannot be read"):
        load(tmp_path / "none.toml")
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match="no valid TOML"):
        load(tmp_path / "bytes.toml")


# --- dialogues ------------------------------------------------------------------------------------


def addressed(*utterances, **options):
    return [one.addressed for one in mark(utterances, phrases=PHRASES, **options)]


def test_answers_within_the_window_belong_to_the_dialogue():
    assert addressed(
        said("so i told her no way", 0.0),
        said("hey siri call anna", 10.0),
        said("anna martin or anna miller", 13.0),
        said("miller", 16.0),
        said("and then she left", 40.0),
    ) == [False, True, True, True, False]


def test_the_window_is_measured_from_the_end_of_the_last_utterance():
    wake = said("alexa stop", 0.0)
    assert wake.end_s == 0.5
    assert addressed(wake, said("yes", 8.5)) == [True, True]
    assert addressed(wake, said("yes", 8.51)) == [True, False]
    assert addressed(wake, said("yes", 3.0), window_s=2.0) == [True, False]


def test_a_radio_does_not_stay_addressed():
    radio = [said("and now the news", 1.0 + 2.0 * n) for n in range(12)]
    assert addressed(said("alexa stop"), *radio) == [True] * 6 + [False] * 7
    slow = [said("and now the news", 7.0 * n) for n in range(1, 6)]
    assert addressed(said("alexa stop"), *slow) == [True] * 5 + [False]


def test_once_closed_a_dialogue_needs_its_wake_phrase_again():
    assert addressed(
        said("alexa stop", 0.0),
        said("mum are we there", 20.0),
        said("yes", 22.0),
        said("alexa go on", 24.0),
    ) == [True, False, False, True]


def test_what_a_doubtful_phrase_opens_is_unknown():
    assert addressed(
        said("okay laura your turn", 0.0), said("in a minute", 2.0), said("are we there", 30.0)
    ) == [None, None, False]
    assert addressed(said("okay laura call home", 0.0), known="Skoda") == [True]


def test_an_answer_stays_an_answer_whatever_it_sounds_like():
    assert addressed(said("alexa call the shop"), said("amazon", 2.0)) == [True, True]


def test_text_without_times_goes_by_order_and_clock():
    seven = datetime(2026, 3, 2, 7, 0)
    lines = ["alexa call anna", "anna miller", "the kids are asleep"]
    assert addressed(*(said(line, timed=False) for line in lines)) == [True, True, False]
    minutes = (0, 0, 1)
    assert addressed(
        *(
            said(line, timed=False, at=seven + timedelta(minutes=m))
            for line, m in zip(lines, minutes, strict=True)
        )
    ) == [True, True, True]
    hours = (0, 1, 2)
    assert addressed(
        *(
            said(line, timed=False, at=seven + timedelta(hours=h))
            for line, h in zip(lines, hours, strict=True)
        )
    ) == [True, False, False]


# --- a whole audit --------------------------------------------------------------------------------


def clip(number, *texts):
    utterances = tuple(said(text, 60.0 * n) for n, text in enumerate(texts))
    return Transcript(f"r{number}", "en", utterances, PIN, None, 60.0)


def marks(transcripts, **options):
    decided = decide(transcripts, phrases=PHRASES, **options)
    assert [one.recording_id for one in decided] == [one.recording_id for one in transcripts]
    return [[each.addressed for each in one.utterances] for one in decided]


BUTTON = [clip(n, "call my sister", "turn left here") for n in range(30)]
WOKEN = [clip(n, "alexa call my sister", "did you lock the door") for n in range(30)]


def test_where_nobody_says_a_wake_phrase_absence_says_nothing():
    assert marks(BUTTON) == [[None, None]] * 30
    assert marks(BUTTON, policy="required") == [[False, False]] * 30


def test_where_they_are_said_absence_is_overheard():
    assert marks(WOKEN) == [[True, False]] * 30
    assert marks(WOKEN, policy="absent") == [[True, None]] * 30


def test_a_stray_wake_phrase_decides_nothing():
    assert marks([*BUTTON, clip(30, "alexa oh no that's at home")])[-1] == [True]
    assert marks([*BUTTON, clip(30, "alexa oh no that's at home")])[0] == [None, None]


def test_wake_phrases_that_the_recogniser_missed_and_accidents_do_not_hide_the_habit():
    missed = [clip(n, "a lecture call my sister", "did you lock the door") for n in range(30, 38)]
    assert marks([*WOKEN[:10], *missed])[-1] == [False, False]


def test_a_recogniser_that_misses_most_wake_phrases_proves_nothing():
    missed = [clip(n, "a lecture call my sister", "did you lock the door") for n in range(30, 50)]
    assert marks([*WOKEN[:10], *missed])[-1] == [None, None]


@pytest.mark.parametrize(
    ("opened", "of", "required"),
    [(1, 1, True), (1, 2, True), (1, 3, False), (5, 10, True), (4, 10, False)],
)
def test_half_of_the_recordings_decide(opened, of, required):
    transcripts = [*WOKEN[:opened], *(clip(100 + n, "turn left") for n in range(of - opened))]
    assert marks(transcripts)[0] == ([True, False] if required else [True, None])


def test_a_long_recording_opens_with_two_wake_phrases_anywhere_but_not_with_one():
    talk = ["good morning", "did you sleep", "not much"]
    assert marks([clip(1, *talk, "alexa stop", "what", "alexa stop")])[0][:3] == [False] * 3
    assert marks([clip(1, *talk, "alexa stop")])[0] == [None, None, None, True]
    assert marks([clip(1, "huh", "alexa stop", "what")])[0] == [False, True, False]


def test_sources_are_decided_apart():
    recordings = {
        one.recording_id: Recording(one.recording_id, "", None, "", "p", assistant="Alexa")
        for one in WOKEN
    }
    button = [replace(one, recording_id=f"b{n}") for n, one in enumerate(BUTTON)]
    both = marks([*button, *WOKEN], recordings=recordings)
    assert both[0] == [None, None]
    assert both[-1] == [True, False]


def test_the_source_lets_ordinary_phrases_wake():
    skoda = [clip(n, "okay laura call home", "your turn now") for n in range(4)]
    assert marks(skoda)[0] == [None, None]
    assert marks(skoda, policy="required")[0] == [None, False]
    recordings = {
        one.recording_id: Recording(one.recording_id, "", None, "", "p", vehicle="Škoda Enyaq")
        for one in skoda
    }
    assert marks(skoda, recordings=recordings)[0] == [True, False]


def test_an_audit_of_silence_is_no_error():
    assert marks([clip(1)]) == [[]]
    assert decide([], phrases=PHRASES) == ()
