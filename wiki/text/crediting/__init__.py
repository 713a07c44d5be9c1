"""What credit is made of: the lines of a text, what was once said, and what an edit kept."""
