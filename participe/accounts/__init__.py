"""Who a person is in one commune, how they sign in, and the roles they hold there."""
