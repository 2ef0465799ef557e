"""What a method does to bids before any bid is there: checks on generated bids and on those the team expects."""
