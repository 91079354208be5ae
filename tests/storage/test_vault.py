"""Setting a clinic up, unlocking it, and what happens when somebody guesses."""

import base64
import hashlib
import json
import stat

import pytest

from consult_app.domain.consultation import Role
from consult_app.services.ports import (
    LockedOutError,
    OpenClinic,
    SigningError,
    StoreDamagedError,
    StoreMissingError,
    UserFacingError,
    Vault,
    WrongPassphraseError,
)
from consult_app.storage.keys import (
    PRODUCTION,
    KdfCost,
    new_recovery_key,
    recovery_secret,
    unwrap,
    wrap,
)
from consult_app.storage.vault import FileVault
from tests.storage.stories import (
    CHEAP,
    PASSPHRASE,
    WAIT,
    new_account,
    signing_identity,
    synthetic_patient,
)


@pytest.fixture
def derivations(monkeypatch):
    """Every key derivation that slots ask for."""
    from consult_app.storage import slots

    seen = []
    derive = slots.slot_keys

    def counted(secret, salt, cost):
        seen.append(cost)
        return derive(secret, salt, cost)

    monkeypatch.setattr(slots, "slot_keys", counted)
    return seen


def guess(vault, practitioner_id):
    with pytest.raises((WrongPassphraseError, LockedOutError)) as refused:
        vault.unlock(practitioner_id, "a wrong guess")
    return refused.value


def edit_key_file(folder, change, name="clinic.keys"):
    """Change the key file as somebody would who also knows how to repair its checksum."""
    path = folder / name
    content = json.loads(path.read_bytes())["content"]
    change(content)
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":")).encode()
    document = {"checksum": hashlib.sha256(canonical).hexdigest(), "content": content}
    path.write_text(json.dumps(document))


# --- setting up ----------------------------------------------------------------------------------


def test_the_vault_and_the_open_clinic_fit_their_ports(vault, clinic):
    as_port: Vault = vault
    open_port: OpenClinic = clinic
    assert as_port.exists()
    assert open_port.practitioner.printed_name == "Dr Ada Example"


def test_nothing_exists_before_a_clinic_is_set_up(empty_vault, folder):
    assert not empty_vault.exists()
    with pytest.raises(StoreMissingError, match="no clinic"):
        empty_vault.unlock("anybody", PASSPHRASE)
    assert not folder.exists(), "unlocking must never create anything"


def test_a_new_clinic_opens_with_its_first_account(vault, clinic, folder):
    (account,) = vault.accounts()
    assert vault.exists()
    assert account == clinic.practitioner
    assert account.role is Role.DERMATOLOGIST
    assert account.credential == "GMC 0000000"
    assert clinic.signing == signing_identity()
    assert clinic.trust_anchors == vault.trust_anchors() == (b"anchor certificate",)
    assert clinic.clinic_name == vault.clinic_name() == "Skin Clinic"
    assert clinic.store.verify_audit() is None


def test_only_the_owner_may_read_the_files(clinic, folder):
    clinic.close()
    for place in (folder, *folder.iterdir()):
        assert stat.S_IMODE(place.stat().st_mode) & 0o077 == 0, place.name


def test_a_clinic_is_never_set_up_over_another(vault, folder):
    before = {place.name: place.read_bytes() for place in folder.iterdir()}
    with pytest.raises(UserFacingError, match="already"):
        vault.create("Other", new_account(), signing_identity(), b"anchor")
    assert {place.name: place.read_bytes() for place in folder.iterdir()} == before


def test_a_database_whose_key_file_is_gone_is_not_set_up_over(vault, folder):
    for place in folder.glob("clinic.keys*"):
        place.unlink()
    assert vault.exists()
    with pytest.raises(StoreDamagedError, match=r"clinic\.keys is missing"):
        vault.create("Other", new_account(), signing_identity(), b"anchor")
    with pytest.raises(StoreMissingError, match="backup"):
        vault.accounts()


def test_an_interrupted_set_up_is_cleared_away_and_can_be_repeated(empty_vault, folder):
    folder.mkdir()
    (folder / "clinic.db.new").write_bytes(b"half a database")
    (folder / "clinic.db").write_bytes(b"renamed, but its key file was not")
    (folder / "clinic.keys.new").write_bytes(b"{}")
    assert not empty_vault.exists()
    empty_vault.create("Skin Clinic", new_account(), signing_identity(), b"anchor")
    empty_vault.unlock(empty_vault.accounts()[0].practitioner_id, PASSPHRASE).close()
    assert not list(folder.glob("*.new*"))


