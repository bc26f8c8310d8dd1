"""Disclosure control of linked tables: audit them, explain a disclosure, protect them.

The library knows numbers only: nothing of files, releases or pages. Linked tables are a
`Problem`: unknown whole numbers, at least zero, with bounds, a status, and constraints that tie
them (`problem`, `constraints`, `unprinted`). Three functions work on it.

`attacker.audit.audit(problem)` is the verdict: which suppressed counts are unprotected, by feasibility
intervals that an attacker who knows everything printed can work out (`rules`).
`attacker.proofs.explain(problem, assessment, unknown)` gives the fewest printed figures that give one
away. `suppression.protect.protect(problem, counts, costs)` returns a pattern of primary and
secondary suppression that passes the audit.

Terms are those of sdcTable, tau-argus and GaussSuppression; docs/disclosure-search.md has a
worked example.
"""
