"""The forms with which staff prepare and change a consultation."""
