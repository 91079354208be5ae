"""How a section is laid out, as a function of the questionnaire."""

from consult_app.domain.form import Band, Card, Form, Group, Question, QuestionKind, Score, Section
from consult_app.ui.page_plan import CardBlock, LinesBlock, ScoreBlock, plan_page
from tests.ui.small_pack import asked, small_pack, when


def planned(*items, cards=(), scores=None):
    section = Section("only", "Only", tuple(items), cards=tuple(cards))
    form = Form("f", "1", "Form", (section,), scores or {})
    return plan_page(form, section)


def ids(block):
    return [item.link_id for item in block.items]


def test_each_question_has_a_card_of_its_own():
    assert [ids(block) for block in planned(asked("A", "A?"), asked("B", "B?"))] == [["A"], ["B"]]


def test_what_follows_from_the_question_before_it_stands_under_it():
    blocks = planned(
        asked("A", "A?"),
        asked("B", "B?", enable_when=when("A", "yes")),
        asked("C", "C?", enable_when=when("B", "yes")),
        asked("D", "D?", enable_when=when("X", "yes")),
        asked("X", "X?"),
    )
    assert [ids(block) for block in blocks] == [["A", "B", "C"], ["D"], ["X"]]


def test_a_list_that_follows_from_a_question_stands_under_it():
    skin = next(s for s in small_pack().form.sections if s.section_id == "skin")
    blocks = plan_page(small_pack().form, skin)
    assert ["L1", "trips"] in [ids(block) for block in blocks if isinstance(block, CardBlock)]


def test_a_group_led_by_its_first_question_needs_no_title():
    leading = Group(
        "G", "Title", (asked("G.a", "A?"), asked("G.b", "B?", enable_when=when("G.a", "yes")))
    )
    equal = Group("H", "Title", (asked("H.a", "A?"), asked("H.b", "B?")))
    assert [block.title for block in planned(leading, equal)] == ["", "Title"]


def test_the_lines_of_a_card_come_together_where_the_first_of_them_stood():
    blocks = planned(
        asked("A", "A?", card="c"),
        asked("B", "B?"),
        asked("C", "C?", card="c"),
        cards=[Card("c", "Any?")],
    )
    assert isinstance(blocks[0], LinesBlock)
    assert [line.question.link_id for line in blocks[0].lines] == ["A", "C"]
    assert ids(blocks[1]) == ["B"]


def test_the_details_of_a_group_stand_under_the_line_that_they_follow_from():
    group = Group(
        "G",
        "Spots",
        (
            asked("G.now", "Now?", card="c"),
            asked("G.before", "Before?", card="c"),
            asked("G.when", "When?", enable_when=when("G.before", "yes")),
        ),
    )
    [block] = planned(group, cards=[Card("c", "Any?")])
    under = {line.question.link_id: [item.link_id for item in line.under] for line in block.lines}
    assert under == {"G.now": [], "G.before": ["G.when"]}


def test_the_optional_questions_of_a_score_are_folded_into_one_card():
    parts = [asked(f"F{n}", "Part?", required=False) for n in range(3)]
    score = Score("s", ("F0", "F1", "F2"), (Band(9, "low"),))
    blocks = planned(asked("A", "A?"), *parts, scores={"s": score})
    assert isinstance(blocks[1], ScoreBlock)
    assert [question.link_id for question in blocks[1].questions] == ["F0", "F1", "F2"]


def test_every_question_of_the_small_pack_is_somewhere_exactly_once():
    form = small_pack().form
    found = []
    for section in form.sections:
        for block in plan_page(form, section):
            if isinstance(block, LinesBlock):
                for line in block.lines:
                    found += [line.question.link_id, *(item.link_id for item in line.under)]
            elif isinstance(block, ScoreBlock):
                found += [question.link_id for question in block.questions]
            else:
                found += ids(block)
    wanted = []
    for item in form.items():
        if isinstance(item, Group):
            wanted += [question.link_id for question in item.items]
        else:
            wanted.append(item.link_id)
    assert sorted(found) == sorted(wanted)


def test_a_free_text_is_a_question_like_any_other():
    assert ids(planned(Question("T", QuestionKind.TEXT, "Say"))[0]) == ["T"]
