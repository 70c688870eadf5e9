"""Filling Valbruyère, concept by concept; `filling.everything` does it all."""
