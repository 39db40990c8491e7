# In hospital for two weeks: asked by one, approved by another; one's own wish is not approved by oneself.
scheme weekly
child 欧阳慧敏 born 2016-05-01
欧阳慧敏 father away work since 2025-03-01
today 2026-11-18
李老师 asks to excuse 欧阳慧敏 from talk between 2026-11-02 and 2026-11-15 because 住院两周，家长已告知
then 欧阳慧敏 owes 14
李老师 approves
then refused
王老师 approves
then 欧阳慧敏 owes 12 overdue 10
then tally talk between 2026-11-02 and 2026-11-15 expected 2 met 0 excused 2
王老师 approves
then refused
# What was done all the same counts as done: met beats excused.
李老师 records heart_talk with 欧阳慧敏 on 2026-11-05
then tally talk between 2026-11-02 and 2026-11-15 expected 2 late 1 excused 1
# A week that is excused in part stays owed.
李老师 asks to excuse 欧阳慧敏 from talk between 2026-10-19 and 2026-10-22 because 家里有事请假四天
王老师 approves
then tally talk between 2026-10-19 and 2026-10-25 expected 1 excused 0
