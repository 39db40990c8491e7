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

-- exemption_about_queue: The same for places and staff.
-- in: limit int
-- out: id int, about_kind int, about int, staff_name text, place int, duty int, from_day int, to_day int, reason sealed(exemption_about id)?, reason_code text
-- out: asked_by int, asked_name text, asked_at int
select x.id, x.about_kind, x.about, coalesce(s.name, ''), p.id, x.duty, x.from_day, x.to_day, x.reason, x.reason_code, x.asked_by,
    coalesce(a.name, ''), x.asked_at
from exemption_about x
left join staff s on x.about_kind = 2 and s.county = x.county and s.id = x.about
join place p on p.county = x.county and p.id = case when x.about_kind = 2 then s.place else x.about end
left join staff a on a.county = x.county and a.id = x.asked_by
where x.county = :scope.county and x.state = 'asked' and p.key_lo >= :scope.lo and p.key_lo < :scope.hi
order by x.asked_at, x.id
limit :limit;

-- exemption_about_decided: What was decided last about places and staff.
-- in: limit int
-- out: about_kind int, about int, staff_name text, place int, duty int, from_day int, to_day int, state text, asked_name text, decided_name text, decided_at int?
select x.about_kind, x.about, coalesce(s.name, ''), p.id, x.duty, x.from_day, x.to_day, x.state, coalesce(a.name, ''),
    coalesce(d.name, ''), x.decided_at
from exemption_about x
left join staff s on x.about_kind = 2 and s.county = x.county and s.id = x.about
join place p on p.county = x.county and p.id = case when x.about_kind = 2 then s.place else x.about end
left join staff a on a.county = x.county and a.id = x.asked_by
left join staff d on d.county = x.county and d.id = x.decided_by
where x.county = :scope.county and x.state <> 'asked' and p.key_lo >= :scope.lo and p.key_lo < :scope.hi
order by x.decided_at desc, x.id desc
limit :limit;

-- exemption_about_of: What was asked for a place or a member of staff and touches a span of days: it waits, or it holds.
-- in: county int, about_kind int, about int, from_day int, to_day int
-- out: duty int, from_day int, to_day int, state text, reason_code text, decided_name text
-- open: the place or the member of staff was proven by the caller; leads with the county
select x.duty, x.from_day, x.to_day, x.state, x.reason_code, coalesce(d.name, '')
from exemption_about x
left join staff d on d.county = x.county and d.id = x.decided_by
where x.county = :county and x.about_kind = :about_kind and x.about = :about and x.state <> 'refused'
    and x.from_day <= :to_day and x.to_day > :from_day
order by x.from_day, x.id;
