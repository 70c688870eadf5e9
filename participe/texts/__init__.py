"""Texts under discussion: passages with an identity, versions, remarks and what became of them."""
