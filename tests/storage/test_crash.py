"""A killed program loses nothing that it called saved."""

import subprocess
import sys

import pytest

TOO_EARLY = """
from concurrent.futures import Future
import sys
from consult_app.storage.consultations import EncryptedStore
from tools import kill_rounds

append = EncryptedStore.append

def called_saved_at_once(self, events):
    append(self, events)
    done = Future()
    done.set_result(None)
    return done

EncryptedStore.append = called_saved_at_once
sys.exit(kill_rounds.run(12))
"""


@pytest.fixture
def python(pytestconfig):
    def run(*arguments):
        return subprocess.run(
            [sys.executable, *arguments],
            capture_output=True,
            text=True,
            cwd=pytestconfig.rootpath,
            timeout=240,
            check=False,
        )

    return run


def test_25_kills_at_random_instants_lose_nothing_that_was_reported_as_saved(python):
    rounds = python("tools/kill_rounds.py", "25")
    assert rounds.returncode == 0, rounds.stdout + rounds.stderr
    assert rounds.stdout.startswith("25 kills")
    assert ", 0 lost, 0 torn, 0 invented, 0 audit chains broken" in rounds.stdout


def test_the_same_rounds_convict_a_store_that_says_saved_too_early(python):
    rounds = python("-c", TOO_EARLY)
    assert rounds.returncode == 1, rounds.stdout + rounds.stderr
    assert ", 0 lost" not in rounds.stdout
