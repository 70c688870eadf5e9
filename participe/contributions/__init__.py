"""A contribution: whatever a person writes. Moderation, export and erasure know only this."""
