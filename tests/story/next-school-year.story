# On 1 September the class is one grade higher; what was owed in summer is nothing, what comes is owed anew.
scheme weekly
child 欧阳慧敏 born 2016-05-01
欧阳慧敏 father away work since 2025-03-01
today 2027-07-20
李老师 records heart_talk with 欧阳慧敏 on 2027-06-08
then late
then tally talk between 2027-07-19 and 2027-08-29 expected 0
today 2027-09-01
year 2027 begins
today 2027-09-15
then 欧阳慧敏 belongs test-county:away
then tally talk between 2027-09-06 and 2027-09-12 expected 1 met 0
李老师 records heart_talk with 欧阳慧敏 on 2027-09-14
then credits 2
year 2027 begins
then refused
