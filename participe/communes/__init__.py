"""A commune: the tenant to which everything civic belongs, its digital spaces (EPN), its files."""
