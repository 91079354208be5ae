"""The encrypted store, the key vault and the audit chain."""
