"""What agents ask of a plan: the commands, declared as data, and the modules that answer them."""
