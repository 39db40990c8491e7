# A child changes class: what was owed before stays with the old class, what comes is owed in the new one.
scheme weekly
child 欧阳慧敏 born 2016-05-01
欧阳慧敏 father away work since 2025-03-01
today 2026-11-18
李老师 records heart_talk with 欧阳慧敏 on 2026-10-14
欧阳慧敏 moves to 2023-02 on 2026-11-02
then tally talk of 2023-01 between 2026-09-07 and 2026-11-01 expected 8 late 1
then tally talk of 2023-02 between 2026-11-02 and 2026-11-22 expected 3 late 0
then tally talk of 2023-01 between 2026-11-02 and 2026-11-22 expected 0
# Nobody teaches the other class in this story, so nobody owes; nothing is lost, it stands open.
then 李老师 owes 0
then 欧阳慧敏 owes 12
