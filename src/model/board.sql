-- board_alerts: How many alerts of each rule are open at a place.
-- in: limit int
-- out: scheme text, key text, children int
select scheme, key, count(*) from alert
where county = :scope.county and place_key >= :scope.lo and place_key < :scope.hi
group by scheme, key order by count(*) desc, scheme, key
limit :limit;

-- board_weeks: What became of the duties of a place, by the day they were due.
-- in: county int, lo int, hi int, from_day day, to_day day
-- out: due_day int, expected int, met int, excused int
select due_day, cast(sum(expected) as bigint), cast(sum(met) as bigint), cast(sum(excused) as bigint) from tally
where county = :county and due_day >= :from_day and due_day < :to_day and place_key >= :lo and place_key < :hi
group by due_day order by due_day;
