"""What is done to commitments: made, updated, observed, followed."""
