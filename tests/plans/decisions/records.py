"""A decision's record as MADR 4 prints it."""

MADR = """---
status: accepted
date: 2026-02-25
decision-makers: [Ana, Bo]
consulted:
  - Cy
  - Di
informed: everybody
---

# Use PostgreSQL

## Context and Problem Statement

Where do plans live?

<!-- This is an optional element. Feel free to remove. -->
## Decision Drivers

* No data is lost
* One person runs it

## Considered Options

* PostgreSQL
* SQLite, on one disk
* Nothing

## Decision Outcome

Chosen option: "PostgreSQL", because nothing is lost.

### Consequences

* Good, because backups are known
* Bad, because somebody has to run it

### Confirmation

A restore each quarter.

```
# restore --all
```

## Pros and Cons of the Options

### PostgreSQL

Runs everywhere.

* Good, because of its locks
* Good, because of its types
* Neutral, because everybody knows it
* Bad, because it is a process

### SQLite, on one disk

* Bad, because of one writer

## More Information

Supersedes ADR-0001.

## Our own part

Kept.
"""
