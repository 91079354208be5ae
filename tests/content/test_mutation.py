"""The shipped pack's examples notice every small change of its rules (tools/mutate_pack.py)."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_no_change_of_a_rule_goes_unnoticed():
    tool = [sys.executable, str(ROOT / "tools" / "mutate_pack.py")]
    run = subprocess.run(tool, capture_output=True, text=True, check=False)

    assert run.returncode == 0, run.stdout + run.stderr
    assert run.stdout.endswith(", 0 survive\n")
