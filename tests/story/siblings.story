# One visit to the house serves the children of the house; each is credited, whichever class they are in.
scheme weekly
child 欧阳慧敏 born 2016-05-01
child 欧阳慧远 born 2016-07-01
siblings 欧阳慧敏 欧阳慧远
欧阳慧敏 father away work since 2025-03-01
欧阳慧远 father away work since 2025-03-01
today 2026-11-18
then 李老师 owes 28
李老师 records home_visit with 欧阳慧敏,欧阳慧远 on 2026-11-14 by visit
then credits 2
then tally visit between 2026-11-01 and 2026-11-30 expected 2 met 2
# The visit is no talk: both weeks stay open.
then 欧阳慧敏 owes 13
then 欧阳慧远 owes 13
李老师 voids because 那天没有人在家
then 李老师 owes 28
