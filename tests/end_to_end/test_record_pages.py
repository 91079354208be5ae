"""The record is short enough to be read: two pages, the instructions, two pages of answers."""

import subprocess

import pytest


@pytest.fixture
def pages(consult_app, example, tmp_path):
    """Issue an example; the text of each page of its record."""

    def issue(name):
        out, data = tmp_path / "out", tmp_path / "data"
        said = consult_app("issue", example(name), "--out", out, "--data", data, "--demo")
        assert said.code == 0, said.err
        record = next(out.glob("record-*.pdf"))
        text = subprocess.run(
            ["pdftotext", "-layout", record, "-"], capture_output=True, text=True, check=True
        ).stdout
        return text.split("\f")[:-1]

    return issue


def page_with(pages, title):
    """Number, from 0, of the first page on which `title` stands alone in its line."""
    return next(
        number
        for number, text in enumerate(pages)
        if any(line.strip() == title for line in text.splitlines())
    )


@pytest.mark.parametrize("name", ["answers", pytest.param("decision", marks=pytest.mark.slow)])
def test_a_record_that_treats_is_two_pages_instructions_and_two_pages_of_answers(pages, name):
    found = pages(name)

    assert page_with(found, "Instructions given to the patient") <= 2
    assert len(found) - page_with(found, "Answers") <= 2


@pytest.mark.parametrize(
    "name", ["roaccutane", pytest.param("cannot-conclude", marks=pytest.mark.slow)]
)
def test_a_record_that_does_not_treat_is_at_most_four_pages(pages, name):
    found = pages(name)

    assert page_with(found, "Answers") <= 2
    assert len(found) <= 4


def test_the_record_speaks_in_short_labels(pages):
    text = " ".join(" ".join(pages("roaccutane")).split())

    assert "Medicine: Roaccutane" in text
    assert "Answered no or none: Pregnancy; Fever, infection or unwell; Bleeding disorder" in text
    assert "Fitzpatrick score" in text
    assert "Have you ever taken acne pills" not in text
