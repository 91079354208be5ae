"""YAML packs to frozen domain objects, or every problem at once."""
