"""Formats that other systems read and write."""
