"""What comes in from, and goes out to, other platforms: the import of consultations."""
