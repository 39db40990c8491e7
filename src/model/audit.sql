-- audit_last: The end of the chain.
-- in: county int
-- out: seq int, digest bytes
select seq, digest from audit where county = :county order by seq desc limit 1;

-- audit_insert: One more link.
-- in: county int, seq int, at int, staff int, action text, noun text, object int, detail text, previous bytes, digest bytes
insert into audit (county, seq, at, staff, action, noun, object, detail, previous, digest)
values (:county, :seq, :at, :staff, :action, :noun, :object, :detail, :previous, :digest);

-- audit_all: The whole chain of a county in order, for verification.
-- in: county int
-- out: seq int, at int, staff int, action text, noun text, object int, detail text, previous bytes, digest bytes
select seq, at, staff, action, noun, object, detail, previous, digest from audit where county = :county order by seq;

-- audit_counties: Whose chains there are.
-- out: county int
select distinct county from audit order by county;

-- audit_about: Who did or saw something of one thing, the newest first.
-- in: county int, noun text, object int, limit int
-- out: seq int, at int, staff int, staff_name text, action text, detail text
select a.seq, a.at, a.staff, coalesce(s.name, ''), a.action, a.detail
from audit a left join staff s on s.county = a.county and s.id = a.staff
where a.county = :county and a.noun = :noun and a.object = :object
order by a.seq desc limit :limit;

-- audit_recent: The newest of a county between two numbers, for reading on. Lines are numbered without gaps, so the span says how
-- many are looked at: of one person's there may be few in it.
-- in: county int, before int, least int, staff int, limit int
-- out: seq int, at int, staff int, staff_name text, action text, noun text, object int, detail text
select a.seq, a.at, a.staff, coalesce(s.name, ''), a.action, a.noun, a.object, a.detail
from audit a left join staff s on s.county = a.county and s.id = a.staff
where a.county = :county and a.seq < :before and a.seq >= :least and (:staff = 0 or a.staff = :staff)
order by a.seq desc limit :limit;

-- audit_when: When a line was written.
-- in: county int, seq int
-- out: at int
select at from audit where county = :county and seq = :seq;
