"""The fictional commune of Valbruyère, for trying the platform without any risk."""
