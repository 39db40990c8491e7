-- pairing_insert: A person or peer for a child from a day on.
-- in: county int, id int, child int, relation text, role text, staff int, peer int, helper_kind text, helper_name text, from_day int, made_at int, made_by int, batch int
-- open: the child was proven by the caller; leads with the county
insert into pairing (county, id, child, relation, role, staff, peer, helper_kind, helper_name, from_day, to_day, end_reason, made_at, made_by, batch)
values (:county, :id, :child, :relation, :role, :staff, :peer, :helper_kind, :helper_name, :from_day, null, '', :made_at, :made_by, :batch);

-- pairing_role_set: What the pairings of a relation make of who holds them, after a scheme said otherwise.
-- in: county int, relation text, role text
-- open: a scheme was loaded for the county; leads with the county
update pairing set role = :role where county = :county and relation = :relation and role <> :role;

-- pairing_end: The pairing ends; what was done under it stays credited.
-- in: county int, id int, to_day int, end_reason text
-- open: the child was proven by the caller; leads with the county
update pairing set to_day = :to_day, end_reason = :end_reason where county = :county and id = :id and to_day is null;

-- pairing_by_id: One pairing.
-- in: county int, id int
-- out: id int, child int, relation text, staff int, peer int, helper_kind text, helper_name text, from_day int, to_day int?
-- open: the caller proves its child right after; leads with the county
select id, child, relation, staff, peer, helper_kind, helper_name, from_day, to_day from pairing where county = :county and id = :id;

-- pairing_of_child: Who stands by one child, open ones first.
-- out: id int, relation text, role text, staff int, staff_name text, staff_phone sealed(staff.phone staff)?, peer int, peer_name text, helper_kind text, helper_name text, from_day int, to_day int?, end_reason text
select p.id, p.relation, p.role, p.staff, coalesce(s.name, ''), s.phone, p.peer, coalesce(c.name, ''), p.helper_kind, p.helper_name, p.from_day, p.to_day, p.end_reason
from pairing p
left join staff s on s.county = p.county and s.id = p.staff
left join child c on c.county = p.county and c.id = p.peer
where p.county = :scope.county and p.child = :scope.child
order by case when p.to_day is null then 0 else 1 end, p.relation, p.from_day, p.id;

-- pairing_for: The pairings of one child for evaluation and for the role bits of a record.
-- in: county int, child int
-- out: id int, relation text, staff int, peer int, from_day int, to_day int?, end_reason text
-- open: evaluation in the transaction that changed the child; leads with the county
select id, relation, staff, peer, from_day, to_day, end_reason from pairing where county = :county and child = :child order by relation, from_day, id;

-- pairing_scan: The same for every child of a county, ordered by child.
-- in: county int, first int, last int
-- out: child int, relation text, staff int, from_day int, to_day int?
-- open: full evaluation; leads with the county
select child, relation, staff, from_day, to_day from pairing where county = :county and child >= :first and child <= :last order by child, relation, from_day, id;

-- pairing_of_staff: The open pairings of one member of staff.
-- in: county int, staff int
-- out: id int, child int, relation text, helper_kind text, from_day int
-- open: a helper leaves: what must move; leads with the county
select id, child, relation, helper_kind, from_day from pairing where county = :county and staff = :staff and to_day is null order by child, id;

-- pairing_load: How many children each member of staff of a place is paired with.
-- in: day int
-- out: staff int, name text, responsible int, helping int, check_day int?, check_result text
select s.id, s.name,
    cast(coalesce(sum(case when p.role = 'responsible' then 1 else 0 end), 0) as bigint),
    cast(coalesce(sum(case when p.role <> 'responsible' then 1 else 0 end), 0) as bigint), s.check_day, s.check_result
from pairing p
join child c on c.county = p.county and c.id = p.child
join staff s on s.county = p.county and s.id = p.staff
where p.county = :scope.county and c.place_key >= :scope.lo and c.place_key < :scope.hi
    and p.from_day <= :day and (p.to_day is null or p.to_day > :day)
group by s.id, s.name, s.check_day, s.check_result
order by 3 desc, 4 desc, s.id;

-- sight_put: A pairing lets a member of staff see a child.
-- in: county int, staff int, child int, from_day int, pairing int
-- open: follows the pairing in the same transaction; leads with the county
insert into sight (county, staff, child, from_day, to_day, pairing) values (:county, :staff, :child, :from_day, null, :pairing)
on conflict (county, staff, child, pairing) do update set from_day = excluded.from_day, to_day = null;

-- sight_end: It ends with the pairing.
-- in: county int, staff int, child int, pairing int, to_day int
-- open: follows the pairing in the same transaction; leads with the county
update sight set to_day = :to_day where county = :county and staff = :staff and child = :child and pairing = :pairing;
