"""Can a count that a release hides be found from all that it publishes?

grids       the cells of a table, arranged by area, period and groups
relations   which sums hold between cells
system      everything published, as one system of sums over whole numbers
bounds      what follows from each sum by itself
programs    integer programs over the system
rules       which ranges are too narrow
witnesses   other whole-number tables that fit everything published
proofs      the fewest published figures that give a cell away
audit       the verdict on a release, without knowing what it hides
suppression which cells to hide, knowing everything
"""
