# The father is home for twenty days at New Year and leaves again: a stay of at most thirty days does not end being away.
scheme weekly
child 欧阳慧敏 born 2016-05-01
欧阳慧敏 father away work since 2025-03-01
today 2027-01-18
then 欧阳慧敏 belongs test-county:away
欧阳慧敏 father back on 2026-12-25
then 欧阳慧敏 not belongs test-county:away
欧阳慧敏 father away work since 2027-01-14
then 欧阳慧敏 belongs test-county:away
# Bridged: the weeks at home are owed as well.
then tally talk between 2026-12-28 and 2027-01-10 expected 2
# Forty days would have been an end.
child 单思远 born 2016-07-01
单思远 father away work since 2025-03-01
单思远 father back on 2026-11-30
then 单思远 not belongs test-county:away
单思远 father away work since 2027-01-14
then tally talk between 2026-12-07 and 2027-01-10 expected 5
