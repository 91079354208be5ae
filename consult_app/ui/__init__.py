"""Qt views: thin, a slot calls one method."""
