"""How propositions are said: where they stand, how they came, what became of them."""
