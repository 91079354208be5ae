"""One person's signature: drawn or typed, durable stroke by stroke, accepted, still standing."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from consult_app.domain.consultation import InkPoint, Signatory, Signature
from consult_app.domain.report import wording
from consult_app.services.ports import UserFacingError
from consult_app.ui.session_bridge import SessionBridge
from consult_app.ui.tokens import SPACE_L, SPACE_M, SPACE_S, SPACE_XS, Tone
from consult_app.ui.widgets.announce import announce
from consult_app.ui.widgets.banner import Banner
from consult_app.ui.widgets.buttons import ActionButton
from consult_app.ui.widgets.choice import Choice
from consult_app.ui.widgets.ink import Stroke
from consult_app.ui.widgets.plain_label import IconLabel, PlainLabel
from consult_app.ui.widgets.segmented import Segmented
from consult_app.ui.widgets.signature_box import SignatureBox, TypedSignature
from consult_app.ui.widgets.signature_pad import ASPECT_RATIO
from consult_app.ui.widgets.text_field import TextField

_DRAW, _TYPE = "draw", "type"


class SignatureStep(QFrame):
    """A card with the declaration, the printed name, the pad or the typed name, and Accept."""

    changed = Signal()
    """The signature was accepted, withdrawn or is no longer complete."""

    def __init__(
        self,
        bridge: SessionBridge,
        signatory: Signatory,
        title: str,
        declaration: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._bridge, self._who, self._title = bridge, signatory, title
        self._shown_ids: tuple[str, ...] = ()
        theme = bridge.theme
        self.setProperty("role", "card")
        self.setAccessibleName(title)
        self.declaration = PlainLabel(declaration, "body", wrap=True)
        self.name = TextField(
            theme, self.tr("Printed name, {0}").format(title), label=self.tr("Printed name")
        )
        ways = (Choice(_DRAW, self.tr("Draw")), Choice(_TYPE, self.tr("Type the name instead")))
        self.way = Segmented(theme, self.tr("How to sign: {0}").format(title), ways)
        self.way.set_value(_DRAW)
        self.box = SignatureBox(theme, title)
        self.box.setMaximumWidth(theme.px(680))
        self.typed = TypedSignature(theme, title, declaration)
        self.problem = PlainLabel("", "body", "stop", wrap=True)
        self.accept = ActionButton(theme, self.tr("Accept"), kind="primary", icon="signature")
        self.accept.setAccessibleName(self.tr("Accept: {0}").format(title))
        self.again = ActionButton(theme, self.tr("Sign again"), icon="eraser")
        self.again.setAccessibleName(self.tr("Sign again: {0}").format(title))
        self.status = PlainLabel("", "strong", "accent", wrap=True)
        self._stale = Banner(
            theme,
            Tone.CAUTION,
            self.tr("Something changed after this was signed"),
            self.tr("The signature no longer stands: please sign again."),
        )
        self._lay_out()
        self._connect()
        self.refresh()

    def refresh(self) -> None:
        """Show the signature as it is stored; ink that is being drawn is never touched."""
        signature = self._signature()
        stands = self._bridge.inking.stands(self._who)
        signed = signature.accepted and not signature.empty
        self._show_ink(signature)
        if not self.name.has_pending():
            self.name.set_value(self.name.value() or signature.printed_name)
        if signature.typed and not self.typed.name_field.has_pending():
            self.typed.set_value(signature.typed)
            self._show_way(_TYPE)
        self._stale.setVisible(signed and not stands)
        self._marker.setVisible(stands)
        self.status.setVisible(stands)
        self.status.setText(self._status_words(signature) if stands else "")
        self.again.setVisible(signed)
        self.accept.setVisible(not signed)
        for widget in (self.box.pad, self.typed):
            widget.setEnabled(not signed)
        self.name.setVisible(not signed)
        self.way.setVisible(not signed)
        self._buttons_of_box(visible=not signed)
        if signed:
            self._refuse("")

    def set_declaration(self, text: str) -> None:
        """Change what is signed."""
        self.declaration.setText(text)
        self.declaration.setVisible(bool(text))

    def flush(self) -> bool:
        """Nothing typed is lost when the page is left."""
        return self.name.flush()

    def _connect(self) -> None:
        self.box.pad.stroke_finished.connect(self._stroke_finished)
        self.box.pad.strokes_changed.connect(self._strokes_changed)
        self.typed.changed.connect(self._typed)
        self.way.chosen.connect(self._show_way)
        self.accept.clicked.connect(self._accept)
        self.again.clicked.connect(self._sign_again)

    def _lay_out(self) -> None:
        self.typed.hide()
        self._marker = IconLabel(self._bridge.theme, "signature", "accent", 20)
        foot = QHBoxLayout()
        foot.setSpacing(SPACE_S)
        for part in (self._marker, self.status, self.accept, self.again):
            foot.addWidget(part, 1 if part is self.status else 0)
        foot.addStretch(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_L - SPACE_XS)
        column.setSpacing(SPACE_S + SPACE_XS)
        column.addWidget(PlainLabel(self._title, "section", wrap=True))
        for widget in (
            self._stale,
            self.declaration,
            self.name,
            self.way,
            self.box,
            self.typed,
            self.problem,
        ):
            column.addWidget(widget)
        column.addLayout(foot)
        self.problem.hide()

    def _signature(self) -> Signature:
        return self._bridge.inking.signature(self._who)

    def _show_ink(self, signature: Signature) -> None:
        """Draw stored ink; only where it is not what the pad shows already."""
        if signature.stroke_ids == self._shown_ids:
            return
        self._shown_ids = signature.stroke_ids
        self.box.pad.set_strokes([_points(stroke) for stroke in signature.strokes])
        self.box.refresh()

    def _show_way(self, way: str) -> None:
        self.way.set_value(way)
        self.box.setVisible(way == _DRAW)
        self.typed.setVisible(way == _TYPE)
        self._refuse("")

    def _stroke_finished(self, stroke: Stroke) -> None:
        """Store a stroke as soon as the pen is lifted."""
        points = tuple(InkPoint(x, y, pressure, ms) for x, y, pressure, ms in stroke)
        before = self._shown_ids
        # Known before the session tells its listeners, so that nobody redraws the pad.
        self._shown_ids = (*before, "")
        stroke_id = self._bridge.inking.add_stroke(self._who, points, ASPECT_RATIO)
        self._shown_ids = (*before, stroke_id)
        self.refresh()

    def _strokes_changed(self) -> None:
        """Follow the pad's undo and clear; a new stroke is stored already."""
        shown, stored = len(self.box.pad.strokes()), len(self._signature().stroke_ids)
        if shown >= stored:
            return
        self._shown_ids = self._signature().stroke_ids[:shown]
        if shown == 0 and stored > 1:
            self._bridge.inking.clear(self._who)
        else:
            self._bridge.inking.remove_last_stroke(self._who)
        self.refresh()

    def _typed(self, name: str | None) -> None:
        if name is not None:
            self._bridge.inking.type_name(self._who, name)
        elif self._signature().typed:
            self._bridge.inking.clear(self._who)
        self._refuse("")

    def _accept(self) -> None:
        self.name.flush()
        slip = self.way.value() == _DRAW and self.box.pad.is_empty()
        wanting = self.way.value() == _TYPE and self.typed.value() is None
        if slip:
            self._refuse(self.tr("Sign first: an empty signature cannot be accepted."))
        elif wanting:
            self._refuse(self.tr("Type the full name and tick the statement first."))
        else:
            self._accept_now()

    def _accept_now(self) -> None:
        try:
            self._bridge.inking.accept(self._who, self.name.value() or "")
        except UserFacingError as problem:
            self._refuse(str(problem))
            return
        self.refresh()
        self.changed.emit()
        announce(self, f"{self._title}. {self.status.text()}")
        self.again.setFocus()

    def _sign_again(self) -> None:
        """Take the accepted signature away, so that a new one can be made."""
        self._bridge.inking.clear(self._who)
        self.typed.set_value(None)
        self.refresh()
        self.changed.emit()
        (self.typed if self.way.value() == _TYPE else self.box.pad).setFocus()

    def _status_words(self, signature: Signature) -> str:
        when = wording.moment(signature.signed_at) if signature.signed_at is not None else ""
        how = self.tr("typed") if signature.typed else self.tr("drawn")
        return self.tr("Signed by {0}, {1} ({2})").format(signature.printed_name, when, how)

    def _buttons_of_box(self, *, visible: bool) -> None:
        self.box.refresh()
        for button in () if visible else self.box.findChildren(ActionButton):
            button.hide()

    def _refuse(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        if sentence:
            announce(self, sentence, urgent=True)


def _points(stroke: tuple[InkPoint, ...]) -> Stroke:
    return tuple((point.x, point.y, point.pressure, point.milliseconds) for point in stroke)
