"""Commitments: what the commune says it will do, by when, and whether it was done."""
