-- grant_insert: A role at a place for a span.
-- in: county int, id int, staff int, role text, place int, key_lo int, key_hi int, from_day int, to_day int?, batch int
insert into role_grant (county, id, staff, role, place, key_lo, key_hi, from_day, to_day, batch)
values (:county, :id, :staff, :role, :place, :key_lo, :key_hi, :from_day, :to_day, :batch);

-- grant_end: It ends.
-- in: county int, id int, to_day int
update role_grant set to_day = :to_day where county = :county and id = :id and (to_day is null or to_day > :to_day);

-- grant_whose: Whose a grant is.
-- in: county int, id int
-- out: staff int
select staff from role_grant where county = :county and id = :id;

-- grant_end_staff: Every open one of a member of staff who leaves.
-- in: county int, staff int, to_day int
update role_grant set to_day = :to_day where county = :county and staff = :staff and (to_day is null or to_day > :to_day);

-- grant_of_staff: All of one member of staff, also past ones.
-- in: county int, staff int
-- out: id int, role text, place int, key_lo int, key_hi int, from_day int, to_day int?
select id, role, place, key_lo, key_hi, from_day, to_day from role_grant where county = :county and staff = :staff order by from_day, id;

-- grant_at: Who holds a role at exactly one place on a day.
-- in: county int, key_lo int, role text, day int
-- out: id int, staff int, name text
select g.id, g.staff, s.name from role_grant g
join staff s on s.county = g.county and s.id = g.staff
where g.county = :county and g.key_lo = :key_lo and g.role = :role and g.from_day <= :day and (g.to_day is null or g.to_day > :day)
order by g.from_day, g.id;

-- grant_holders: Everybody who holds a role at a place or above it on a day, the nearest first. Where the places above begin follows from its key.
-- in: county int, key_lo int, role text, day int
-- out: staff int, key_lo int, key_hi int
select staff, key_lo, key_hi from role_grant
where county = :county and role = :role and key_hi > :key_lo and from_day <= :day and (to_day is null or to_day > :day)
    and key_lo in (:key_lo, cast(:key_lo as bigint) / 65536 * 65536, cast(:key_lo as bigint) / 268435456 * 268435456, 0)
order by key_hi - key_lo, from_day, id;

-- grant_scan: All grants in force on a day, for evaluation.
-- in: county int, day int
-- out: role text, staff int, key_lo int, key_hi int
select role, staff, key_lo, key_hi from role_grant
where county = :county and from_day <= :day and (to_day is null or to_day > :day)
order by key_lo, key_hi, from_day, id;
