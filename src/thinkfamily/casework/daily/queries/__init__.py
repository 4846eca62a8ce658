"""What the daily screens read: each in as many queries, however many families there are."""
