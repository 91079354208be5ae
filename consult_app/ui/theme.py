"""The look in force: colours, text size, fonts and icons, and how they reach Qt.

One `Theme` is made at the start and handed to every widget. Widgets read it whenever they
paint, so that a change of colours or of text size needs no rebuilding.
"""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

from consult_app.ui.icons import IconSet
from consult_app.ui.stylesheet import style_sheet
from consult_app.ui.tokens import (
    CONTRAST_DARK,
    CONTRAST_LIGHT,
    DARK,
    LIGHT,
    TEXT_SCALES,
    TYPE_SCALE,
    Colours,
)

UI_FONT = "Inter"


class ColourMode(Enum):
    """What the user chose; SYSTEM follows the desktop and reads an unknown one as light."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST_LIGHT = "contrast-light"
    CONTRAST_DARK = "contrast-dark"


class Theme(QObject):
    """Colours, sizes, fonts and icons of the running program."""

    changed = Signal()
    """Colours or text size changed; all widgets have been restyled already."""

    def __init__(
        self,
        icons: Path,
        fonts: Path,
        mode: ColourMode = ColourMode.SYSTEM,
        text_scale: int = 100,
        parent: QObject | None = None,
    ) -> None:
        """`icons` and `fonts` are the resource folders; ValueError for an unknown text scale."""
        super().__init__(parent)
        self._icons = IconSet(icons)
        self._fonts = fonts
        self._mode = mode
        self._scale = _checked_scale(text_scale)
        self._families: list[str] = []
        self._made_fonts: dict[tuple[str, int | None], QFont] = {}
        self._app: QApplication | None = None
        self._colours = LIGHT

    @property
    def colours(self) -> Colours:
        """Colour table in force."""
        return self._colours

    @property
    def icons(self) -> IconSet:
        """The icon folder."""
        return self._icons

    @property
    def mode(self) -> ColourMode:
        """What the user chose."""
        return self._mode

    @property
    def text_scale(self) -> int:
        """Text size, per cent."""
        return self._scale

    def install(self, app: QApplication) -> None:
        """Style the whole application and follow the desktop's colour scheme from now on."""
        self._app = app
        app.setStyle("Fusion")
        self._families = load_fonts(self._fonts, UI_FONT)
        app.styleHints().colorSchemeChanged.connect(self._follow_system)
        self._apply()

    def add_script(self, prefix: str) -> None:
        """Load a further script's font, such as NotoSansArabic, behind the usual one."""
        added = load_fonts(self._fonts, prefix)
        self._families += [family for family in added if family not in self._families]
        self._apply()

    def set_mode(self, mode: ColourMode) -> None:
        """Choose the colours."""
        if mode is not self._mode:
            self._mode = mode
            self._apply()

    def set_text_scale(self, text_scale: int) -> None:
        """Choose the text size, one of TEXT_SCALES; ValueError otherwise."""
        if _checked_scale(text_scale) != self._scale:
            self._scale = text_scale
            self._made_fonts.clear()
            self._apply()

    def px(self, length: int) -> int:
        """`length` at 100 % in pixels at the present text size."""
        return round(length * self._scale / 100)

    def colour(self, name: str) -> QColor:
        """Colour by token name."""
        return QColor(self._colours.of(name))

    def font(self, role: str = "body", weight: int | None = None) -> QFont:
        """Font of a text role in TYPE_SCALE; `weight` (400 to 700) replaces the role's own."""
        made = self._made_fonts.get((role, weight))
        if made is None:
            size, usual = TYPE_SCALE[role]
            made = QFont()
            if self._families:
                made.setFamilies(self._families)
            made.setPixelSize(self.px(size))
            made.setWeight(QFont.Weight(weight or usual))
            self._made_fonts[role, weight] = made
        return QFont(made)

    def icon(
        self, name: str, colour: str = "ink", size: int = 20, *, right_to_left: bool = False
    ) -> QIcon:
        """Icon in a token colour; `size` at 100 %."""
        return self._icons.icon(
            name,
            self._colours.of(colour),
            self.px(size),
            muted=self._colours.muted,
            right_to_left=right_to_left,
        )

    def pixmap(
        self, name: str, colour: str, size: int, ratio: float, *, right_to_left: bool = False
    ) -> QPixmap:
        """Icon as a pixmap for painting; `colour` is ``#rrggbb``, `ratio` the screen's."""
        return self._icons.pixmap(name, colour, self.px(size), ratio, right_to_left=right_to_left)

    def _follow_system(self) -> None:
        if self._mode is ColourMode.SYSTEM:
            self._apply()

    def _resolve(self, app: QApplication) -> Colours:
        hints = app.styleHints()
        dark = hints.colorScheme() is Qt.ColorScheme.Dark
        contrast = _wants_contrast(app)
        chosen = {
            ColourMode.LIGHT: LIGHT,
            ColourMode.DARK: DARK,
            ColourMode.CONTRAST_LIGHT: CONTRAST_LIGHT,
            ColourMode.CONTRAST_DARK: CONTRAST_DARK,
        }.get(self._mode)
        if chosen is not None:
            return chosen
        if contrast:
            return CONTRAST_DARK if dark else CONTRAST_LIGHT
        return DARK if dark else LIGHT

    def _apply(self) -> None:
        if self._app is None:
            return
        self._colours = self._resolve(self._app)
        self._made_fonts.clear()
        self._app.setFont(self.font("body"))
        self._app.setPalette(palette_of(self._colours))
        self._app.setStyleSheet(style_sheet(self._colours, self._scale))
        self.changed.emit()


def load_fonts(folder: Path, prefix: str) -> list[str]:
    """Load the font files in `folder` whose names start with `prefix`; return their families.

    Empty when there are none: the desktop's own font then serves.
    """
    families: list[str] = []
    for path in sorted(folder.glob(f"{prefix}-*.[to]tf")):
        number = QFontDatabase.addApplicationFont(str(path))
        families += QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
    found = sorted(set(families))
    # Some platforms also list each weight as a family of its own, such as "Inter Medium".
    return [name for name in found if not any(name.startswith(f"{other} ") for other in found)]


def palette_of(colours: Colours) -> QPalette:
    """Qt palette for one colour table, for everything that the style sheet leaves to Fusion."""
    role = QPalette.ColorRole
    palette = QPalette()
    for target, name in (
        (role.Window, "page"),
        (role.Base, "surface"),
        (role.AlternateBase, "page"),
        (role.Text, "ink"),
        (role.WindowText, "ink"),
        (role.ButtonText, "ink"),
        (role.Button, "surface"),
        (role.Highlight, "accent"),
        (role.HighlightedText, "on_accent"),
        (role.PlaceholderText, "muted"),
        (role.ToolTipBase, "surface"),
        (role.ToolTipText, "ink"),
        (role.Accent, "accent"),
        (role.Link, "info"),
        (role.LinkVisited, "info"),
    ):
        palette.setColor(target, QColor(colours.of(name)))
    for target in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, target, QColor(colours.muted))
    return palette


def _wants_contrast(app: QApplication) -> bool:
    """Whether the desktop asks for high contrast (Qt 6.10 and later can tell)."""
    accessibility = getattr(app.styleHints(), "accessibility", None)
    if accessibility is None:
        return False
    return accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast


def _checked_scale(text_scale: int) -> int:
    if text_scale not in TEXT_SCALES:
        raise ValueError(f"text scale is one of {TEXT_SCALES}, not {text_scale}")
    return text_scale
