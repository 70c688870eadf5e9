"""What people do with their account and their roles: one module for each use case."""
