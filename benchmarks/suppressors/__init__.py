"""Other programs for disclosure control, on the set of small problems."""
