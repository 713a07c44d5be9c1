"""What anchors read texts with."""
