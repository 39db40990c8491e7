# A new version takes over in the middle of the term: the weeks before are judged by the old one, the half-months after by the new.
scheme weekly
child 欧阳慧敏 born 2016-05-01
欧阳慧敏 father away work since 2025-03-01
today 2026-10-28
then 欧阳慧敏 owes 10 overdue 8
李老师 records heart_talk with 欧阳慧敏 on 2026-10-27
then credits 2
today 2026-11-18
scheme half-month
李老师 records heart_talk with 欧阳慧敏 on 2026-11-17
then credits 2
# The old week can still be entered late, and counts under the old version.
李老师 records heart_talk with 欧阳慧敏 on 2026-10-20
then late
then all is true
# The same version again changes nothing.
scheme half-month
then all is true
