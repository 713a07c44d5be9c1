"""What anchors are made with."""
