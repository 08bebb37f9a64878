"""What each chapter has of its own: its material, made from a reading."""
