"""Who people are; knows nothing of the wiki."""
