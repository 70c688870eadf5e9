"""A consultation: a question the commune puts to people, with its contract, its dated phases and its documents."""
