"""The pages that belong to no concept, and what every request and page shares."""
