"""What makes a PDF archivable: colour profile, metadata and embedded files (ISO 19005-3)."""

from __future__ import annotations

import datetime as dt
import hashlib
import zlib
from functools import lru_cache
from xml.sax.saxutils import escape

from PIL import ImageCms

from consult_app.documents.pdf_objects import (
    ArchivalStream,
    Document,
    Entries,
    RawDictionary,
    compressed_stream,
    name,
    refer,
    text_string,
)
from consult_app.documents.plain_text import one_line
from consult_app.services.ports import Attachment

PRODUCER = "Consult app"


@lru_cache(maxsize=1)
def _srgb_profile() -> bytes:
    """An sRGB profile with its creation date blanked, so that documents stay reproducible.

    Bytes 24 to 35 are the date, 84 to 99 the profile's own checksum, which may be zero
    (ICC.1:2010, 7.2).
    """
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[24:36] = bytes.fromhex("07e400010001000000000000")
    profile[84:100] = bytes(16)
    return bytes(profile)


def set_dates(document: Document, created: dt.datetime) -> None:
    """Let the document's dates be `created` (aware), not the time of the machine."""
    moment = created.astimezone(dt.UTC)
    stamp = document._timeStamp
    stamp.t = moment.timestamp()
    stamp.lt = moment.timetuple()
    stamp.YMDhms = tuple(moment.timetuple())[:6]
    stamp.dhh = stamp.dmm = 0
    document.updateSignature(moment.isoformat())


def add_output_intent(document: Document) -> None:
    """Say what the document's colours mean: sRGB (6.2.3)."""
    profile = refer(document, compressed_stream({"N": 3}, _srgb_profile()))
    intent = RawDictionary(
        Type="/OutputIntent",
        S="/GTS_PDFA1",
        OutputConditionIdentifier="(sRGB IEC61966-2.1)",
        Info="(sRGB IEC61966-2.1)",
        DestOutputProfile=profile,
    )
    document.Catalog.OutputIntents = f"[{refer(document, intent)}]"


def add_attachments(
    document: Document, attachments: tuple[Attachment, ...], created: dt.datetime
) -> None:
    """Embed files as associated files of the document (6.8), sorted by name."""
    if not attachments:
        return
    modified = created.astimezone(dt.UTC).strftime("(D:%Y%m%d%H%M%S+00'00')")
    names: list[str] = []
    associated: list[str] = []
    for attachment in sorted(attachments, key=lambda item: item.name):
        digest = hashlib.md5(attachment.data, usedforsecurity=False).hexdigest()
        document.updateSignature(digest)
        size = len(attachment.data)
        entries: Entries = {
            "Type": "/EmbeddedFile",
            "Subtype": name(attachment.media_type),
            "Params": f"<< /Size {size} /ModDate {modified} /CheckSum <{digest}> >>",
            "Filter": "/FlateDecode",
        }
        stream = ArchivalStream(entries, zlib.compress(attachment.data, 6))
        embedded = refer(document, stream)
        file_name = text_string(one_line(attachment.name))
        specification = refer(
            document,
            RawDictionary(
                Type="/Filespec",
                F=file_name,
                UF=file_name,
                Desc=text_string(one_line(attachment.description)),
                AFRelationship=name(attachment.relationship),
                EF=f"<< /F {embedded} /UF {embedded} >>",
            ),
        )
        names += [file_name, specification]
        associated.append(specification)
    document.Catalog.Names = f"<< /EmbeddedFiles << /Names [{' '.join(names)}] >> >>"
    document.Catalog.AF = f"[{' '.join(associated)}]"


def add_properties(
    document: Document,
    *,
    title: str,
    subject: str,
    author: str,
    created: dt.datetime,
) -> None:
    """Title, subject and author, both in the information dictionary and as XMP (6.6)."""
    information = document.info
    information.title, information.subject, information.author = title, subject, author
    information.creator = information.producer = PRODUCER
    packet = _packet(title, subject, author, created).encode("utf-8")
    stream = ArchivalStream({"Type": "/Metadata", "Subtype": "/XML"}, packet)
    document.Catalog.Metadata = refer(document, stream)


def _packet(title: str, subject: str, author: str, created: dt.datetime) -> str:
    moment = created.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00")
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(title)}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{escape(author)}</rdf:li></rdf:Seq></dc:creator>
<dc:description>
<rdf:Alt><rdf:li xml:lang="x-default">{escape(subject)}</rdf:li></rdf:Alt>
</dc:description>
<xmp:CreateDate>{moment}</xmp:CreateDate>
<xmp:ModifyDate>{moment}</xmp:ModifyDate>
<xmp:CreatorTool>{PRODUCER}</xmp:CreatorTool>
<pdf:Producer>{PRODUCER}</pdf:Producer>
<pdfaid:part>3</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
{_UA_EXTENSION}
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


_UA_EXTENSION = (
    '<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    "<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>"
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    '<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">'
    "<pdfaProperty:name>part</pdfaProperty:name>"
    "<pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    "<pdfaProperty:category>internal</pdfaProperty:category>"
    "<pdfaProperty:description>Part of ISO 14289 that the file follows</pdfaProperty:description>"
    "</rdf:li></rdf:Seq></pdfaSchema:property>"
    "</rdf:li></rdf:Bag></pdfaExtension:schemas>"
)
