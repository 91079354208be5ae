"""The audit chain: nothing in the store can be changed behind its back."""

import json

import pytest

from consult_app.services.ports import AuditEntry, AuditHead, UserFacingError
from consult_app.storage.engine import DatabaseError
from consult_app.storage.schema import APPEND_ONLY
from tests.storage.stories import PASSPHRASE, WAIT


@pytest.fixture
def history(story):
    """A store with thirty entries or so: answers, an issued version, and a draft after it."""
    for number in range(12):
        story.answer(f"answer:S{number}", f'"{number}"')
    story.store.keep_pack("digest", "microneedling", "1.0.0", b"pack").result(WAIT)
    story.issue()
    story.open("consultation-2")
    for number in range(6):
        story.answer(f"answer:S{number}", f'"{number}"', "consultation-2")
    assert story.store.verify_audit() is None
    return story


def tampered(story, statement, values=()):
    """What the check says after somebody with the key ran `statement`."""
    with story.intruder() as raw:
        assert raw.execute(statement, values).rowcount > 0, "the story must change something"
    return story.store.verify_audit()


def sequence_of(story, statement, values=()):
    with story.intruder() as raw:
        return raw.execute(statement, values).fetchone()[0]


@pytest.mark.parametrize(
    "change",
    [
        "action = 'something.else'",
        "actor = 'somebody'",
        "at = at + 1",
        "entity = 'consultation-9'",
        "outcome = 'failure'",
        "payload = '{}'",
        "payload = 'not JSON'",
        "digest = zeroblob(32)",
    ],
)
def test_an_edited_entry_is_named(history, change):
    assert tampered(history, f"update audit set {change} where sequence = 9") == 9


def test_a_removed_entry_is_named(history):
    assert tampered(history, "delete from audit where sequence = 7") == 7


def test_two_swapped_entries_are_found(history):
    with history.intruder() as raw:
        raw.execute("update audit set sequence = -5 where sequence = 5")
        raw.execute("update audit set sequence = 5 where sequence = 6")
        raw.execute("update audit set sequence = 6 where sequence = -5")
    assert history.store.verify_audit() == 5


def test_an_entry_put_in_at_the_end_is_found(history):
    last = history.store.audit_head().sequence
    insert = (
        "insert into audit select sequence + 1, at, actor, action, entity, outcome, payload, "
        "digest from audit where sequence = ?"
    )
    assert tampered(history, insert, (last,)) == last + 1


def test_the_first_of_several_broken_entries_is_named(history):
    with history.intruder() as raw:
        raw.execute("delete from audit where sequence = 20")
        raw.execute("update audit set actor = 'x' where sequence = 11")
    assert history.store.verify_audit() == 11


@pytest.mark.parametrize(
    "change",
    [
        "value = '\"yes\"'",
        "value = null",
        "key = 'answer:S99'",
        "author_id = 'x'",
        "at = at + 1",
        "event_id = 'other'",
        "consultation_id = 'consultation-2'",
    ],
)
def test_an_edited_answer_is_traced_to_its_entry(history, change):
    sequence = sequence_of(history, "select audit_sequence from draft_event where value = '\"4\"'")
    found = tampered(
        history, f"update draft_event set {change} where audit_sequence = ?", (sequence,)
    )
    assert found == sequence


def test_a_removed_answer_is_traced_to_its_entry(history):
    sequence = sequence_of(history, "select min(audit_sequence) from draft_event")
    delete = "delete from draft_event where audit_sequence = ?"
    assert tampered(history, delete, (sequence,)) == sequence


def test_an_answer_put_in_without_an_entry_is_found(history):
    copied = (
        "insert into draft_event select consultation_id, 'forged', key, value, author_id, at, "
        "nonce, audit_sequence from draft_event limit 1"
    )
    assert tampered(history, copied) is not None


def test_answers_in_another_order_are_found(history):
    with history.intruder() as raw:
        rows = raw.execute(
            "select event_id, audit_sequence from draft_event order by audit_sequence limit 2"
        ).fetchall()
        (first, one), (second, two) = rows
        swap = "update draft_event set audit_sequence = ? where event_id = ?"
        raw.execute(swap, (two, first))
        raw.execute(swap, (one, second))
    assert history.store.verify_audit() == one


