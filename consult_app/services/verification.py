"""Verify an issued file: the seal, the embedded record, and the verdict computed again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from consult_app.domain.pack import ENGINE_VERSION, Pack
from consult_app.services.codec import RecordError
from consult_app.services.issuing import conclude
from consult_app.services.ports import Sealer, SealStatus
from consult_app.services.record import IssuedRecord, decode_record, fingerprint, short_fingerprint


class Rerun(Enum):
    """What came of computing the verdict again."""

    SAME = "same verdict"
    DIFFERENT = "different verdict"
    PACK_NOT_AVAILABLE = "pack not available here"
    NO_RECORD = "no embedded record"
    UNREADABLE = "embedded record cannot be read"


@dataclass(frozen=True)
class Verification:
    """Everything that `verify` says about one file; `fingerprint` is as printed on paper."""

    seal: SealStatus
    rerun: Rerun
    record: IssuedRecord | None
    fingerprint: str

    @property
    def bottom_line(self) -> bool:
        """Whether the file is what the clinic issued, and its verdict follows from its answers."""
        return self.seal.bottom_line and self.rerun not in (Rerun.DIFFERENT, Rerun.UNREADABLE)

    @property
    def sentence(self) -> str:
        """One plain bottom line."""
        if not self.seal.present:
            return "Not signed by this clinic: do not rely on this file."
        if not self.seal.bottom_line:
            return "The signature does not hold for this file as it is: do not rely on it."
        if self.rerun is Rerun.DIFFERENT:
            return "Signed and unchanged, but its answers give a different verdict here."
        if self.rerun is Rerun.UNREADABLE:
            return "Signed and unchanged, but its embedded record cannot be read."
        if self.rerun is Rerun.PACK_NOT_AVAILABLE:
            return "Signed and unchanged. Its verdict was not computed again: pack not available."
        if self.rerun is Rerun.NO_RECORD:
            return "Signed and unchanged. It carries no record to compute again."
        return "Signed and unchanged, and its answers give the verdict that it states."


class Verifying:
    """Verifies files against a clinic's anchors."""

    def __init__(
        self,
        sealer: Sealer,
        anchors: tuple[bytes, ...],
        pack_of: Callable[[str], Pack | None],
    ) -> None:
        """`pack_of` finds the pack with a rules digest, or None."""
        self._sealer = sealer
        self._anchors = anchors
        self._pack_of = pack_of

    def verify(self, pdf: bytes) -> Verification:
        """Inspect one file; never raises for a damaged or hostile one."""
        seal = self._sealer.inspect(pdf, self._anchors)
        if seal.record is None:
            return Verification(seal, Rerun.NO_RECORD, None, "")
        try:
            text = seal.record.decode("utf-8")
            record = decode_record(text)
        except (RecordError, UnicodeDecodeError):
            return Verification(seal, Rerun.UNREADABLE, None, "")
        mark = short_fingerprint(fingerprint(text))
        return Verification(seal, self._rerun(record), record, mark)

    def _rerun(self, record: IssuedRecord) -> Rerun:
        pack = self._pack_of(record.pack.rules_digest)
        if pack is None or record.pack.engine != ENGINE_VERSION:
            return Rerun.PACK_NOT_AVAILABLE
        try:
            assessment, _, _ = conclude(record.consultation, pack)
        except (KeyError, ValueError, TypeError):
            return Rerun.UNREADABLE
        same = (assessment.computed.value, assessment.decided.value) == (
            record.computed,
            record.decided,
        )
        return Rerun.SAME if same else Rerun.DIFFERENT
