"""What admins change while the house runs: first of all the words of the home."""
