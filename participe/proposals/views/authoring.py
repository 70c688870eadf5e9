"""What the author changes after publication: text, filing, photos, or all of it."""
