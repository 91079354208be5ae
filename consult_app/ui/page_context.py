"""What every part of an open consultation's pages needs to be built."""

from __future__ import annotations

from dataclasses import dataclass

from consult_app.domain.pack import Pack
from consult_app.services.desk import Desk
from consult_app.services.session import Session
from consult_app.ui.session_bridge import SessionBridge
from consult_app.ui.theme import Theme


@dataclass(frozen=True)
class PageContext:
    """The desk, and the consultation that is open on it."""

    desk: Desk
    bridge: SessionBridge

    @property
    def theme(self) -> Theme:
        """Colours, fonts and icons."""
        return self.bridge.theme

    @property
    def session(self) -> Session:
        """The open draft."""
        return self.bridge.session

    @property
    def pack(self) -> Pack:
        """The procedure's pack."""
        return self.bridge.session.pack
