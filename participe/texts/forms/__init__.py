"""The forms about texts under discussion."""
