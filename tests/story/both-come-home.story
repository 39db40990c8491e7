# Two children, two parents, one who comes home for good: the duty ends with the day of return, for that child alone.
scheme weekly
child 欧阳慧敏 born 2016-05-01
child 单思远 born 2016-07-01
欧阳慧敏 father away work since 2025-03-01
单思远 father away work since 2025-03-01
today 2026-11-18
欧阳慧敏 father back on 2026-10-19
then 欧阳慧敏 not belongs test-county:away
then tally talk between 2026-10-19 and 2026-11-22 expected 5
then tally talk between 2026-09-07 and 2026-10-18 expected 12
then 单思远 owes 14
李老师 records heart_talk with 欧阳慧敏,单思远 on 2026-11-17
# A talk with a child who is owed none is still a talk; it credits the other's two.
then credits 2
