"""Cells that are suppressed for the sake of others.

protect       a pattern that passes the audit: secondary and pruning; again and again if small
pattern       which cells are suppressed, and what the alternative tables known show of each count
alternatives  the cheapest alternative table that meets a protection requirement
secondary     requirements met one by one, until the audit objects to nothing
pruning       cells that turn out to be needless are published again
"""
