"""The bilan of a consultation (`OutcomeReport`): what came of it, in words and figures."""
