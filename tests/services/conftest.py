"""An open desk on fakes with the small made-up rule book."""

import datetime as dt

import pytest

from consult_app.domain.pack import ConsentText, Pack, PackStatus
from consult_app.domain.plan import LineKind, LineSpec, Offset, Phase, PlanSpec
from tests.domain.small_book import BOOK, FORM, MEDICINES
from tests.fakes import FakeClock, FakeStore, make_desk

PLAN = PlanSpec(
    windows=(),
    skin_types=(),
    scar_indications=frozenset({"scars"}),
    lines=(
        LineSpec("sun", Phase.PREPARATION, LineKind.DONT, "No sun.", Offset(days=-28), "4 weeks"),
        LineSpec("wash", Phase.AFTERCARE, LineKind.DO, "Wash gently.", Offset(days=1), "24 h"),
        LineSpec(
            "shade",
            Phase.AFTERCARE,
            LineKind.DO,
            "Tinted sunscreen.",
            Offset(days=1),
            "24 h",
            findings=("dark-skin",),
        ),
        LineSpec("fever", Phase.RED_FLAG, LineKind.CALL, "Fever.", Offset()),
    ),
)

PACK = Pack(
    pack_id="small",
    version="1",
    title="Small",
    procedure="made up",
    status=PackStatus.DRAFT,
    approved_by="",
    form=FORM,
    rules=BOOK.rules,
    devices=BOOK.devices,
    plan=PLAN,
    consent=ConsentText("1", "en", "", (), "I agree.", "I explained."),
    policy=(),
    sources={},
    medicines=MEDICINES,
    rules_digest="a" * 64,
    text_digest="b" * 64,
)


@pytest.fixture
def store():
    return FakeStore()


@pytest.fixture
def clock():
    return FakeClock(dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.UTC))


@pytest.fixture
def desk(store, clock):
    return make_desk(PACK, store=store, clock=clock)


@pytest.fixture
def patient(desk):
    return desk.casebook.add_patient("Example", "Dana", dt.date(1984, 3, 14), synthetic=True)


@pytest.fixture
def session(desk, patient):
    return desk.session(desk.casebook.begin(patient, PACK), lambda call: call())
