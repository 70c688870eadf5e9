"""A consultation: a question put to people, with its contract, dated phases and documents."""
