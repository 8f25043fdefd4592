"""What browsers ask for: functions that fetch, check, call and render."""