@pytest.mark.parametrize(
    "statement",
    [
        "update consultation_version set record = '{}'",
        "update consultation_version set verdict = 'proceed'",
        "update consultation_version set version = 2",
        "delete from consultation_version",
        "update document set kind = 'other' where position = 0",
        "delete from document where position = 1",
        "update blob set data = zeroblob(10)",
        "delete from blob",
    ],
)
def test_a_changed_issued_version_is_traced_to_its_entry(history, statement):
    sequence = sequence_of(history, "select audit_sequence from consultation_version")
    assert tampered(history, statement) == sequence


def test_a_database_cut_back_to_an_older_state_does_not_open(history, vault, folder):
    """The chain itself cannot know of entries that are gone; the key file does."""
    clinic = history.clinic
    last = history.store.audit_head().sequence
    with history.intruder() as raw:
        raw.execute("delete from draft_event where audit_sequence = ?", (last,))
        clinic.close()
        raw.execute("delete from audit where sequence = ?", (last,))
    with pytest.raises(UserFacingError, match="older than its key file"):
        vault.unlock(clinic.practitioner.practitioner_id, PASSPHRASE)


def test_an_issue_is_anchored_outside_the_database_at_once(story, folder):
    story.issue()
    story.store.add_patient(story.patient).result(WAIT)  # the issue's own steps are over now
    content = json.loads((folder / "clinic.keys").read_bytes())["content"]
    with story.store._read() as connection:
        issued = connection.exec_driver_sql(
            "select sequence from audit where action = 'consultation.issue'"
        ).scalar()
    assert content["audit"]["sequence"] == issued


@pytest.mark.parametrize("table", [table.name for table in APPEND_ONLY])
@pytest.mark.parametrize("verb", ["update", "delete"])
def test_the_database_itself_refuses_to_change_what_must_stay(history, table, verb):
    keys, path = history.store._keys, history.database
    from consult_app.storage.engine import DatabaseFile

    raw = DatabaseFile(path, keys.database, keys.database_salt).connect()
    names = raw.execute(f"select name from pragma_table_info('{table}')").fetchall()
    column = names[-1][0]
    statement = {
        "update": f"update {table} set {column} = {column}",
        "delete": f"delete from {table}",
    }[verb]
    with pytest.raises(DatabaseError, match="append-only"):
        raw.execute(statement)
    raw.close()


def test_entries_of_their_own_join_the_chain(story):
    entry = AuditEntry(
        "document.print",
        "author-1",
        "consultation-1",
        story.clock.now(),
        outcome="failure",
        details=(("sha256", "ab" * 32), ("copies", "2")),
    )
    before = story.store.audit_head()
    story.store.audit(entry).result(WAIT)
    after = story.store.audit_head()
    assert after.sequence == before.sequence + 1
    assert after.digest != before.digest
    assert story.store.verify_audit() is None


def test_what_matters_gets_an_entry_and_says_no_more_than_ids_and_digests(history):
    with history.store._read() as connection:
        rows = connection.exec_driver_sql(
            "select action, entity, payload from audit order by sequence"
        ).all()
    assert [row.action for row in rows[:5]] == [
        "clinic.create",
        "clinic.unlock",
        "patient.create",
        "consultation.open",
        "draft.save",
    ]
    details = json.loads(rows[4].payload)
    assert set(details) == {"content", "event"}
    assert len(details["content"]) == 64
    everything = repr(rows)
    for patient_data in ("Specimen", "Zo", "1979-11-23", "S1", "answer"):
        assert patient_data not in everything


def test_the_same_answer_twice_has_digests_that_do_not_show_it(story):
    story.answer("answer:S1", '"no"')
    story.answer("answer:S1", '"no"')
    with story.store._read() as connection:
        payloads = connection.exec_driver_sql(
            "select payload from audit where action = 'draft.save'"
        ).scalars()
        digests = {json.loads(payload)["content"] for payload in payloads}
    assert len(digests) == 2


def test_the_head_is_still_known_after_closing(story):
    head = story.store.audit_head()
    story.clinic.close()
    assert story.store.audit_head() == head
    assert isinstance(head, AuditHead)
