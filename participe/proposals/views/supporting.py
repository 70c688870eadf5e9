"""Supporting a proposition, signed in or not yet."""
