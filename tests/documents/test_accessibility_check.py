"""The accessibility check itself: each fault that is put into a good file is found."""

from __future__ import annotations

import io
import re

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from tests.documents import accessibility, samples
from tests.documents.conftest import RECORD


def elements(pdf: pikepdf.Pdf, role: str) -> list[Dictionary]:
    return [
        obj for obj in pdf.objects if isinstance(obj, Dictionary) and obj.get("/S") == Name(role)
    ]


def drop(*path: str):
    """A fault: an entry of the catalogue is missing."""

    def fault(pdf: pikepdf.Pdf) -> None:
        holder = pdf.Root
        for key in path[:-1]:
            holder = holder[key]
        del holder[path[-1]]

    return fault


def without_alternative(pdf: pikepdf.Pdf) -> None:
    del elements(pdf, "/Figure")[0]["/Alt"]


def without_box(pdf: pikepdf.Pdf) -> None:
    del elements(pdf, "/Figure")[0]["/A"]


def without_scope(pdf: pikepdf.Pdf) -> None:
    del elements(pdf, "/TH")[0]["/A"]


def skipped_level(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "/H2")[0].S = Name.H4


def cell_outside_row(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "/TR")[0].S = Name.P


def item_without_list(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "/Lbl")[0].S = Name.P


def wrong_parent(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "/TD")[0].P = elements(pdf, "/Table")[-1]


def forgotten_element(pdf: pikepdf.Pdf) -> None:
    root = elements(pdf, "/Document")[0]
    root.K = Array(list(root.K)[:-2] + list(root.K)[-1:])


def shuffled_parent_tree(pdf: pikepdf.Pdf) -> None:
    owners = pdf.Root.StructTreeRoot.ParentTree.Nums[1]
    owners[0], owners[1] = owners[1], owners[0]


def page_content(pdf: pikepdf.Pdf, change) -> None:
    page = pdf.pages[0]
    page.Contents.write(change(page.Contents.read_bytes()))


def paint_outside(pdf: pikepdf.Pdf) -> None:
    page_content(pdf, lambda data: data + b"\n0 0 9 9 re f")


def unbalanced(pdf: pikepdf.Pdf) -> None:
    page_content(pdf, lambda data: data[: data.rindex(b"EMC")])


def content_in_artifact(pdf: pikepdf.Pdf) -> None:
    page_content(pdf, lambda data: b"/Artifact BMC\n" + data + b"\nEMC")


def repeated_number(pdf: pikepdf.Pdf) -> None:
    page_content(pdf, lambda data: data.replace(b"/MCID 1>>", b"/MCID 0>>"))


def unknown_font(pdf: pikepdf.Pdf) -> None:
    fonts = pdf.pages[0].obj.Resources.Font
    fonts["/T1"] = pdf.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    )


def without_unicode(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0].obj.Resources.Font["/T1"]["/ToUnicode"]


def unread_annotation(pdf: pikepdf.Pdf) -> None:
    note = pdf.make_indirect(
        Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([9, 9, 30, 30]))
    )
    pdf.pages[0].obj.Annots.append(note)


def no_tab_order(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0].obj["/Tabs"]


def unlabelled_field(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0].obj.Annots[0]["/TU"]


def hidden_field(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Annots[0].F = 2


def metadata(pattern: bytes, replacement: bytes = b""):
    """A fault in the XMP packet."""

    def fault(pdf: pikepdf.Pdf) -> None:
        packet = pdf.Root.Metadata.read_bytes()
        changed = re.sub(pattern, replacement, packet, flags=re.DOTALL)
        assert changed != packet
        pdf.Root.Metadata.write(changed)

    return fault


def unrelated_file(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.AF[0]["/AFRelationship"]


def untyped_file(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.AF[0].EF.F["/Subtype"]


def script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")


FAULTS = {
    "not tagged": drop("/MarkInfo"),
    "no language": drop("/Lang"),
    "no title display": drop("/ViewerPreferences", "/DisplayDocTitle"),
    "no output intent": drop("/OutputIntents"),
    "no metadata": drop("/Metadata"),
    "no associated files": drop("/AF"),
    "no structure": drop("/StructTreeRoot"),
    "no PDF/UA mark": metadata(rb"<pdfuaid:part>1</pdfuaid:part>"),
    "another PDF/A level": metadata(rb"conformance>A<", b"conformance>B<"),
    "no title": metadata(rb"<dc:title>.*</dc:title>"),
    "another date": metadata(rb"CreateDate>2026", b"CreateDate>2025"),
    **{
        fault.__name__: fault
        for fault in (
            without_alternative,
            without_box,
            without_scope,
            skipped_level,
            cell_outside_row,
            item_without_list,
            wrong_parent,
            forgotten_element,
            shuffled_parent_tree,
            paint_outside,
            unbalanced,
            content_in_artifact,
            repeated_number,
            unknown_font,
            without_unicode,
            unread_annotation,
            no_tab_order,
            unlabelled_field,
            hidden_field,
            unrelated_file,
            untyped_file,
            script,
        )
    },
}


@pytest.fixture(scope="module")
def good(renderer):
    from tests.documents.conftest import NOW

    data = renderer.render(samples.record(), NOW, (RECORD,))
    assert accessibility.problems(data) == []
    return data


def test_a_good_file_passes_and_saving_it_again_changes_nothing(good):
    assert accessibility.problems(resaved(good, lambda pdf: None)) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_found(good, fault):
    assert accessibility.problems(resaved(good, FAULTS[fault])) != []


def test_a_stream_without_a_line_end_is_found(good):
    broken = good.replace(b"\nendstream", b"endstream", 1)
    assert any("line end" in problem for problem in accessibility.problems(broken))


def resaved(data: bytes, fault) -> bytes:
    """The file with a fault put in."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        fault(pdf)
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()
