"""What holds for every test: unexpected warnings fail, and nobody's real data is touched.

Python's warnings fail through `filterwarnings`, Qt's through `qt_log_level_fail` (both in
pyproject.toml), the program's own log messages through the fixture below.
"""

import logging

import hypothesis
import pytest

# How long an example takes says nothing on a machine that does other work too.
hypothesis.settings.register_profile("project", deadline=None)
hypothesis.settings.load_profile("project")


@pytest.fixture(autouse=True)
def no_unexpected_log_messages(caplog):
    """Fail on a log message of WARNING or above that the test did not ask for.

    A test that provokes one asserts what it says and then calls `caplog.clear()`.
    """
    yield
    records = [*caplog.get_records("setup"), *caplog.get_records("call")]
    unexpected = [r.getMessage() for r in records if r.levelno >= logging.WARNING]
    assert not unexpected, f"unexpected log messages: {unexpected}"


@pytest.fixture(autouse=True, scope="session")
def own_data_folder(tmp_path_factory):
    """Keep the whole run, and every program that it starts, out of the user's data folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CONSULT_APP_DATA", str(tmp_path_factory.mktemp("data")))
        yield
