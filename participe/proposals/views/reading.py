"""The lists of propositions, the page of one, and its versions."""
