"""A proposition: one idea, by a person, in answer to a consultation; and those who support it."""
