"""Consultation assistant for dermatologists."""

__version__ = "0.1.0"
