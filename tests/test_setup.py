"""The set-up script on machines that lack something: what it installs, and what it tells whom.

The machine is a folder of small programs that is the whole path; the script is the real one.
"""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parent.parent / "tools" / "prepare.sh"
REAL_PROGRAMS = ("bash", "dirname", "env", "grep", "true")


class Machine:
    """A Linux machine: which libraries it has, who runs the script, and what apt was asked for."""

    def __init__(self, folder: Path) -> None:
        self.programs = folder / "bin"
        self.programs.mkdir()
        self.project = folder / "a copy of the project"
        self.script = self.project / "tools" / "prepare.sh"
        self.script.parent.mkdir(parents=True)
        shutil.copy(SCRIPT, self.script)
        self.apt_log = folder / "apt.log"
        self.apt_log.touch()
        for name in REAL_PROGRAMS:
            real = shutil.which(name)
            assert real, f"{name} is needed to run the script"
            (self.programs / name).symlink_to(real)
        self.has("uname", "echo Linux")
        self.has("ldconfig", "true")
        self.has("id", "echo 0")
        self.has("python3", f'exec {sys.executable} "$@"')
        self.has("apt-get", f'echo "$@" >> {self.apt_log}')

    def has(self, program: str, body: str) -> None:
        file = self.programs / program
        file.write_text(f"#!/bin/sh\n{body}\n")
        file.chmod(0o755)

    def lacks(self, program: str) -> None:
        (self.programs / program).unlink()

    def prepare(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash", str(self.script), *arguments],
            env={"PATH": str(self.programs), **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    def asked_of_apt(self) -> list[str]:
        return self.apt_log.read_text().splitlines()


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path)


def test_root_on_a_bare_machine_with_a_screen_gets_what_qt_needs(machine):
    done = machine.prepare("machine", "run", DISPLAY=":0")
    assert done.returncode == 0, done.stderr
    update, install = machine.asked_of_apt()
    assert update == "update -qq"
    assert install.startswith("install --yes --no-install-recommends libglib2.0-0 libegl1 ")
    assert {"libxcb-cursor0", "libcups2"} <= set(install.split())


def test_a_machine_without_a_screen_needs_nothing_for_the_screen(machine):
    assert machine.prepare("machine", "run").returncode == 0
    assert machine.asked_of_apt() == []


def test_tests_need_a_virtual_screen_and_the_pdf_tools_but_no_real_screen(machine):
    assert machine.prepare("machine", "test").returncode == 0
    packages = set(machine.asked_of_apt()[-1].split())
    assert {"xvfb", "xauth", "libxcb-cursor0", "poppler-utils", "qpdf", "libnss3-tools"} <= packages


def test_only_what_is_missing_is_installed(machine):
    machine.has(
        "ldconfig",
        "for name in glib-2.0.so.0 EGL.so.1 GL.so.1 dbus-1.so.3 fontconfig.so.1 xkbcommon.so.0"
        " xcb-icccm.so.4 xcb-keysyms.so.1 xcb-shape.so.0 xcb-randr.so.0 xkbcommon-x11.so.0"
        " xcb-xkb.so.1 xcb-image.so.0 xcb-render-util.so.0 wayland-cursor.so.0 wayland-egl.so.1"
        " cups.so.2; do echo lib$name; done",
    )
    machine.prepare("machine", "run", DISPLAY=":0")
    assert machine.asked_of_apt()[-1].split()[-2:] == ["libxcb-cursor0", "-qq"]


def test_debians_python_without_venv_gets_the_package_of_its_own_version(machine):
    machine.has(
        "python3",
        f'case "$2" in *ensurepip*) exit 1;; esac\nexec {sys.executable} "$@"',
    )
    machine.prepare("machine", "lint")
    wanted = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    assert wanted in machine.asked_of_apt()[-1].split()


def test_a_user_without_rights_is_told_the_exact_line_and_nothing_is_tried(machine):
    machine.has("id", "echo 1000")
    machine.has("sudo", "exit 1")
    stopped = machine.prepare("machine", "run", WAYLAND_DISPLAY="wayland-0")
    assert stopped.returncode == 1
    assert stopped.stdout == ""
    (line,) = stopped.stderr.splitlines()
    assert "sudo apt-get install --yes --no-install-recommends libglib2.0-0 libegl1 " in line
    assert machine.asked_of_apt() == []


def test_a_user_whose_sudo_asks_no_password_is_served(machine):
    machine.has("id", "echo 1000")
    machine.has("sudo", 'shift; exec "$@"')
    assert machine.prepare("machine", "run", DISPLAY=":0").returncode == 0
    assert len(machine.asked_of_apt()) == 2


def test_without_apt_the_packages_are_named(machine):
    machine.lacks("apt-get")
    stopped = machine.prepare("machine", "run", DISPLAY=":0")
    assert stopped.returncode == 1
    (line,) = stopped.stderr.splitlines()
    assert "libxcb-cursor0" in line
    assert "package manager" in line


def test_an_installation_that_apt_refuses_stops_with_the_command_that_failed(machine):
    machine.has("apt-get", "exit 100")
    stopped = machine.prepare("machine", "run", DISPLAY=":0")
    assert stopped.returncode == 1
    assert "apt could not install" in stopped.stderr


def test_an_older_python_is_passed_over_for_a_newer_one(machine):
    machine.has("python3", "exit 1")
    machine.has("python3.12", f'exec {sys.executable} "$@"')
    assert machine.prepare("machine", "lint").returncode == 0


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "Python 3.11 or later was not found"),
        ({"PYTHON": "python2"}, "PYTHON=python2 is not Python 3.11 or later"),
    ],
)
def test_without_a_python_that_will_do_it_stops_in_one_line(machine, environment, expected):
    machine.lacks("python3")
    stopped = machine.prepare("machine", "run", **environment)
    assert stopped.returncode == 1
    (line,) = stopped.stderr.splitlines()
    assert expected in line


@pytest.mark.parametrize(
    ("environment", "asked", "lines"),
    [
        ({"DISPLAY": ":0"}, "--demo", 1),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "--demo", 1),
        ({}, "demo --out out", 2),
        ({"DISPLAY": ""}, "demo --out out", 2),
    ],
)
def test_with_a_screen_the_program_opens_and_without_one_it_issues_the_example(
    machine, environment, asked, lines
):
    program = machine.project / ".venv" / "bin" / "consult-app"
    program.parent.mkdir(parents=True)
    program.write_text('#!/bin/sh\necho "$@"\n')
    program.chmod(0o755)
    started = machine.prepare("start", **environment)
    assert started.returncode == 0, started.stderr
    said = started.stdout.splitlines()
    assert len(said) == lines
    assert said[-1] == asked
    assert lines == 1 or said[0].startswith("No screen here")
