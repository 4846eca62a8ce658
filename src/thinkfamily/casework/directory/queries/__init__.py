"""What can be read of the directory and of referrals to its services."""
