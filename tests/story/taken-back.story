# A wrong record is voided with a reason and written anew; the list falls back in between.
scheme weekly
child 欧阳慧敏 born 2016-05-01
child 单思远 born 2016-07-01
欧阳慧敏 father away work since 2025-03-01
单思远 mother away work since 2025-03-01
today 2026-11-18
李老师 records heart_talk with 欧阳慧敏 on 2026-11-17
then 欧阳慧敏 owes 12
李老师 voids because x
then refused
李老师 voids because 记错了孩子
then 欧阳慧敏 owes 14
then tally talk between 2026-11-16 and 2026-11-22 expected 2 met 0
李老师 voids because 再作废一次
then refused
李老师 records heart_talk with 单思远 on 2026-11-17
then 单思远 owes 12
then 欧阳慧敏 owes 14
