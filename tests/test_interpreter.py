"""Guards against two defects in what lies below the program: PySide6 and SQLite.

PySide6 6.12.0 takes a reference away from `None` in most calls that return nothing; on Python 3.11
the interpreter then dies after a few thousand calls, in the middle of a long consultation. SQLite
before 3.51.3 could damage a database in write-ahead mode when two connections checkpointed at once.
"""

import sys

import sqlcipher3
from PySide6.QtGui import QPainterPath


def test_calls_into_qt_that_return_nothing_do_not_use_up_references_to_none():
    path = QPainterPath()
    before = sys.getrefcount(None)
    for _ in range(2_000):
        path.moveTo(1, 2)
    assert sys.getrefcount(None) > before - 100


def test_the_encrypted_store_rests_on_a_sqlite_without_the_checkpoint_defect():
    assert sqlcipher3.sqlite_version_info >= (3, 51, 3)
