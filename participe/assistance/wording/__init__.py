"""How assisted sessions are said, in French."""
