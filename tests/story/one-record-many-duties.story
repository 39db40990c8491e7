# One talk serves the week and the month, of both schemes' clauses that it satisfies, and the list moves at once.
scheme weekly
child 欧阳慧敏 born 2016-05-01
child 单思远 born 2016-07-01
欧阳慧敏 father away work since 2025-03-01
today 2026-11-18
# Eleven whole weeks since the scheme took over, and three months; nobody is away at 单思远's.
then 欧阳慧敏 owes 14 overdue 12
then 单思远 owes 0
then 李老师 owes 14
李老师 records heart_talk with 欧阳慧敏 on 2026-11-17
then credits 2
then in-time
then 欧阳慧敏 owes 12 overdue 12
# On the telephone is enough for the week, and not for the month.
today 2026-12-02
李老师 records heart_talk with 欧阳慧敏 on 2026-12-01 by phone
then credits 1
then all is true
