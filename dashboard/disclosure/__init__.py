"""Whether a count that a release suppresses can be found from all that it publishes.

grids       the cells of a table, arranged by area, period and groups
numbering   which cells count the same children
relations   which sums hold between cells
remainders  sets that no table prints, but that follow from what is printed
printed     what one printed figure says
constraints      statements about whole numbers
problem      everything published, as one problem of sums over whole numbers
building    releases into a problem
bounds      what follows from each sum by itself
components  the parts into which a problem falls
programs    integer programs over a problem
rules       which ranges are too narrow
ranges      what is known of a range, and what is still required of it
feasible    whole tables that fit, as one table and changes of it
alternatives  other tables around one that fits, a few unknowns at a time
search      tables that show each count of a component safe, or its range
proofs      the fewest published figures that give a cell away
dominance   one area that makes up nearly all of a total
reported    means and rates, and the numbers they rest on
audit       the verdict on a release, without knowing what it suppresses
suppression which cells to suppress, in numbers, knowing everything
protect     from the primary pattern to one that passes
suppress    the same of a release
"""
