"""Stories about writing medicine files: every mistake at its place, all at once, and the cache."""

import json
import shutil
from pathlib import Path

import pytest

from consult_app.definitions.located import DefinitionError
from consult_app.definitions.medicines import load_medicines

CLASSES = """\
schema: medicines/1
version: 1-test
status: Synthetic.
classes:
  thin:
    name: Thinner
    meaning: Thins.
    effect: fire
    rules: [bleeding]
    sources: ['7', PC]
    washout: 6 months
  no-listed-rule: {name: None, meaning: Nothing., effect: information}
"""
MEDICINES = """\
schema: medicines/1
medicines:
  - name: Alpha
    synonyms: [alfa]
    brands: [Alphalin]
    misspellings: [alpa]
    routes: [oral, topical]
    classes: {thin: [oral], no-listed-rule: [topical]}
    term_routes: {Alphalin: [oral]}
  - name: Beta
    routes: [oral]
    classes: {no-listed-rule: all}
    washout: 2 weeks
    note: Ask.
  - name: Alpha + Beta
    routes: [oral]
    classes: {thin: all}
    ingredients: [Alpha, Beta]
"""
AMBIGUOUS = """\
schema: medicines/1
ambiguous:
  - {term: AB, medicines: [Alpha, Beta], note: Which?}
"""
LOOKALIKES = """\
schema: medicines/1
lookalikes:
  - {first: Alpha, second: Alpa, danger: One letter., first_is: [Alpha]}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in {
        "classes.yaml": CLASSES,
        "medicines-test.yaml": MEDICINES,
        "ambiguous.yaml": AMBIGUOUS,
        "lookalikes.yaml": LOOKALIKES,
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def rewrite(folder: Path, name: str, *changes: tuple[str, str]) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    for before, after in changes:
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    path.write_text(text, encoding="utf-8")


def problems(folder: Path) -> list[str]:
    with pytest.raises(DefinitionError) as caught:
        load_medicines(folder)
    return [str(problem) for problem in caught.value.problems]


def test_a_folder_becomes_a_dictionary(folder):
    dictionary = load_medicines(folder)
    assert dictionary.version == "1-test"
    alpha, both, beta = dictionary.medicines
    assert [alpha.name, both.name, beta.name] == ["Alpha", "Alpha + Beta", "Beta"]
    assert alpha.classes["oral"] == {"thin"}
    assert alpha.routes_of("Alphalin") == ("oral",)
    assert (str(beta.washout), beta.note, beta.ingredients) == ("2 weeks", "Ask.", ("Beta",))
    assert both.ingredients == ("Alpha", "Beta")
    thin = dictionary.classes["thin"]
    assert (str(thin.washout), thin.rules, thin.sources) == ("6 months", ("bleeding",), ("7", "PC"))
    assert dictionary.lookalikes[0].first_is == ("Alpha",)
    assert dictionary.recognise("ab").note == "Which?"


def test_every_problem_of_every_file_is_told_at_once(folder):
    rewrite(folder, "classes.yaml", ("effect: fire", "effect: fires"), ("6 months", "half a year"))
    rewrite(
        folder,
        "medicines-test.yaml",
        ("brands: [Alphalin]", "brand: [Alphalin]"),
        ("no-listed-rule: all", "no-listed-rul: all"),
        ("name: Alpha + Beta\n    routes: [oral]", "name: Alpha + Beta\n    routes: [orl]"),
    )
    rewrite(folder, "ambiguous.yaml", ("medicines: [Alpha, Beta]", "medicines: [Gamma]"))
    rewrite(folder, "lookalikes.yaml", ("schema: medicines/1", "schema: medicines/2"))
    told = problems(folder)
    assert [line.split(" ", 2)[:2] for line in told] == [
        ["ambiguous.yaml:3:27", "not-ambiguous"],
        ["ambiguous.yaml:3:28", "unknown-medicine"],
        ["classes.yaml:8:13", "unknown-value"],
        ["classes.yaml:11:14", "wrong-span"],
        ["lookalikes.yaml:1:9", "wrong-schema"],
        ["medicines-test.yaml:5:5", "unknown-key"],
        ["medicines-test.yaml:8:15", "unknown-class"],
        ["medicines-test.yaml:12:15", "unknown-class"],
        ["medicines-test.yaml:16:14", "unknown-route"],
        ["medicines-test.yaml:17:15", "unknown-class"],
    ]
    assert told[5].endswith('unknown key "brand". Did you mean "brands"?')
    assert told[7].endswith('there is no class "no-listed-rul". Did you mean "no-listed-rule"?')


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            ("name: Alpha + Beta", "name: Beta"),
            (
                'medicines-test.yaml:15:5 duplicate-medicine "Beta" is listed at '
                "medicines-test.yaml:10:5 too."
            ),
        ),
        (
            ("no-listed-rule: [topical]", "no-listed-rule: [oral]"),
            (
                'medicines-test.yaml:8:14 no-class the route "topical" has no class. '
                "Give it one, no-listed-rule where none matters."
            ),
        ),
        (
            ("no-listed-rule: [topical]", "no-listed-rule: [nasal]"),
            (
                'medicines-test.yaml:8:46 unknown-route there is no route "nasal". '
                "Allowed: oral, topical."
            ),
        ),
        (
            ("name: Beta", "name: Beta\n    synonyms: [ALFA]"),
            (
                'medicines-test.yaml:11:16 name-taken "ALFA" stands for "Alpha" at '
                "medicines-test.yaml:4:16 too. Declare it in ambiguous.yaml."
            ),
        ),
        (
            ("ingredients: [Alpha, Beta]", "ingredients: [Alpha, Betta]"),
            (
                'medicines-test.yaml:18:26 unknown-ingredient the ingredient "Betta" '
                'is not listed. Did you mean "Beta"?'
            ),
        ),
        (
            ("{Alphalin: [oral]}", "{Alphalim: [oral]}"),
            (
                'medicines-test.yaml:9:19 unknown-term there is no name "Alphalim". '
                'Did you mean "Alphalin"?'
            ),
        ),
        (
            ("classes: {thin: all}", "classes: thin"),
            (
                "medicines-test.yaml:17:14 wrong-type a mapping is expected here, "
                "this is a single value."
            ),
        ),
        (
            ("{Alphalin: [oral]}", "Alphalin"),
            (
                "medicines-test.yaml:9:18 wrong-type a mapping is expected here, "
                "this is a single value."
            ),
        ),
    ],
)
def test_a_mistake_in_a_medicine_is_told_at_its_place(folder, change, told):
    rewrite(folder, "medicines-test.yaml", change)
    assert problems(folder) == [told]


def test_an_ambiguous_name_must_list_whoever_has_it_and_leave_everybody_a_name(folder):
    rewrite(folder, "ambiguous.yaml", ("term: AB", "term: beta"))
    assert problems(folder) == [
        (
            'medicines-test.yaml:10:5 unreachable every name of "Beta" is ambiguous. '
            "Give it a name of its own."
        )
    ]
    rewrite(folder, "ambiguous.yaml", ("Alpha, Beta", "Alpha, Alpha + Beta"))
    assert problems(folder)[1] == (
        'medicines-test.yaml:10:11 ambiguous-name the ambiguous name "Beta" does not list "Beta". '
        "Add it in ambiguous.yaml."
    )


def test_a_medicine_may_not_be_listed_in_two_files(folder):
    shutil.copy(folder / "medicines-test.yaml", folder / "medicines-zwei.yaml")
    assert problems(folder)[0].startswith("medicines-zwei.yaml:3:5 duplicate-medicine")


def test_missing_and_unreadable_files_are_told(folder):
    (folder / "ambiguous.yaml").unlink()
    (folder / "lookalikes.yaml").write_bytes(b"\xff")
    told = problems(folder)
    assert told[0].startswith("ambiguous.yaml:1:1 unreadable")
    assert told[1].startswith("lookalikes.yaml:1:1 not-utf8")
    assert str(folder) not in "".join(told)


def test_an_absent_folder_is_told(tmp_path):
    told = problems(tmp_path / "nowhere")
    assert [line.split()[1] for line in told] == ["unreadable"] * 3


def test_the_digest_is_that_of_the_content_not_of_its_layout(folder):
    before = load_medicines(folder).digest
    rewrite(folder, "medicines-test.yaml", ("name: Beta", "name: Beta  # a comment"))
    (folder / "medicines-test.yaml").rename(folder / "medicines-other.yaml")
    assert load_medicines(folder).digest == before
    rewrite(folder, "medicines-other.yaml", ("note: Ask.", "note: Ask again."))
    assert load_medicines(folder).digest != before


def test_a_cached_dictionary_is_the_same_dictionary(folder, tmp_path):
    cache = tmp_path / "deep" / "cache"
    cold = load_medicines(folder, cache)
    (kept,) = cache.iterdir()
    assert kept.suffix == ".json"
    warm = load_medicines(folder, cache)
    assert warm.medicines == cold.medicines
    assert warm.classes == cold.classes
    assert (warm.ambiguous, warm.lookalikes) == (cold.ambiguous, cold.lookalikes)
    assert (warm.version, warm.digest) == (cold.version, cold.digest)
    assert warm.digest == load_medicines(folder).digest


def test_the_cache_is_what_a_warm_start_reads(folder, tmp_path):
    cache = tmp_path / "cache"
    before = load_medicines(folder, cache)
    (kept,) = cache.iterdir()
    content = json.loads(kept.read_bytes())
    content["version"] = "touched"
    kept.write_text(json.dumps(content), encoding="utf-8")
    after = load_medicines(folder, cache)
    assert after.version == "touched"
    assert after.digest != before.digest, "a touched cache must show in the digest"


def test_changed_files_do_not_find_the_old_cache(folder, tmp_path):
    cache = tmp_path / "cache"
    load_medicines(folder, cache)
    rewrite(folder, "classes.yaml", ("version: 1-test", "version: 2-test"))
    assert load_medicines(folder, cache).version == "2-test"


@pytest.mark.parametrize("damage", [b"", b"{", b"null", b"[]", b'{"format": 1}', b'{"format": 9}'])
def test_a_damaged_cache_is_made_anew(folder, tmp_path, damage):
    cache = tmp_path / "cache"
    before = load_medicines(folder, cache)
    (kept,) = cache.iterdir()
    whole = kept.read_bytes()
    kept.write_bytes(damage)
    assert load_medicines(folder, cache).digest == before.digest
    assert kept.read_bytes() == whole


def test_a_cache_that_cannot_be_written_does_not_matter(folder, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder", encoding="utf-8")
    assert load_medicines(folder, blocked).version == "1-test"


def test_mistakes_are_never_cached(folder, tmp_path):
    rewrite(folder, "classes.yaml", ("effect: fire", "effect: fires"))
    with pytest.raises(DefinitionError):
        load_medicines(folder, tmp_path / "cache")
    assert not (tmp_path / "cache").exists()
