"""Reports to accessible PDF to sealed PDF, and back to a frozen status."""
