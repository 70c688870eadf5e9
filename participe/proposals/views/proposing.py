"""Writing a proposition, from the first word typed to the confirmation page."""
