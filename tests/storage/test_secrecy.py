"""Nothing about a patient can be read without the key, nor in what the program says."""

import dataclasses

from consult_app.domain.consultation import PatientIdentity
from consult_app.services.ports import UserFacingError
from tests.storage.stories import PASSPHRASE, WAIT, new_account, synthetic_patient

CANARY = "Zzcanary"


def traces(folder):
    """Every place in the folder where a canary can be read, as UTF-8 or UTF-16."""
    spellings = (CANARY.encode(), CANARY.encode("utf-16-le"), PASSPHRASE.encode())
    return [
        (place.name, spelling)
        for place in folder.rglob("*")
        for spelling in spellings
        if spelling.lower() in place.read_bytes().lower()
    ]


def test_no_patient_text_and_no_passphrase_is_readable_in_any_file(story, folder):
    patient = synthetic_patient("patient-9", CANARY, f"{CANARY} given", record_number=CANARY)
    story.store.add_patient(patient).result(WAIT)
    story.answer("answer:S1", f'"{CANARY}"')
    story.store.keep_pack("d", "microneedling", "1", CANARY.encode() * 500).result(WAIT)
    issued = story.issued(data=CANARY.encode() * 2_000)
    story.store.issue(dataclasses.replace(issued, record=f'"{CANARY}"')).result(WAIT)
    assert story.store.patients(CANARY) == (patient,)
    names = {place.name for place in folder.iterdir()}
    assert {"clinic.db", "clinic.db-wal", "clinic.keys", "clinic.lock"} <= names
    assert traces(folder) == []
    story.clinic.close()
    assert traces(folder) == []
    assert not list(folder.glob("clinic.db-*")), "a closed clinic is one database file"


def test_the_search_for_canaries_does_find_one(tmp_path):
    (tmp_path / "leak").write_text("a patient called zzCANARY")
    assert traces(tmp_path) == [("leak", CANARY.encode())]


def test_representations_hold_neither_keys_nor_patients(story, vault):
    keys = story.store._keys
    objects = [
        keys,
        story.clinic.signing,
        new_account(),
        story.event("answer:S1", f'"{CANARY}"'),
        PatientIdentity("patient-9", CANARY, CANARY, None),
        story.clinic,
        story.store,
        vault,
    ]
    shown = repr(objects)
    for secret in (keys.database.hex(), repr(keys.database), CANARY, PASSPHRASE, "private key"):
        assert secret not in shown


def test_a_refused_statement_does_not_carry_the_patient_into_its_message(story, caplog):
    with story.intruder() as raw:
        raw.execute(
            "create trigger refuse before insert on patient "
            "begin select raise(abort, 'refused'); end"
        )
    failure = story.store.add_patient(synthetic_patient("p9", CANARY)).exception(WAIT)
    assert isinstance(failure, UserFacingError)
    said = [failure]
    while said[-1].__cause__ is not None:
        said.append(said[-1].__cause__)
    assert len(said) > 1
    assert CANARY not in "".join(map(str, said)) + caplog.text
    caplog.clear()
