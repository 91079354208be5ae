"""The adapters of one run of the program, built when they are first needed."""

from __future__ import annotations

import uuid
from functools import cached_property
from pathlib import Path

from consult_app.definitions.library import load_pack
from consult_app.definitions.medicines import load_medicines
from consult_app.definitions.near_matches import NearMatches
from consult_app.documents.certificates import CertificateIssuer
from consult_app.documents.preview import PdfiumPreview
from consult_app.documents.renderer import PdfRenderer
from consult_app.documents.signing import PdfSealer
from consult_app.domain.medicines import MedicineDictionary
from consult_app.domain.pack import Pack
from consult_app.services.lookup import MedicineLookup
from consult_app.services.ports import Clock
from consult_app.settings import Locations, SettingsError
from consult_app.storage.vault import FileVault


class Program:
    """Builds what a run needs; nothing is loaded before it is asked for."""

    def __init__(self, locations: Locations, clock: Clock) -> None:
        self.locations = locations
        self.clock = clock

    @cached_property
    def medicines(self) -> MedicineDictionary:
        """The medicine dictionary. Raises DefinitionError."""
        return load_medicines(
            self.locations.resources / "medicines", cache=self.locations.data / "cache"
        )

    @cached_property
    def lookup(self) -> MedicineLookup:
        """Search in the dictionary."""
        return MedicineLookup(self.medicines, NearMatches(self.medicines))

    def pack(self, pack_id: str = "microneedling") -> Pack:
        """Load a shipped pack. Raises DefinitionError with every problem at once."""
        found = self._packs.get(pack_id)
        if found is None:
            folder = self.locations.forms / pack_id
            found = self._packs[pack_id] = load_pack(folder, self.medicines)
        return found

    def pack_named(self, pack_id: str) -> Pack:
        """Load the pack that an answers file names. Raises SettingsError where there is none."""
        known = sorted(found.parent.name for found in self.locations.forms.glob("*/pack.yaml"))
        if pack_id not in known:
            raise SettingsError(
                f"There is no pack {pack_id!r} here; these are: {', '.join(known)}."
            )
        return self.pack(pack_id)

    @cached_property
    def _packs(self) -> dict[str, Pack]:
        return {}

    def pack_of(self, rules_digest: str) -> Pack | None:
        """Find the pack with this rules digest among those that are here, or None."""
        for folder in sorted(self.locations.forms.iterdir()):
            if (folder / "pack.yaml").is_file():
                pack = self.pack(folder.name)
                if pack.rules_digest == rules_digest:
                    return pack
        return None

    @cached_property
    def renderer(self) -> PdfRenderer:
        """Reports to PDF."""
        return PdfRenderer(self.locations.resources / "fonts")

    @cached_property
    def sealer(self) -> PdfSealer:
        """Signs and inspects PDFs."""
        return PdfSealer()

    @cached_property
    def identities(self) -> CertificateIssuer:
        """Issues and imports signing identities."""
        return CertificateIssuer()

    @cached_property
    def previews(self) -> PdfiumPreview:
        """PDF pages to pictures."""
        return PdfiumPreview()

    def vault(self, folder: Path) -> FileVault:
        """The clinic kept in a folder."""
        return FileVault(folder, self.clock)

    @staticmethod
    def new_id() -> str:
        """A unique id."""
        return uuid.uuid4().hex


def locations_with_data(locations: Locations, data: str | None) -> Locations:
    """The same locations with the data folder given on the command line."""
    if data is None:
        return locations
    folder = Path(data).resolve()
    return Locations(locations.forms, locations.resources, folder, folder / "logs")
