"""What everyone may copy and reuse: the public rows as files, and who took part by channel."""
