"""What may be typed in the pages of assisted sessions."""
