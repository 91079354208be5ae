"""Pictures of every widget in its states, for looking at.

Usage: python tools/ui_gallery.py FOLDER [PAGE ...]

Writes one PNG per page and variant (light, dark, right to left, 150 %, both high contrasts).
Runs without a screen under QT_QPA_PLATFORM=offscreen. All patients in it are synthetic.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

from ui_gallery_pages import PAGES  # noqa: E402  (needs the path above)

from consult_app.ui.theme import ColourMode, Theme  # noqa: E402  (needs the path above)

VARIANTS = {
    "light": (ColourMode.LIGHT, 100, False),
    "dark": (ColourMode.DARK, 100, False),
    "rtl": (ColourMode.LIGHT, 100, True),
    "150": (ColourMode.LIGHT, 150, False),
    "contrast_light": (ColourMode.CONTRAST_LIGHT, 100, False),
    "contrast_dark": (ColourMode.CONTRAST_DARK, 100, False),
}


def main(arguments: list[str]) -> int:
    """Draw the pages named in `arguments` after the folder, or all of them."""
    if not arguments:
        sys.stderr.write("usage: ui_gallery.py FOLDER [PAGE ...]\n")
        return 2
    folder, names = Path(arguments[0]), arguments[1:] or list(PAGES)
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    app.setCursorFlashTime(0)
    theme = Theme(ROOT / "resources" / "icons", ROOT / "resources" / "fonts")
    theme.install(app)
    for variant, (mode, scale, right_to_left) in VARIANTS.items():
        theme.set_mode(mode)
        theme.set_text_scale(scale)
        direction = Qt.LayoutDirection.RightToLeft if right_to_left else None
        app.setLayoutDirection(direction or Qt.LayoutDirection.LeftToRight)
        for name in names:
            page = PAGES[name](theme)
            page.show()
            for _ in range(2):  # a bulk card may stack its lines once it knows its width
                app.processEvents()
                layout = page.layout()
                if layout is not None and layout.hasHeightForWidth():
                    height = layout.heightForWidth(page.width())
                    page.resize(page.width(), max(page.height(), height))
            app.processEvents()
            page.grab().save(str(folder / f"{name}_{variant}.png"))
            page.close()
            page.deleteLater()
            app.processEvents()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
