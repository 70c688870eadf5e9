"""The fictional commune of Valbruyère, filled in so that anyone can try the platform without risk."""
