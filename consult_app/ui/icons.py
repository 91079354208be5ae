"""Icons: one-colour SVG files from a folder, tinted and cached for the screen's resolution."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap
from PySide6.QtSvg import QSvgRenderer

_MIRRORED = frozenset(
    {"arrow-left", "arrow-right", "chevron-right", "undo-2", "log-out", "external-link"}
)
"""Icons that point along or against the direction of reading."""


class IconSet:
    """Draws the icons of one folder in any colour and size.

    A name that has no file is drawn as a small empty ring, so that a lost file never stops a
    consultation; `missing` tells which files are lost.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sources: dict[str, str | None] = {}
        self._pixmaps: dict[tuple[str, str, int, float, bool], QPixmap] = {}

    def missing(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Those of `names` that have no file in the folder."""
        return tuple(name for name in names if self._source(name) is None)

    def pixmap(
        self, name: str, colour: str, size: int, ratio: float = 1.0, *, right_to_left: bool = False
    ) -> QPixmap:
        """Icon `name` in `colour` (#rrggbb), `size` logical pixels square.

        `ratio` is the screen's device pixel ratio. With `right_to_left`, icons that point in
        the direction of reading are mirrored.
        """
        mirrored = right_to_left and name in _MIRRORED
        key = (name, colour, size, ratio, mirrored)
        found = self._pixmaps.get(key)
        if found is None:
            found = self._pixmaps[key] = self._draw(name, colour, size, ratio, mirrored=mirrored)
        return found

    def icon(
        self, name: str, colour: str, size: int, *, muted: str = "", right_to_left: bool = False
    ) -> QIcon:
        """Icon for buttons, at ordinary and double resolution; `muted` colours it disabled."""
        icon = QIcon()
        for ratio in (1.0, 2.0):
            normal = self.pixmap(name, colour, size, ratio, right_to_left=right_to_left)
            icon.addPixmap(normal, QIcon.Mode.Normal)
            if muted:
                disabled = self.pixmap(name, muted, size, ratio, right_to_left=right_to_left)
                icon.addPixmap(disabled, QIcon.Mode.Disabled)
        return icon

    def _source(self, name: str) -> str | None:
        if name not in self._sources:
            path = self._folder / f"{name}.svg"
            self._sources[name] = path.read_text("utf-8") if path.is_file() else None
        return self._sources[name]

    def _draw(self, name: str, colour: str, size: int, ratio: float, *, mirrored: bool) -> QPixmap:
        pixels = max(1, round(size * ratio))
        pixmap = QPixmap(pixels, pixels)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if mirrored:
            painter.translate(pixels, 0)
            painter.scale(-1, 1)
        source = self._source(name)
        if source is None:
            painter.setPen(QPen(QColor(colour), pixels / 12))
            painter.drawEllipse(QRectF(pixels / 4, pixels / 4, pixels / 2, pixels / 2))
        else:
            tinted = QByteArray(source.replace("currentColor", colour).encode())
            QSvgRenderer(tinted).render(painter, QRectF(0, 0, pixels, pixels))
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        return pixmap
