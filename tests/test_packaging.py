"""The wheel, as somebody gets it who never saw the source: complete, and it starts."""

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

import consult_app

ROOT = Path(__file__).resolve().parent.parent


def run(*command: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a program to its end, without the settings of whoever runs the tests."""
    clean = {
        name: value
        for name, value in os.environ.items()
        if name not in {"CONSULT_APP_FORMS", "CONSULT_APP_RESOURCES", "PYTHONPATH"}
    }
    return subprocess.run(
        [str(part) for part in command],
        env={**clean, **environment},
        cwd=environment.get("CONSULT_APP_DATA"),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    built = run(
        sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT
    )
    assert built.returncode == 0, built.stderr
    (file,) = folder.glob("*.whl")
    return file


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    """Folder of the programs of a fresh environment into which only the wheel was installed.

    The wheel's dependencies are lent from the environment of the tests through a path file, so
    that nothing is downloaded. Path files in a lent folder are not read, so that an editable
    installation of the project itself stays out of reach.
    """
    folder = tmp_path_factory.mktemp("clean environment")
    venv.create(folder)
    base = {"base": str(folder), "platbase": str(folder)}
    packages = Path(sysconfig.get_path("purelib", scheme="venv", vars=base))
    lent = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (packages / "lent.pth").write_text("\n".join(sorted(lent)), encoding="utf-8")
    programs = Path(sysconfig.get_path("scripts", scheme="venv", vars=base))
    done = run(
        sys.executable,
        *("-m", "pip", "--python", programs / "python", "--disable-pip-version-check"),
        *("install", "--quiet", "--no-deps", "--no-index", wheel),
    )
    assert done.returncode == 0, done.stderr
    return programs


def files_below(folder: Path) -> set[str]:
    return {
        file.relative_to(ROOT).as_posix()
        for file in folder.rglob("*")
        if file.is_file() and not file.name.startswith(".") and "__pycache__" not in file.parts
    }


def test_the_wheel_carries_every_form_and_resource_and_no_test(wheel):
    carried = set(zipfile.ZipFile(wheel).namelist())
    wanted = files_below(ROOT / "forms") | files_below(ROOT / "resources")
    assert {f"consult_app/_data/{name}" for name in wanted} <= carried
    assert any(name.startswith("consult_app/_data/forms/microneedling/") for name in carried)
    assert "consult_app/_data/resources/fonts/Inter-Regular.ttf" in carried
    assert "consult_app/_data/resources/icons/octagon-alert.svg" in carried
    tops = {name.split("/")[0] for name in carried}
    assert tops == {"consult_app", f"consult_app-{consult_app.__version__}.dist-info"}


def test_the_wheel_carries_the_licences_of_the_program_the_fonts_and_the_icons(wheel):
    licences = f"consult_app-{consult_app.__version__}.dist-info/licenses"
    carried = set(zipfile.ZipFile(wheel).namelist())
    assert {
        f"{licences}/LICENSE",
        f"{licences}/resources/fonts/OFL-Inter.txt",
        f"{licences}/resources/fonts/OFL-NotoSans.txt",
        f"{licences}/resources/icons/LICENSE",
    } <= carried


def test_an_installed_wheel_finds_its_own_forms_and_resources(installed, tmp_path):
    program = (
        "import consult_app.settings as s; found = s.find_locations({});"
        "print(found.forms); print(found.resources)"
    )
    done = run(installed / "python", "-c", program, CONSULT_APP_DATA=str(tmp_path))
    assert done.returncode == 0, done.stderr
    forms, resources = map(Path, done.stdout.splitlines())
    assert forms.is_relative_to(installed.parent)
    assert (forms / "microneedling").is_dir()
    assert (resources / "fonts" / "Inter-Regular.ttf").is_file()


def test_an_installed_wheel_says_its_version(installed, tmp_path):
    done = run(installed / "consult-app", "--version", CONSULT_APP_DATA=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert consult_app.__version__ in done.stdout


def test_an_installed_wheel_checks_the_forms_that_it_carries(installed, tmp_path):
    done = run(installed / "consult-app", "forms", "check", CONSULT_APP_DATA=str(tmp_path))
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_example_consultation_is_issued_without_a_screen_and_without_qt(installed, tmp_path):
    program = (
        "import sys; sys.modules['PySide6'] = None;"
        "from consult_app.__main__ import main; sys.exit(main(['demo', '--out', 'out']))"
    )
    done = run(installed / "python", "-c", program, CONSULT_APP_DATA=str(tmp_path), DISPLAY="")
    assert done.returncode == 0, done.stderr
    issued = list((tmp_path / "out").glob("*.pdf"))
    assert issued
    assert all(file.read_bytes().startswith(b"%PDF-") for file in issued)
