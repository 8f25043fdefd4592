"""The faithful reader and printer of Markdown: plain Python, without database or request."""
