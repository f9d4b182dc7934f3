"""Korean as a system: syllables, conjugation, chains of endings. The words themselves are data."""
