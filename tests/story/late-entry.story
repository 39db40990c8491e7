# The talk took place in its week and is entered after it: it counts, and is marked.
scheme weekly
child 欧阳慧敏 born 2016-05-01
欧阳慧敏 father away work since 2025-03-01
today 2026-11-18
李老师 records heart_talk with 欧阳慧敏 on 2026-11-05
then late
then credits 2
then tally talk between 2026-11-02 and 2026-11-08 expected 1 met 0 late 1
then tally visit between 2026-11-01 and 2026-11-30 expected 1 met 1 late 0
# The week of the entry is not served by it.
then tally talk between 2026-11-16 and 2026-11-22 expected 1 met 0 late 0
# What has not happened cannot be entered, nor what nobody remembers.
李老师 records heart_talk with 欧阳慧敏 on 2026-11-19
then refused
李老师 records heart_talk with 欧阳慧敏 on 2024-11-19
then refused
