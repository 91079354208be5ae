"""Keys of a clinic: from a passphrase to the data key, and from the data key to its sub-keys.

A random data key of 32 bytes encrypts everything. Each account and the recovery key hold a copy of
it, wrapped (AES-256-GCM) under a key that Argon2id (RFC 9106) derives from their secret. Sub-keys
come from the data key through HKDF-SHA256 (RFC 5869), one for each purpose.
"""

import json
import os
import secrets
import unicodedata
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from consult_app.services.ports import WrongPassphraseError

KEY_BYTES: Final = 32
SALT_BYTES: Final = 16
_NONCE_BYTES: Final = 12

RECOVERY_BITS: Final = 160
_SYMBOLS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CHECK_SYMBOLS: Final = _SYMBOLS + "*~$=U"
_MISREAD: Final = str.maketrans("ILO", "110", "-")
_RECOVERY_LENGTH: Final = RECOVERY_BITS // 5


@dataclass(frozen=True)
class KdfCost:
    """What one guess at a passphrase costs: memory in KiB, passes over it, parallel lanes."""

    memory_kib: int
    passes: int
    lanes: int

    def at_least(self, floor: "KdfCost") -> bool:
        """Whether no part is below `floor`; fewer lanes do not make a guess cheaper."""
        return self.memory_kib >= floor.memory_kib and self.passes >= floor.passes


PRODUCTION: Final = KdfCost(memory_kib=64 * 1024, passes=3, lanes=4)
"""RFC 9106's second recommended choice; nothing weaker is accepted from a key file."""

CEILING: Final = KdfCost(memory_kib=4 * 1024 * 1024, passes=64, lanes=64)
"""More than this is not a key file but an attempt to exhaust the machine."""


@dataclass(frozen=True)
class SlotKeys:
    """What the secret of one slot gives: a key to wrap the data key, one for the identity."""

    data_wrapping: bytes
    identity_wrapping: bytes

    def __repr__(self) -> str:
        """Nothing: it holds keys."""
        return "SlotKeys(...)"


@dataclass(frozen=True)
class ClinicKeys:
    """Sub-keys of the data key.

    `database` and `database_salt` open the database file, `audit` links the audit chain,
    `content` makes the digests of answers, `key_file` authenticates the key file.
    """

    database: bytes
    database_salt: bytes
    audit: bytes
    content: bytes
    key_file: bytes

    def __repr__(self) -> str:
        """Nothing: it holds keys."""
        return "ClinicKeys(...)"

    @classmethod
    def derived_from(cls, data_key: bytes) -> "ClinicKeys":
        """All sub-keys of `data_key`."""
        return cls(
            database=_sub_key(data_key, "database/1"),
            database_salt=_sub_key(data_key, "database-salt/1")[:SALT_BYTES],
            audit=_sub_key(data_key, "audit/1"),
            content=_sub_key(data_key, "content/1"),
            key_file=_sub_key(data_key, "key-file/1"),
        )


def slot_keys(secret: str, salt: bytes, cost: KdfCost) -> SlotKeys:
    """Derive the keys of a slot; slow on purpose, and it lets other threads run meanwhile.

    `secret` is normalised (NFKC), so that the same letters typed on another keyboard give the same.
    """
    normalised = unicodedata.normalize("NFKC", secret).encode("utf-8", "surrogatepass")
    derived = Argon2id(
        salt=salt,
        length=KEY_BYTES,
        iterations=cost.passes,
        lanes=cost.lanes,
        memory_cost=cost.memory_kib,
    ).derive(normalised)
    return SlotKeys(
        data_wrapping=_sub_key(derived, "wrap-data-key/1"),
        identity_wrapping=_sub_key(derived, "wrap-identity/1"),
    )


def wrap(key: bytes, content: bytes, bound_to: tuple[str, ...]) -> bytes:
    """Encrypt `content`; it only opens again together with the same `bound_to`."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, content, _bound(bound_to))


def unwrap(key: bytes, wrapped: bytes, bound_to: tuple[str, ...]) -> bytes | None:
    """Decrypt what `wrap` made, or None when the key, the content or `bound_to` is another."""
    try:
        return AESGCM(key).decrypt(wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:], _bound(bound_to))
    except (InvalidTag, ValueError):
        return None


def new_recovery_key() -> str:
    """A random recovery key to print: 160 bits in Crockford's base 32 with its check character."""
    number = secrets.randbits(RECOVERY_BITS)
    symbols = [_SYMBOLS[number >> shift & 31] for shift in range(RECOVERY_BITS - 5, -1, -5)]
    text = "".join(symbols) + _CHECK_SYMBOLS[number % len(_CHECK_SYMBOLS)]
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))


def recovery_secret(typed: str) -> str:
    """The secret within a typed recovery key.

    Case, spaces and hyphens do not matter, and I, L and O are read as 1, 1 and 0. Raises
    WrongPassphraseError when the check character shows a slip; no guess is counted for that.
    """
    text = unicodedata.normalize("NFKC", "".join(typed.split())).upper().translate(_MISREAD)
    body, check = text[:_RECOVERY_LENGTH], text[_RECOVERY_LENGTH:]
    if len(text) != _RECOVERY_LENGTH + 1 or any(symbol not in _SYMBOLS for symbol in body):
        raise WrongPassphraseError(
            "A recovery key has 33 characters, in groups of four; compare it with the printed one."
        )
    number = 0
    for symbol in body:
        number = number << 5 | _SYMBOLS.index(symbol)
    if check != _CHECK_SYMBOLS[number % len(_CHECK_SYMBOLS)]:
        raise WrongPassphraseError(
            "There is a slip in this recovery key; compare each character with the printed one."
        )
    return body


def _sub_key(key: bytes, purpose: str) -> bytes:
    info = f"consult-app {purpose}".encode()
    return HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=None, info=info).derive(key)


def _bound(parts: tuple[str, ...]) -> bytes:
    return json.dumps(parts, ensure_ascii=True, separators=(",", ":")).encode("ascii")
