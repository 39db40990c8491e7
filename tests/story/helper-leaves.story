# The responsible teacher leaves: credit stays, what is open passes on; without a background check nobody is paired.
scheme weekly
child 欧阳慧敏 born 2016-05-01
欧阳慧敏 father away work since 2025-03-01
today 2026-11-10
赵老师 pairs 欧阳慧敏 with 赵老师 as responsible on 2026-10-12
then refused
李老师 pairs 欧阳慧敏 with 王老师 as responsible on 2026-10-12
then 王老师 owes 10
then 李老师 owes 3
王老师 records heart_talk with 欧阳慧敏 on 2026-11-03
then credits 2
then 王老师 owes 9
today 2026-11-18
李老师 pairs 欧阳慧敏 with 李老师 as responsible on 2026-11-18
then refused
王老师 leaves to 李老师 on 2026-11-18
then 王老师 owes 0
then 李老师 owes 12
then tally talk between 2026-11-02 and 2026-11-08 expected 1 late 1
# Whoever has no role for the child any more earns no credit from then on.
today 2026-11-25
王老师 records heart_talk with 欧阳慧敏 on 2026-11-24
then credits 0
