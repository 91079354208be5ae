"""Documents cost nothing until one is made."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from consult_app.documents import PdfRenderer, PdfSealer
from tests.documents import samples
from tests.documents.conftest import FONTS, NOW

HEAVY = ("reportlab", "uharfbuzz", "pyhanko", "pypdfium2", "PIL", "asn1crypto", "aiohttp")


def imported_by(code: str) -> set[str]:
    """Top-level modules that a fresh interpreter has imported after running `code`."""
    report = f"{code}\nimport sys; print(*{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run(
        [sys.executable, "-c", report], capture_output=True, text=True, check=True, timeout=60
    )
    return set(done.stdout.split())


def test_importing_the_package_imports_no_heavy_library():
    code = (
        "from pathlib import Path\n"
        "from consult_app.documents import PdfRenderer, PdfSealer, PdfiumPreview\n"
        f"PdfRenderer(Path({str(FONTS)!r})), PdfSealer(), PdfiumPreview()"
    )
    assert imported_by(code).isdisjoint(HEAVY)


def test_warming_up_imports_what_issuing_needs():
    code = (
        "from pathlib import Path\n"
        "from consult_app.documents import PdfRenderer, PdfSealer\n"
        f"PdfRenderer(Path({str(FONTS)!r})).warm_up(), PdfSealer().warm_up()"
    )
    assert {"reportlab", "uharfbuzz", "pyhanko"} <= imported_by(code)


def test_the_renderer_says_which_font_is_missing(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"Inter-Regular\.ttf"):
        PdfRenderer(tmp_path).render(samples.with_blocks(), NOW)


def test_several_threads_may_render_at_once(renderer):
    reports = [samples.record(), samples.patient_copy(), samples.patient_copy(1.4)] * 3
    expected = [renderer.render(report, NOW) for report in reports]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda report: renderer.render(report, NOW), reports)) == expected


def test_a_sealer_works_in_several_threads(renderer, clinic):
    pdf = renderer.render(samples.patient_copy(), NOW)
    with ThreadPoolExecutor(4) as pool:
        sealed = list(pool.map(clinic.seal, [pdf] * 6))
    assert all(clinic.inspect(one).bottom_line for one in sealed)
    assert PdfSealer().inspect(sealed[0], (clinic.anchor,)).bottom_line
