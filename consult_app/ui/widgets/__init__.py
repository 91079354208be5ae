"""The widget kit: plain strings in, Qt signals out; no word of patients, rules or services."""
