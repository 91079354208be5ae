"""The program as it is shipped, run through its command line."""

import json
from pathlib import Path

import pytest

from consult_app.__main__ import main

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "forms" / "microneedling" / "example"


class Said:
    """What one command printed, and its exit code."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def json(self):
        return json.loads(self.out)

    def rule(self, rule_id: str):
        return next(rule for rule in self.json["rules"] if rule["id"] == rule_id)


@pytest.fixture
def consult_app(capfd):
    """Run a command in this process: `consult_app("assess", file, "--json")`."""

    def run(*arguments: object) -> Said:
        capfd.readouterr()
        code = main([str(argument) for argument in arguments])
        out, err = capfd.readouterr()
        assert "Traceback" not in err
        return Said(code, out, err)

    return run


@pytest.fixture
def example():
    """Path of an example consultation of the shipped pack."""
    return lambda name="answers": EXAMPLES / f"{name}.yaml"


@pytest.fixture
def changed(tmp_path, example):
    """The example with lines changed: `changed({"  P1: 'no'": ""})`; every line must be there."""

    def write(changes: dict[str, str], name: str = "answers") -> Path:
        text = example(name).read_text(encoding="utf-8")
        for old, new in changes.items():
            assert old in text, old
            text = text.replace(old, new)
        path = tmp_path / "changed.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write
