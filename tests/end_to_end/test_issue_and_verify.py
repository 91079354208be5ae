"""From an answers file to a signed PDF, and back."""

import os
import shutil
import subprocess

import pytest


def tool(*arguments: object) -> str:
    """Output of a system tool, which must succeed."""
    done = subprocess.run(
        [str(argument) for argument in arguments],
        capture_output=True,
        text=True,
        check=False,
        # Poppler opens an NSS folder in the old format unless it is told.
        env={**os.environ, "NSS_DEFAULT_DB_TYPE": "sql"},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def folders(tmp_path_factory):
    """A data folder and an output folder shared by the tests of this file."""
    return tmp_path_factory.mktemp("clinic"), tmp_path_factory.mktemp("out")


@pytest.fixture(scope="session")
def issued(folders):
    """The example, issued once by the demonstration clinic."""
    from consult_app.__main__ import main
    from tests.end_to_end.conftest import EXAMPLES

    data, out = folders
    answers = EXAMPLES / "answers.yaml"
    assert main(["issue", str(answers), "--out", str(out), "--data", str(data), "--demo"]) == 0
    record = next(out.glob("record-*.pdf"))
    copy = next(out.glob("patient-copy-*.pdf"))
    return record, copy, out / "clinic-authority.pem"


@pytest.fixture
def trust(issued, tmp_path):
    """An NSS database that trusts the clinic's authority."""
    folder = tmp_path / "nss"
    folder.mkdir()
    tool("certutil", "-N", "-d", f"sql:{folder}", "--empty-password")
    tool("certutil", "-A", "-d", f"sql:{folder}", "-n", "clinic", "-t", "C,C,C", "-i", issued[2])
    return folder


def test_pdfsig_finds_a_valid_trusted_signature_over_the_whole_document(issued, trust):
    for file in issued[:2]:
        said = tool("pdfsig", "-nssdir", trust, file)
        assert "Signature Validation: Signature is Valid." in said
        assert "Certificate Validation: Certificate is Trusted." in said
        assert "Total document signed" in said


def test_the_files_name_no_patient(issued):
    for file in issued:
        assert "dana" not in file.name.lower()
        assert "example" not in file.name.lower()


def test_the_record_carries_record_json_and_the_patients_copy_nothing(issued, tmp_path):
    assert "record.json" in tool("pdfdetach", "-list", issued[0])
    assert "0 embedded files" in tool("pdfdetach", "-list", issued[1])


def test_every_page_of_the_record_names_patient_page_and_the_incomplete_rule_set(issued):
    pages = int(tool("pdfinfo", issued[0]).partition("Pages:")[2].split()[0])
    for page in range(1, pages + 1):
        text = tool("pdftotext", "-f", page, "-l", page, issued[0], "-")
        assert f"Page {page} of {pages}" in text
        assert "Example, Dana" in text
        assert "INCOMPLETE RULE SET" in text
        assert "SYNTHETIC" in text


def test_the_patients_copy_never_shows_the_verdict_or_the_skin_type(issued):
    text = tool("pdftotext", issued[1], "-").lower()
    for word in ("proceed", "fitzpatrick", "contraindication", "override"):
        assert word not in text


def test_verify_says_in_one_line_that_it_holds(consult_app, issued, folders):
    said = consult_app("verify", issued[0], "--data", folders[0], "--json")
    assert said.code == 0
    assert said.json["holds"]
    assert said.json["rerun"] == "same verdict"
    assert said.json["signature"]["trusted"]

    text = consult_app("verify", issued[0], "--data", folders[0])
    assert text.out.splitlines()[0].startswith("Signed and unchanged")


def test_a_stranger_verifies_with_the_authority_and_not_without(consult_app, issued, tmp_path):
    other = tmp_path / "elsewhere"
    said = consult_app("verify", issued[0], "--data", other, "--json")
    assert said.code == 1
    assert not said.json["signature"]["trusted"]

    with_authority = ("--authority", issued[2])
    assert consult_app("verify", issued[0], "--data", other, *with_authority).code == 0


def test_one_flipped_byte_is_found(consult_app, issued, folders, tmp_path):
    data = bytearray(issued[0].read_bytes())
    data[len(data) // 3] ^= 1
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(data)
    assert consult_app("verify", broken, "--data", folders[0]).code == 1


def test_something_appended_is_found(consult_app, issued, folders, tmp_path):
    broken = tmp_path / "appended.pdf"
    broken.write_bytes(issued[0].read_bytes() + b"\n% more\n")
    assert consult_app("verify", broken, "--data", folders[0]).code == 1


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"not a pdf at all", b"\x00" * 5000])
def test_what_is_no_signed_pdf_is_said_plainly(consult_app, folders, tmp_path, content):
    path = tmp_path / "any.pdf"
    path.write_bytes(content)
    said = consult_app("verify", path, "--data", folders[0])
    assert said.code == 1
    assert said.out.startswith("Not signed by this clinic")


def test_do_not_treat_is_issued_without_consent_or_aftercare(
    consult_app, example, folders, tmp_path
):
    said = consult_app(
        "issue", example("roaccutane"), "--out", tmp_path, "--data", folders[0], "--demo"
    )
    assert said.code == 0, said.err
    assert "Do not treat" in said.out
    copy = tool("pdftotext", next(tmp_path.glob("patient-copy-*.pdf")), "-")
    for word in ("isotretinoin", "Roaccutane", "sunscreen"):
        assert word.lower() not in copy.lower()


def test_a_real_patient_is_not_signed_by_the_demonstration(consult_app, changed, tmp_path):
    path = changed({"synthetic: true": "synthetic: false"})
    said = consult_app("issue", path, "--out", tmp_path, "--demo")
    assert said.code == 2
    assert "synthetic patients only" in said.err


def test_a_consultation_that_is_not_signed_by_people_is_not_issued(
    consult_app, changed, example, folders, tmp_path
):
    text = example().read_text(encoding="utf-8")
    start = text.index("signatures:")
    path = changed({text[start:]: ""})
    said = consult_app("issue", path, "--out", tmp_path, "--data", folders[0], "--demo")
    assert said.code == 1
    assert "signature is missing" in said.err
    assert not list(tmp_path.glob("*.pdf"))


def test_an_output_that_is_a_link_is_replaced_not_followed(consult_app, issued, tmp_path):
    from consult_app.cli.issue import write_new

    target = tmp_path / "precious"
    target.write_bytes(b"keep")
    link = tmp_path / "record.pdf"
    link.symlink_to(target)
    write_new(link, b"new")
    assert target.read_bytes() == b"keep"
    assert link.read_bytes() == b"new"


def test_two_issues_of_the_same_answers_give_the_same_verdict(consult_app, example, folders):
    out = folders[1].parent / "again"
    shutil.rmtree(out, ignore_errors=True)
    said = consult_app("issue", example(), "--out", out, "--data", folders[0], "--demo")
    assert said.code == 0, said.err
    assert "Proceed" in said.out


@pytest.mark.parametrize("answer", ["not-confirmed", None])
def test_a_consent_that_was_not_confirmed_again_is_not_issued(
    consult_app, changed, folders, tmp_path, answer
):
    path = changed({"  C1_again: confirmed\n": f"  C1_again: {answer}\n" if answer else ""})
    said = consult_app("issue", path, "--out", tmp_path, "--data", folders[0], "--demo")
    assert said.code == 1
    assert "Confirm once more" in said.err
