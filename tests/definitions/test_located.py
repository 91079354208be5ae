"""Stories about reading definitions: what an author may write, and what is refused, and where."""

from decimal import Decimal
from enum import Enum
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from consult_app.definitions.located import (
    MAX_BYTES,
    MAX_DEPTH,
    MAX_NODES,
    DefinitionError,
    Node,
    Place,
    Problem,
    Problems,
    parse,
    read,
)


class Colour(Enum):
    RED = "red"
    GREEN = "green"


class Level(Enum):
    LOW = 1
    HIGH = 2


def parsed(text: str) -> Node:
    problems = Problems()
    node = parse(text, "form.yaml", problems)
    assert problems.items == ()
    assert node is not None
    return node


def value_of(text: str) -> object:
    (_, node), *_ = parsed(f"key: {text}").items()
    return node.value


def refusal(text: str) -> str:
    """The single problem of a document that comes back as nothing."""
    problems = Problems()
    assert parse(text, "form.yaml", problems) is None
    (problem,) = problems.items
    return str(problem)


@pytest.mark.parametrize(
    "written",
    [
        *("yes", "no", "on", "off", "y", "n", "Yes", "NO", "True", "FALSE", "Null"),
        *("12:30", "12:30:00", "010", "0x1F", "0o17", "1_000", "1e3", ".5", "1.", "+.5"),
        *("2026-01-02", "2026-01-02T10:00:00Z", "=", ".inf", ".nan", "+", "1.2.3"),
    ],
)
def test_words_that_older_yaml_would_turn_into_something_else_stay_text(written):
    assert value_of(written) == written


def test_only_true_false_null_and_numbers_are_typed():
    assert value_of("true") is True
    assert value_of("false") is False
    assert value_of("null") is None
    assert value_of("") is None
    assert value_of("-12") == -12
    assert value_of("0.30") == Decimal("0.30")
    assert str(value_of("0.30")) == "0.30"
    assert isinstance(value_of("1.5"), Decimal)


def test_quotes_keep_any_scalar_text():
    assert value_of("'true'") == "true"
    assert value_of('"12"') == "12"
    assert value_of("''") == ""
    assert value_of("|\n  12\n") == "12\n"


def test_keys_stay_as_written():
    assert [key for key, _ in parsed("no: 1\n12: 2\ntrue: 3\n").items()] == ["no", "12", "true"]


def test_every_value_and_key_knows_its_place():
    node = parsed("a: 1\nitems:\n  - {id: x, text: hello}\n")
    _, items = list(node.items())[1]
    (first,) = items.elements
    assert str(first.place) == "form.yaml:3:5"
    assert [str(key.place) for key in first.key_nodes()] == ["form.yaml:3:6", "form.yaml:3:13"]
    assert [str(value.place) for _, value in first.items()] == ["form.yaml:3:10", "form.yaml:3:19"]


def test_a_key_given_twice_is_reported_and_the_rest_is_still_read():
    problems = Problems()
    node = parse("id: x\nid: y\nname: z\n", "form.yaml", problems)
    assert [str(problem) for problem in problems.items] == [
        'form.yaml:2:1 duplicate-key the key "id" is given twice.'
    ]
    assert node is not None
    assert [(key, value.value) for key, value in node.items()] == [("id", "x"), ("name", "z")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: &x 1\nb: *x\n", "form.yaml:1:4 anchor an anchor (&) is not allowed."),
        ("a: *x\n", "form.yaml:1:4 alias an alias (*) is not allowed."),
        ("a: 1\n<<: {b: 2}\n", "form.yaml:2:1 merge-key a merge key (<<) is not allowed."),
        ("a: !!python/object/apply:os.system [x]", "form.yaml:1:4 tag a tag (!) is not allowed."),
        ("a: !!str 1", "form.yaml:1:4 tag a tag (!) is not allowed."),
        ("a: ! 1", "form.yaml:1:4 tag a tag (!) is not allowed."),
        ("[a]: 1", "form.yaml:1:1 wrong-key a key must be a single word or text."),
        ("? {a: 1}\n: 2", "form.yaml:1:3 wrong-key a key must be a single word or text."),
        ("a: 1\n---\nb: 2\n", "form.yaml:2:1 second-document a second document begins here."),
        ("", "form.yaml:1:1 empty-file the file is empty."),
        ("# only a comment\n", "form.yaml:1:1 empty-file the file is empty."),
        ("a: b\nc: \0", "form.yaml:2:4 control-character the character U+0000 is not allowed."),
        ("a: \ud800", "form.yaml:1:4 control-character the character U+D800 is not allowed."),
        ("a: \ufffe", "form.yaml:1:4 control-character the character U+FFFE is not allowed."),
    ],
)
def test_what_no_definition_may_hold_is_refused_at_its_place(text, expected):
    assert refusal(text) == expected


