"""What a consultation is and what follows from it: pure values and functions, no I/O, no clock."""
