"""Reports of texts (DSA art. 16) and reasoned decisions to keep or hide them (art. 17)."""
