"""One editor for each kind of question, behind one protocol (`editor.Editor`)."""
