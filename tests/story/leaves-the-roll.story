# A child that moves away owes nothing from that day; what was open before goes with the scope.
scheme weekly
child 欧阳慧敏 born 2016-05-01
欧阳慧敏 mother away work since 2025-03-01
today 2026-11-18
李老师 pairs 欧阳慧敏 with 王老师 as responsible on 2026-09-01
then 王老师 owes 11
欧阳慧敏 leaves on 2026-11-16 as transfer_out
then 王老师 owes 0
then tally talk between 2026-11-16 and 2026-11-22 expected 0
# The weeks on the roll stay in the books.
then tally talk between 2026-09-07 and 2026-11-15 expected 10
