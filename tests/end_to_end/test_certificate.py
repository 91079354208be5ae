"""A certificate from elsewhere signs, and what cannot sign is refused in one line."""

import datetime as dt

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID


def own_certificate(days: int = 30) -> bytes:
    """A PKCS#12 file with a self-signed P-256 certificate; its password is "secret"."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Dr Other Example")])
    now = dt.datetime.now(dt.UTC)
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=90))
        .not_valid_after(now + dt.timedelta(days=days))
        .add_extension(x509.BasicConstraints(False, None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    return pkcs12.serialize_key_and_certificates(
        b"signing", key, certificate, None, BestAvailableEncryption(b"secret")
    )


@pytest.fixture
def import_file(consult_app, tmp_path):
    def run(data: bytes, password: str = "secret"):
        file, secret = tmp_path / "mine.p12", tmp_path / "password"
        file.write_bytes(data)
        secret.write_text(password + "\n", encoding="utf-8")
        return consult_app(
            "certificate", "import", file, "--password-file", secret, "--demo",
            "--data", tmp_path / "data",
        )  # fmt: skip

    return run


def test_an_imported_certificate_signs_and_verifies(consult_app, import_file, example, tmp_path):
    said = import_file(own_certificate())
    assert said.code == 0, said.err

    data, out = tmp_path / "data", tmp_path / "out"
    said = consult_app("issue", example(), "--out", out, "--data", data, "--demo")
    assert said.code == 0, said.err
    record = next(out.glob("record-*.pdf"))
    found = consult_app("verify", record, "--data", data, "--json").json
    assert found["holds"]
    assert found["signature"]["signer"] == "Dr Other Example"


@pytest.mark.parametrize(
    ("data", "password"),
    [
        (own_certificate(), "wrong"),
        pytest.param(own_certificate(days=-5), "secret", marks=pytest.mark.slow),
        pytest.param(b"not a certificate", "secret", marks=pytest.mark.slow),
        pytest.param(b"", "secret", marks=pytest.mark.slow),
    ],
)
def test_what_cannot_sign_is_refused_in_one_line(import_file, data, password):
    said = import_file(data, password)
    assert said.code == 2
    assert said.err.count("\n") == 1
    assert said.err.startswith("consult-app: ")
