"""A commune: the tenant to which everything civic belongs, its digital spaces (EPN) and the files it keeps."""