def test_an_account_needs_a_passphrase(empty_vault, folder):
    with pytest.raises(UserFacingError, match="passphrase"):
        empty_vault.create("Clinic", new_account(passphrase="  "), signing_identity(), b"anchor")
    assert not empty_vault.exists()


# --- unlocking -----------------------------------------------------------------------------------


def test_a_passphrase_typed_with_another_keyboard_opens_too(empty_vault):
    empty_vault.create(
        "Clinic", new_account(passphrase="caf\u00e9 au lait"), signing_identity(), b"anchor"
    )
    (account,) = empty_vault.accounts()
    empty_vault.unlock(account.practitioner_id, "cafe\u0301 au lait").close()


def test_an_account_that_is_not_in_the_clinic_cannot_unlock(vault):
    for stranger in ("nobody", "recovery"):
        with pytest.raises(WrongPassphraseError, match="account"):
            vault.unlock(stranger, PASSPHRASE)


def test_five_wrong_passphrases_lock_the_account_for_half_a_minute(
    vault, practitioner_id, clock, derivations
):
    for _ in range(4):
        assert isinstance(guess(vault, practitioner_id), WrongPassphraseError)
    fifth = guess(vault, practitioner_id)
    assert isinstance(fifth, LockedOutError)
    assert (fifth.until - clock.now()).total_seconds() == 30
    assert "30 seconds" in str(fifth)
    assert len(derivations) == 5


def test_nothing_is_derived_while_locked_out_not_even_for_the_right_passphrase(
    vault, practitioner_id, clock, derivations
):
    for _ in range(5):
        guess(vault, practitioner_id)
    derivations.clear()
    clock.advance(seconds=29)
    with pytest.raises(LockedOutError):
        vault.unlock(practitioner_id, PASSPHRASE)
    assert derivations == []
    clock.advance(seconds=1)
    vault.unlock(practitioner_id, PASSPHRASE).close()
    assert len(derivations) == 1


def test_each_further_failure_doubles_the_pause_up_to_a_quarter_of_an_hour(
    vault, practitioner_id, clock
):
    pauses = []
    for _ in range(4):
        guess(vault, practitioner_id)
    for _ in range(8):
        locked = guess(vault, practitioner_id)
        pauses.append((locked.until - clock.now()).total_seconds())
        clock.moment = locked.until
    assert pauses == [30, 60, 120, 240, 480, 900, 900, 900]


def test_failures_are_remembered_by_another_process_and_forgotten_after_a_success(
    vault, folder, clock, practitioner_id
):
    for _ in range(5):
        guess(vault, practitioner_id)
    later = FileVault(folder, clock, CHEAP, CHEAP)
    with pytest.raises(LockedOutError):
        later.unlock(practitioner_id, PASSPHRASE)
    clock.advance(seconds=31)
    later.unlock(practitioner_id, PASSPHRASE).close()
    for _ in range(4):
        assert isinstance(guess(vault, practitioner_id), WrongPassphraseError)


def test_a_guess_counts_even_if_the_program_is_ended_while_deriving(
    vault, practitioner_id, monkeypatch
):
    def killed(*_):
        raise SystemExit

    for _ in range(5):
        with monkeypatch.context() as patch:
            patch.setattr("consult_app.storage.vault.open_slot", killed)
            with pytest.raises(SystemExit):
                vault.unlock(practitioner_id, "a guess")
    with pytest.raises(LockedOutError):
        vault.unlock(practitioner_id, PASSPHRASE)


def test_a_clock_set_back_locks_out_for_a_quarter_of_an_hour_at_most(vault, practitioner_id, clock):
    for _ in range(5):
        guess(vault, practitioner_id)
    clock.advance(days=-300)
    locked = guess(vault, practitioner_id)
    assert (locked.until - clock.now()).total_seconds() == 900
    clock.advance(minutes=15)
    vault.unlock(practitioner_id, PASSPHRASE).close()


def test_the_audit_tells_how_many_wrong_passphrases_came_before(vault, practitioner_id):
    for _ in range(3):
        guess(vault, practitioner_id)
    clinic = vault.unlock(practitioner_id, PASSPHRASE)
    clinic.store.add_patient(synthetic_patient()).result(WAIT)
    with clinic.store._read() as connection:
        payloads = connection.exec_driver_sql(
            "select payload from audit where action = 'clinic.unlock'"
        ).scalars()
        assert list(payloads) == ['{"failed_attempts":"3","key_file_age":"0"}']
    clinic.close()


# --- the recovery key ----------------------------------------------------------------------------


