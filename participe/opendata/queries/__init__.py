"""Reads for those who reuse what is public: nothing here changes anything."""
