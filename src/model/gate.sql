-- gate_place: The range of a place.
-- in: county int, id int
-- out: key_lo int, key_hi int
select key_lo, key_hi from place where county = :county and id = :id;

-- gate_place_key: The nearest place that begins at a key.
-- in: county int, key_lo int, key_hi int
-- out: id int
select id from place where county = :county and key_lo = :key_lo and key_hi = :key_hi limit 1;

-- gate_child: Where a child stands.
-- in: county int, id int
-- out: place_key int, class int
-- open: this is the gate: it finds the place for which may() is then asked; leads with the county
select place_key, class from child where county = :county and id = :id;

-- gate_sight: Has a member of staff been given this child on that day?
-- in: county int, staff int, child int, day day
-- out: n int
-- open: this is the gate: who asks is the parameter; leads with the county
select count(*) from sight
where county = :county and staff = :staff and child = :child and from_day <= :day and (to_day is null or to_day > :day);

-- gate_relations: Which roles a member of staff holds through pairings on that day, one for each.
-- in: county int, staff int, day day
-- out: role text
-- open: this is the gate: who asks is the parameter; leads with the county
select p.role
from sight s join pairing p on p.county = s.county and p.id = s.pairing
where s.county = :county and s.staff = :staff and s.from_day <= :day and (s.to_day is null or s.to_day > :day);

-- gate_relations_child: Which roles a member of staff holds for one child through pairings on that day.
-- in: county int, staff int, child int, day day
-- out: role text
-- open: this is the gate: who asks is the parameter; leads with the county
select distinct p.role
from sight s join pairing p on p.county = s.county and p.id = s.pairing
where s.county = :county and s.staff = :staff and s.child = :child and s.from_day <= :day and (s.to_day is null or s.to_day > :day);

-- gate_record_children: Where the children of a record stand today.
-- in: county int, id int
-- out: child int, place_key int
-- open: this is the gate: it finds the places for which may() is then asked; leads with the county
select c.id, c.place_key
from encounter_child e join child c on c.county = e.county and c.id = e.child
where e.county = :county and e.encounter = :id
order by c.id;

-- gate_record_sight: A child of that record that the member of staff has been given.
-- in: county int, id int, staff int, day day
-- out: child int, place_key int
-- open: this is the gate: who asks is the parameter; leads with the county
select e.child, c.place_key
from encounter_child e
join child c on c.county = e.county and c.id = e.child
join sight s on s.county = e.county and s.child = e.child
where e.county = :county and e.encounter = :id and s.staff = :staff and s.from_day <= :day and (s.to_day is null or s.to_day > :day)
order by e.child limit 1;

-- gate_excuse: Which child an exemption is about.
-- in: county int, id int
-- out: child int
-- open: this is the gate: it finds the child for which may() is then asked; leads with the county
select child from exemption where county = :county and id = :id;

-- gate_excuse_about: Which place an exemption is about, or where its member of staff works.
-- in: county int, id int
-- out: place int, key_lo int, key_hi int
-- open: this is the gate: it finds the place for which may() is then asked; leads with the county
select p.id, p.key_lo, p.key_hi
from exemption_about x
left join staff s on x.about_kind = 2 and s.county = x.county and s.id = x.about
join place p on p.county = x.county and p.id = case when x.about_kind = 2 then s.place else x.about end
where x.county = :county and x.id = :id;

-- gate_batch: The place an imported file speaks of.
-- in: county int, id int
-- out: place int, key_lo int, key_hi int
select place, key_lo, key_hi from batch where county = :county and id = :id;

-- gate_submission: The place of a ledger handed up.
-- in: county int, id int
-- out: place int, key_lo int, key_hi int
select place, key_lo, key_hi from submission where county = :county and id = :id;

-- gate_staff: The home place of a member of staff.
-- in: county int, id int
-- out: place int, key_lo int, key_hi int
select p.id, p.key_lo, p.key_hi
from staff s join place p on p.county = s.county and p.id = s.place
where s.county = :county and s.id = :id;

-- gate_bureau: The whole county.
-- in: county int
-- out: id int, key_lo int, key_hi int
select id, key_lo, key_hi from place where county = :county and kind = 'bureau' limit 1;

-- frame_due: Which duties of which children somebody let pass: the badge on Today counts them as its list does.
-- in: today day, limit int
-- out: child int, duty int
select child, duty from obligation
where county = :scope.county and owner = :scope.staff and due_day < :today
order by due_day, child, duty, window_day
limit :limit;

-- gate_record_about: Where a record about places or staff belongs.
-- in: county int, id int
-- out: place_key int
-- open: this is the gate: it finds the place for which may() is then asked; leads with the county
select place_key from encounter_about where county = :county and encounter = :id order by place_key;
