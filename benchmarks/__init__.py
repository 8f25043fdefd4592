"""What Plangate costs, as ratios to what Django and the database can do at all."""