def test_the_recovery_key_opens_the_clinic_and_makes_a_new_account(vault, clock):
    account = new_account("Dr Grace Successor", "quiet blue harbour bells")
    clinic = vault.unlock_with_recovery_key(vault.recovery_key, account)
    assert clinic.practitioner.printed_name == "Dr Grace Successor"
    assert clinic.store.verify_audit() is None
    clinic.close()
    assert [a.printed_name for a in vault.accounts()] == ["Dr Ada Example", "Dr Grace Successor"]
    successor = vault.accounts()[1].practitioner_id
    vault.unlock(successor, "quiet blue harbour bells").close()


def test_an_account_from_the_recovery_key_needs_a_signing_identity_first(vault):
    account = new_account("Dr Grace Successor", "quiet blue harbour bells")
    clinic = vault.unlock_with_recovery_key(vault.recovery_key, account)
    with pytest.raises(SigningError, match="no signing key"):
        _ = clinic.signing
    clinic.replace_signing(signing_identity(b"second"), anchor=b"second anchor")
    clinic.close()
    again = vault.unlock(clinic.practitioner.practitioner_id, "quiet blue harbour bells")
    assert again.signing == signing_identity(b"second")
    assert again.trust_anchors == (b"anchor certificate", b"second anchor")
    again.close()


def test_the_recovery_key_is_read_as_people_type_it(vault):
    typed = vault.recovery_key.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    vault.unlock_with_recovery_key(typed, new_account("Dr B", "some passphrase")).close()


def test_a_slip_in_the_recovery_key_is_told_without_costing_a_try(vault, derivations):
    key = vault.recovery_key
    place = 7
    other = "2" if key[place] != "2" else "3"
    for slipped in (key[:place] + other + key[place + 1 :], key[:-2], "", "☃" * 33, key + "A"):
        with pytest.raises(WrongPassphraseError, match="compare"):
            vault.unlock_with_recovery_key(slipped, new_account())
    assert derivations == []


def test_another_clinics_recovery_key_is_refused_and_counted(vault, clock):
    for _ in range(4):
        with pytest.raises(WrongPassphraseError, match="recovery key"):
            vault.unlock_with_recovery_key(new_recovery_key(), new_account())
    with pytest.raises(LockedOutError, match="recovery key"):
        vault.unlock_with_recovery_key(new_recovery_key(), new_account())
    assert len(vault.accounts()) == 1


