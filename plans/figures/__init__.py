"""What the tables of a plan come to on a day: derived when it is asked for, stored nowhere."""
