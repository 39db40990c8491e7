-- exemption_insert: A wish to excuse a duty for a child and a span.
-- in: county int, id int, child int, duty int, from_day int, to_day int, reason sealed(exemption id)?, reason_code text, asked_by int, asked_at int
-- open: the child was proven by the caller; leads with the county
insert into exemption (county, id, child, duty, from_day, to_day, reason, reason_code, asked_by, asked_at, state, decided_by, decided_at, decided_day)
values (:county, :id, :child, :duty, :from_day, :to_day, :reason, :reason_code, :asked_by, :asked_at, 'asked', null, null, null);

-- exemption_decide: Approved or refused, by another person.
-- in: county int, id int, state text, decided_by int, decided_at int, decided_day int
-- open: the child was proven by the caller; leads with the county
update exemption set state = :state, decided_by = :decided_by, decided_at = :decided_at, decided_day = :decided_day
where county = :county and id = :id and state = 'asked' and asked_by <> :decided_by;

-- exemption_by_id: One exemption.
-- in: county int, id int
-- out: id int, child int, duty int, from_day int, to_day int, reason sealed(exemption id)?, reason_code text, asked_by int, asked_at int, state text, decided_by int?
-- open: the caller proves its child right after; leads with the county
select id, child, duty, from_day, to_day, reason, reason_code, asked_by, asked_at, state, decided_by from exemption where county = :county and id = :id;

-- exemption_for: The approved ones of a child, for evaluation.
-- in: county int, child int
-- out: duty int, from_day int, to_day int, decided_day int
-- open: evaluation in the transaction that changed the child; leads with the county
select duty, from_day, to_day, decided_day from exemption where county = :county and child = :child and state = 'approved' order by from_day, id;

-- exemption_scan: The same for every child of a county, ordered by child.
-- in: county int
-- out: child int, duty int, from_day int, to_day int, decided_day int
-- open: full evaluation; leads with the county
select child, duty, from_day, to_day, decided_day from exemption where county = :county and state = 'approved' order by child, from_day, id;

-- exemption_waiting: What waits for a decision at a place.
-- in: limit int
-- out: id int, child int, child_name text, duty int, from_day int, to_day int, reason_code text, asked_name text, asked_at int
select x.id, x.child, c.name, x.duty, x.from_day, x.to_day, x.reason_code, coalesce(a.name, ''), x.asked_at
from exemption x
join child c on c.county = x.county and c.id = x.child
left join staff a on a.county = x.county and a.id = x.asked_by
where x.county = :scope.county and x.state = 'asked' and c.place_key >= :scope.lo and c.place_key < :scope.hi
order by x.asked_at, x.id
limit :limit;