def test_every_single_slip_and_swap_in_a_recovery_key_is_found():
    key = new_recovery_key()
    assert len(recovery_secret(key)) == 32
    plain = key.replace("-", "")
    wrong = {
        plain[:place] + symbol + plain[place + 1 :]
        for place in range(33)
        for symbol in "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    }
    wrong |= {plain[:at] + plain[at + 1] + plain[at] + plain[at + 2 :] for at in range(31)}
    wrong.discard(plain)
    for slipped in wrong:
        with pytest.raises(WrongPassphraseError):
            recovery_secret(slipped)


# --- signing identities --------------------------------------------------------------------------


def test_an_imported_signing_identity_is_there_after_the_next_unlock(
    vault, clinic, practitioner_id
):
    clinic.replace_signing(signing_identity(b"imported"))
    assert clinic.signing == signing_identity(b"imported")
    clinic.close()
    again = vault.unlock(practitioner_id, PASSPHRASE)
    assert again.signing == signing_identity(b"imported")
    again.close()


def test_a_closed_clinic_keeps_no_keys(clinic):
    clinic.close()
    clinic.close()
    with pytest.raises(SigningError):
        _ = clinic.signing
    with pytest.raises(UserFacingError, match="closed"):
        clinic.replace_signing(signing_identity(b"late"))
    with pytest.raises(UserFacingError, match="closed"):
        clinic.store.patients()


# --- damage to the key file ----------------------------------------------------------------------


def damage_everything(folder, damage):
    for place in folder.glob("clinic.keys*"):
        damage(place)


def flip_a_bit(place):
    content = bytearray(place.read_bytes())
    middle = content.index(b'"data_key"') + 20
    content[middle] ^= 1
    place.write_bytes(content)


@pytest.mark.parametrize(
    "damage",
    [
        flip_a_bit,
        lambda place: place.write_bytes(place.read_bytes()[:300]),
        lambda place: place.write_bytes(b""),
        lambda place: place.write_bytes(b"[1, 2]"),
        lambda place: place.write_bytes(b"\xff\xfe\x00"),
        lambda place: place.write_bytes(b"[" * 100_000),
    ],
    ids=["flipped bit", "truncated", "empty", "other JSON", "not text", "deep JSON"],
)
def test_a_damaged_key_file_is_called_damaged_and_never_a_wrong_passphrase(
    vault, folder, practitioner_id, damage
):
    damage_everything(folder, damage)
    with pytest.raises(StoreDamagedError, match=r"clinic\.keys .* backup"):
        vault.accounts()
    with pytest.raises(StoreDamagedError, match=r"clinic\.keys .* backup"):
        vault.unlock(practitioner_id, PASSPHRASE)


@pytest.mark.parametrize("damage", [flip_a_bit, lambda place: place.unlink()])
def test_an_older_generation_stands_in_for_a_damaged_key_file(
    vault, folder, practitioner_id, damage
):
    damage(folder / "clinic.keys")
    clinic = vault.unlock(practitioner_id, PASSPHRASE)
    clinic.store.add_patient(synthetic_patient()).result(WAIT)
    with clinic.store._read() as connection:
        payload = connection.exec_driver_sql(
            "select payload from audit where action = 'clinic.unlock'"
        ).scalar()
    assert json.loads(payload)["key_file_age"] == "1", "the audit tells of it"
    clinic.close()
    assert json.loads((folder / "clinic.keys").read_bytes())["content"]["clinic_name"]


def test_three_generations_of_the_key_file_are_kept(clinic, folder):
    for tag in (b"2", b"3", b"4"):
        clinic.replace_signing(signing_identity(tag))
    clinic.close()
    assert sorted(place.name for place in folder.glob("clinic.keys*")) == [
        "clinic.keys",
        "clinic.keys.1",
        "clinic.keys.2",
    ]


def test_a_key_file_that_asks_for_a_cheaper_derivation_is_refused(
    vault, folder, clock, practitioner_id, derivations
):
    strict = FileVault(folder, clock)
    with pytest.raises(StoreDamagedError, match="not allowed"):
        strict.unlock(practitioner_id, PASSPHRASE)
    assert derivations == []
    with pytest.raises(ValueError, match="minimum"):
        FileVault(folder, clock, CHEAP)


def test_a_key_file_cannot_exhaust_the_machine(vault, folder, practitioner_id, derivations):
    def greedy(content):
        for slot in content["slots"]:
            slot["argon2id"]["memory_kib"] = 1 << 40

    for place in folder.glob("clinic.keys*"):
        edit_key_file(folder, greedy, place.name)
    with pytest.raises(StoreDamagedError, match="not allowed"):
        vault.unlock(practitioner_id, PASSPHRASE)
    assert derivations == []


def change_the_role(content):
    content["slots"][0]["account"]["role"] = "assistant"


def change_the_anchor(content):
    content["anchors"] = [base64.b64encode(b"forged").decode()]


def forget_the_audit_head(content):
    content["audit"] = {"sequence": 0, "digest": ""}


@pytest.mark.parametrize("change", [change_the_role, change_the_anchor, forget_the_audit_head])
def test_a_key_file_changed_on_purpose_is_refused_after_the_right_passphrase(
    vault, folder, practitioner_id, change
):
    edit_key_file(folder, change)
    with pytest.raises(StoreDamagedError, match="changed"):
        vault.unlock(practitioner_id, PASSPHRASE)


def test_a_slot_of_another_clinic_does_not_open_here(vault, folder, tmp_path, clock):
    other_folder = tmp_path / "other"
    other = FileVault(other_folder, clock, CHEAP, CHEAP)
    other.create("Other", new_account("Dr Eve", "her passphrase"), signing_identity(), b"anchor")
    (stranger,) = json.loads((other_folder / "clinic.keys").read_bytes())["content"]["slots"][:1]
    edit_key_file(folder, lambda content: content["slots"].append(stranger))
    with pytest.raises(WrongPassphraseError):
        vault.unlock(stranger["id"], "her passphrase")


def test_production_costs_at_least_what_the_standard_recommends():
    assert KdfCost(memory_kib=64 * 1024, passes=3, lanes=4) == PRODUCTION


def test_a_wrapped_key_opens_only_where_it_belongs():
    wrapped = wrap(b"k" * 32, b"content", ("store", "slot"))
    assert unwrap(b"k" * 32, wrapped, ("store", "slot")) == b"content"
    assert unwrap(b"k" * 32, wrapped, ("store", "other slot")) is None
    assert unwrap(b"K" * 32, wrapped, ("store", "slot")) is None
    assert unwrap(b"k" * 32, b"short", ("store", "slot")) is None
