"""Pictures of pages for the screen."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from consult_app.documents import PdfiumPreview
from consult_app.domain.report.blocks import PageBreak, Paragraph
from tests.documents import samples


def test_a_page_becomes_a_picture_of_its_size(print_report):
    pdf = print_report(samples.record()).data
    width, height, pixels = PdfiumPreview().picture(pdf, 0, 72)
    assert (width, height) == (596, 842)
    assert len(pixels) == width * height * 4


def test_the_picture_is_blue_green_red_with_paper_white_and_band_black(print_report):
    pdf = print_report(samples.record()).data
    width, height, pixels = PdfiumPreview().picture(pdf, 0, 72)

    def at(x: int, y: int) -> bytes:
        return pixels[(y * width + x) * 4 :][:3]

    assert at(10, 4) == b"\x00\x00\x00"
    assert at(10, height // 2) == b"\xff\xff\xff"
    banner_bar = {at(52, y) for y in range(200, 420)}
    assert any(blue > red + 40 for blue, _, red in banner_bar)


def test_resolution_scales_the_picture(print_report):
    pdf = print_report(samples.with_blocks()).data
    assert PdfiumPreview().picture(pdf, 0, 144)[0] == 1191


def test_pages_are_counted(print_report):
    blocks = (Paragraph("1"), PageBreak(), Paragraph("2"), PageBreak(), Paragraph("3"))
    assert PdfiumPreview().pages(print_report(samples.with_blocks(*blocks)).data) == 3


@pytest.mark.parametrize("page", [-1, 1, 99])
def test_a_page_that_is_not_there_is_an_index_error(print_report, page):
    with pytest.raises(IndexError):
        PdfiumPreview().picture(print_report(samples.with_blocks()).data, page, 72)


@pytest.mark.parametrize("resolution", [0, -5, 100_000])
def test_an_impossible_resolution_is_refused(print_report, resolution):
    with pytest.raises(ValueError, match="dots per inch"):
        PdfiumPreview().picture(print_report(samples.with_blocks()).data, 0, resolution)


@pytest.mark.parametrize("data", [b"", b"no PDF"])
def test_what_is_no_document_is_refused(data):
    with pytest.raises(ValueError, match="cannot be read"):
        PdfiumPreview().pages(data)


def test_several_threads_may_draw_at_once(print_report):
    pdf = print_report(samples.record()).data
    preview = PdfiumPreview()
    expected = preview.picture(pdf, 0, 40)
    with ThreadPoolExecutor(4) as pool:
        drawn = list(pool.map(lambda _: preview.picture(pdf, 0, 40), range(12)))
    assert all(picture == expected for picture in drawn)
