"""Every code under which something is reported is produced by a story."""

import ast
import re
from pathlib import Path

import consult_app.definitions

HERE = Path(__file__).parent
PACKAGE = Path(consult_app.definitions.__file__).parent
PLACE_OF_CODE = {"add": 1, "_refuse": 1, "check_known": 2}
# The medicine dictionary has stories of its own.
ELSEWHERE = ("medicine",)


def codes_written() -> set[str]:
    """Codes in the calls that report something."""
    found = set()
    for path in PACKAGE.glob("*.py"):
        if path.name.startswith(ELSEWHERE):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                position = PLACE_OF_CODE.get(name)
                if position is not None and len(node.args) > position:
                    code = node.args[position]
                    if isinstance(code, ast.Constant) and isinstance(code.value, str):
                        found.add(code.value)
    return found


def test_every_code_is_produced_by_a_story():
    told = "\n".join(
        path.read_text(encoding="utf-8")
        for path in [*HERE.glob("*.py"), HERE / "mistakes.txt"]
        if path.name != Path(__file__).name
    )

    codes = codes_written()

    assert len(codes) > 60
    assert {code for code in codes if not re.search(rf"(?<![\w-]){code}(?![\w-])", told)} == set()
