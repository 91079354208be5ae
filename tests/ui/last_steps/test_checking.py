"""Check a file, import a certificate, save without following links."""

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from consult_app.documents.certificates import CertificateIssuer
from consult_app.domain.consultation import Signatory
from consult_app.services.ports import UserFacingError
from consult_app.ui.certificate_dialog import CertificateDialog
from consult_app.ui.document_files import proposed_name, save_document
from consult_app.ui.verify_view import VerifyView
from tests.fakes import FakeClock

PASSWORD = "a password"


@pytest.fixture
def record(desk, healthy):
    """A signed record, as issued."""
    for who in (Signatory.PATIENT, Signatory.PRACTITIONER):
        healthy.inking.type_name(who, "A Name")
        healthy.inking.accept(who)
    return desk.issuing.issue(healthy.session.consultation, desk.pack).record.data


@pytest.fixture
def checking(desk, looks, read):
    return read(VerifyView(desk, looks))


def test_an_issued_record_is_as_it_was_issued(checking, record, tmp_path):
    file = tmp_path / "record.pdf"
    file.write_bytes(record)
    checking.view.check(file)
    checking.reads("Signed and unchanged, and its answers give the verdict that it states.")
    assert "same verdict" in checking.texts()


def test_a_changed_record_is_not_relied_on(checking, record, tmp_path):
    file = tmp_path / "record.pdf"
    file.write_bytes(record + b"\n% one more line")
    checking.view.check(file)
    checking.reads("Do not rely on this file")


def test_what_is_no_pdf_is_not_relied_on(checking, tmp_path):
    file = tmp_path / "note.pdf"
    file.write_bytes(b"hello")
    checking.view.check(file)
    checking.reads("Not signed by this clinic: do not rely on this file.")


def test_a_file_that_is_gone_is_said_in_one_sentence(checking, tmp_path):
    checking.view.check(tmp_path / "gone.pdf")
    checking.reads("This file cannot be read. Is it still there?")


@pytest.fixture
def certificate_file(tmp_path):
    identity, _ = CertificateIssuer().issue("Example Skin Clinic", "Dr Example", FakeClock().now())
    key = serialization.load_der_private_key(identity.private_key, None)
    leaf, authority = (x509.load_der_x509_certificate(der) for der in identity.certificates)
    sealed = serialization.BestAvailableEncryption(PASSWORD.encode())
    file = tmp_path / "mine.p12"
    file.write_bytes(pkcs12.serialize_key_and_certificates(b"m", key, leaf, [authority], sealed))
    return file


def test_a_wrong_password_is_said_and_the_right_one_shows_whose_it_is(
    looks, read, qtbot, certificate_file
):
    issuer = CertificateIssuer(FakeClock().now)
    dialog = CertificateDialog(looks, issuer.import_pkcs12)
    reader = read(dialog, 600, 500)
    dialog.choose_file(certificate_file)
    qtbot.keyClicks(dialog.password, "wrong")
    qtbot.keyClick(dialog.password, Qt.Key.Key_Return)
    reader.reads("The file cannot be opened: the password is wrong or the file is damaged.")
    assert not reader.offers("Use this certificate")
    dialog.password.clear()
    qtbot.keyClicks(dialog.password, PASSWORD)
    reader.click("Read the certificate")
    reader.reads("Valid until")
    assert "Dr Example" in reader.texts()
    reader.click("Use this certificate")
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert dialog.identity is not None


def test_a_file_is_saved_whole_and_a_link_is_never_followed(tmp_path):
    elsewhere, link = tmp_path / "elsewhere.pdf", tmp_path / "link.pdf"
    elsewhere.write_bytes(b"kept")
    link.symlink_to(elsewhere)
    with pytest.raises(UserFacingError, match="link to another place"):
        save_document(b"new", link)
    assert elsewhere.read_bytes() == b"kept"
    save_document(b"new", tmp_path / "new.pdf")
    assert (tmp_path / "new.pdf").read_bytes() == b"new"
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "elsewhere.pdf",
        "link.pdf",
        "new.pdf",
    ]


def test_a_folder_that_is_not_there_leaves_one_sentence_and_nothing_behind(tmp_path):
    with pytest.raises(UserFacingError, match="could not be saved there"):
        save_document(b"new", tmp_path / "missing" / "new.pdf")
    assert list(tmp_path.iterdir()) == []


def test_a_proposed_name_says_nothing_of_the_patient():
    assert proposed_name("record", "0123456789abcdef", 2) == "record-01234567-v2.pdf"