@pytest.mark.parametrize("text", ["a: [b", "a: 'b", "a:\n\t- b", "a: b: c", "}", "a: @x", "%YAML"])
def test_broken_yaml_is_one_syntax_problem_with_a_place(text):
    place, code, *_ = refusal(text).split()
    assert code == "yaml-syntax"
    assert place.startswith("form.yaml:")


LAUGHS = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
MERGES = "a: &a {x: 1}\n" + "".join(
    f"a{n}: &a{n}\n  <<: [{','.join(['*a'] * 9)}]\n" for n in range(30)
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (LAUGHS, "anchor"),
        (MERGES, "anchor"),
        ("<<: " * 10_000, "merge-key"),
        ("[" * 100_000, "too-deep"),
        ("{a: " * 100_000, "too-deep"),
        ("- " * 100_000, "too-deep"),
        ("? " * 100_000, "wrong-key"),
        ("\n".join(" " * depth + "a:" for depth in range(1_500)), "too-deep"),
        ("[" + "a," * (MAX_NODES + 1) + "]", "too-large"),
        ("a: " + "x" * MAX_BYTES, "too-large"),
        ("a: " + "é" * (MAX_BYTES // 2), "too-large"),
    ],
)
def test_a_bomb_is_one_problem_and_nothing_unfolds(text, code):
    assert refusal(text).split()[1] == code


def test_the_deepest_nesting_allowed_is_read_and_one_more_is_not():
    assert parsed("[" * MAX_DEPTH + "]" * MAX_DEPTH).is_sequence
    assert "too-deep" in refusal("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1))


def test_a_number_of_a_million_digits_stays_text():
    assert value_of("9" * 1_000_000) == "9" * 1_000_000


def test_a_file_is_read_with_a_byte_order_mark_and_windows_line_ends(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_bytes(b"\xef\xbb\xbfname: K\xc3\xa4the\r\nn: 2\r\n")
    problems = Problems()
    node = read(path, problems)
    assert node is not None
    assert problems.items == ()
    assert [(key, value.value) for key, value in node.items()] == [("name", "Käthe"), ("n", 2)]


def test_a_file_that_cannot_be_read_is_a_problem_not_an_exception(tmp_path: Path):
    latin = tmp_path / "latin.yaml"
    latin.write_bytes(b"a: 1\nname: K\xe4the\n")
    large = tmp_path / "large.yaml"
    large.write_bytes(b"#" * (MAX_BYTES + 1))
    problems = Problems()
    assert read(latin, problems) is None
    assert read(large, problems, "forms/large.yaml") is None
    assert read(tmp_path / "absent.yaml", problems) is None
    assert read(tmp_path, problems) is None
    assert [(str(p.place), p.code) for p in problems.items] == [
        ("latin.yaml:2:8", "not-utf8"),
        ("forms/large.yaml:1:1", "too-large"),
        ("absent.yaml:1:1", "unreadable"),
        (f"{tmp_path.name}:1:1", "unreadable"),
    ]
    assert str(tmp_path) not in " ".join(map(str, problems.items))


def test_a_mapping_reports_unknown_and_missing_keys_with_a_suggestion():
    problems = Problems()
    node = parsed("id: a\nseverty: defer\nzzz: 1\n")
    fields = node.mapping(problems, {"id"} | {"severity"}, {"note"})
    assert sorted((str(p.place), p.code, p.hint) for p in problems.items) == [
        ("form.yaml:1:1", "missing-key", ""),
        ("form.yaml:2:1", "unknown-key", 'Did you mean "severity"?'),
        ("form.yaml:3:1", "unknown-key", problems.items[1].hint),
    ]
    assert problems.items[1].hint.startswith("Allowed: ")
    assert fields["id"].string(problems) == "a"
    assert "note" not in fields


def test_a_missing_required_key_is_reported_once_and_reads_as_nothing():
    problems = Problems()
    fields = parsed("a: 1").mapping(problems, ["a", "b"])
    before = problems.items
    absent = fields["b"]
    assert absent.is_missing
    assert absent.string(problems) is None
    assert absent.integer(problems) is None
    assert absent.decimal(problems) is None
    assert absent.boolean(problems) is None
    assert absent.choice(problems, Colour) is None
    assert absent.strings(problems) == ()
    assert absent.mapping(problems, ["c"])["c"].is_missing
    assert [problem.code for problem in before] == ["missing-key"]
    assert problems.items == before


def test_each_reading_method_returns_the_typed_value():
    node = parsed("t: text\ni: 3\nd: 0.5\nb: false\nc: green\nl: [a, b]\ne: ''\nh: 2\n")
    fields = dict(node.items())
    problems = Problems()
    assert fields["t"].string(problems) == "text"
    assert fields["i"].integer(problems, 3, 3) == 3
    assert fields["i"].decimal(problems) == Decimal(3)
    assert fields["d"].decimal(problems, 0, 1) == Decimal("0.5")
    assert fields["b"].boolean(problems) is False
    assert fields["c"].choice(problems, Colour) is Colour.GREEN
    assert fields["h"].choice(problems, Level) is Level.HIGH
    assert fields["l"].strings(problems) == ("a", "b")
    assert fields["e"].string(problems, blank=True) == ""
    assert not problems.any()


@pytest.mark.parametrize(
    ("written", "read_as", "expected"),
    [
        ("1.0", Node.string, 'wrong-type text is expected here, not "1.0".'),
        ("' '", Node.string, "blank-text the text is empty."),
        ("yes", Node.boolean, 'wrong-type true or false is expected here, not "yes".'),
        ("true", Node.integer, 'wrong-type a whole number is expected here, not "true".'),
        ("1.5", Node.integer, 'wrong-type a whole number is expected here, not "1.5".'),
        ("false", Node.decimal, 'wrong-type a number is expected here, not "false".'),
        ("", Node.decimal, "wrong-type a number is expected here, not nothing."),
        ("[a]", Node.string, "wrong-type a single value is expected here, this is a list."),
        ("a", Node.sequence, "wrong-type a list is expected here, this is a single value."),
        ("[a]", Node.mapping, "wrong-type a mapping is expected here, this is a list."),
    ],
)
def test_a_value_of_the_wrong_type_is_a_problem_at_its_place(written, read_as, expected):
    problems = Problems()
    (_, node), *_ = parsed(f"key: {written}").items()
    assert read_as(node, problems) in (None, (), {})
    (problem,) = problems.items
    assert f"{problem.code} {problem.message}" == expected
    assert (problem.place.line, problem.place.column >= 5) == (1, True)


def test_numbers_outside_their_bounds_are_problems():
    problems = Problems()
    (_, node), *_ = parsed("n: 7").items()
    assert node.integer(problems, maximum=6) is None
    assert node.decimal(problems, minimum=8) is None
    assert [p.message for p in problems.items] == ["7 is more than 6.", "7 is less than 8."]


def test_an_unknown_choice_names_the_nearest_or_all_allowed_words():
    problems = Problems()
    node = parsed("[grean, xyz, true, 1]")
    assert [element.choice(problems, Colour) for element in node.elements] == [None] * 4
    assert [p.hint for p in problems.items] == [
        'Did you mean "green"?',
        *["Allowed: red, green."] * 3,
    ]


def test_a_number_never_stands_for_a_boolean_or_the_reverse():
    problems = Problems()
    assert [e.choice(problems, Level) for e in parsed("[true, 1, '1']").elements] == [
        None,
        Level.LOW,
        None,
    ]


def test_thousands_of_problems_are_cut_short():
    problems = Problems(limit=3)
    parsed("".join(f"k{n}: 1\n" for n in range(50))).mapping(problems, (), {"a"})
    assert [p.code for p in problems.items] == ["unknown-key"] * 3 + ["too-many-problems"]


def test_a_definition_error_lists_its_problems_in_file_order():
    later = Problem(Place("b.yaml", 2, 1), "unknown-key", 'unknown key "x".', "Did you mean this?")
    earlier = Problem(Place("a.yaml", 9, 4), "missing-key", 'the key "id" is missing.')
    error = DefinitionError([later, earlier])
    assert error.problems == (earlier, later)
    assert str(error).splitlines() == [
        'a.yaml:9:4 missing-key the key "id" is missing.',
        'b.yaml:2:1 unknown-key unknown key "x". Did you mean this?',
    ]


@given(st.text(max_size=60))
def test_any_text_gives_a_node_or_a_problem_and_never_an_exception(text):
    problems = Problems()
    node = parse(text, "any.yaml", problems)
    assert (node is not None) or problems.any()


def plain(node: Node) -> object:
    if node.is_mapping:
        return {key: plain(value) for key, value in node.items()}
    return [plain(element) for element in node.elements] if node.is_sequence else node.value


WORDS = st.text("abcxyz", min_size=1, max_size=5).map(lambda word: f"w{word}")
TREES = st.recursive(
    st.one_of(WORDS, st.integers(-(10**9), 10**9), st.booleans(), st.none()),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)


@given(TREES)
def test_what_a_yaml_writer_writes_is_read_back_the_same(tree):
    problems = Problems()
    node = parse(yaml.safe_dump({"root": tree}), "tree.yaml", problems)
    assert node is not None
    assert plain(node) == {"root": tree}
