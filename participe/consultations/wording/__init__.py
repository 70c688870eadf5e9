"""How a consultation is said: what is open, since when it is closed, what comes next, by when."""
