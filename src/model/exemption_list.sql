-- exemption_queue: What waits for a decision at a place, with its words, the oldest first.
-- in: limit int
-- out: id int, child int, child_name text, class int, duty int, from_day int, to_day int, reason sealed(exemption id)?, reason_code text, asked_by int, asked_name text, asked_at int
select x.id, x.child, c.name, c.class, x.duty, x.from_day, x.to_day, x.reason, x.reason_code, x.asked_by, coalesce(a.name, ''), x.asked_at
from exemption x
join child c on c.county = x.county and c.id = x.child
left join staff a on a.county = x.county and a.id = x.asked_by
where x.county = :scope.county and x.state = 'asked' and c.place_key >= :scope.lo and c.place_key < :scope.hi
order by x.asked_at, x.id
limit :limit;

-- exemption_decided: What was decided last at a place.
-- in: limit int
-- out: child int, child_name text, duty int, from_day int, to_day int, state text, asked_name text, decided_name text, decided_at int?
select x.child, c.name, x.duty, x.from_day, x.to_day, x.state, coalesce(a.name, ''), coalesce(d.name, ''), x.decided_at
from exemption x
join child c on c.county = x.county and c.id = x.child
left join staff a on a.county = x.county and a.id = x.asked_by
left join staff d on d.county = x.county and d.id = x.decided_by
where x.county = :scope.county and x.state <> 'asked' and c.place_key >= :scope.lo and c.place_key < :scope.hi
order by x.decided_at desc, x.id desc
limit :limit;
