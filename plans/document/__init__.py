"""The faithful reader and printer of Markdown. Plain Python: it knows no database and no request."""
