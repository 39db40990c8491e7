-- call_number_insert: One more number.
-- in: county int, id int, place int, name text, number text, note text, order_no int, made_at int, made_by int
insert into call_number (county, id, place, name, number, note, order_no, made_at, made_by)
values (:county, :id, :place, :name, :number, :note, :order_no, :made_at, :made_by);

-- call_number_drop: One of a place is taken away.
-- in: county int, id int, place int
delete from call_number where county = :county and id = :id and place = :place;

-- call_number_by_id: Whose it is.
-- in: county int, id int
-- out: place int, key_lo int, key_hi int, number text
select n.place, p.key_lo, p.key_hi, n.number
from call_number n join place p on p.county = n.county and p.id = n.place
where n.county = :county and n.id = :id;

-- call_number_twin: Has the place this number already, and how many has it?
-- in: county int, place int, number text
-- out: same int, n int
select cast(coalesce(sum(case when number = :number then 1 else 0 end), 0) as bigint), count(*)
from call_number where county = :county and place = :place;

-- call_number_of: Those of one place.
-- in: county int, place int
-- out: id int, name text, number text, note text, order_no int
select id, name, number, note, order_no from call_number where county = :county and place = :place order by order_no, id;

-- call_number_over: Those of the places over a key, the county's first.
-- in: county int, key int
-- out: id int, name text, number text, note text
select n.id, n.name, n.number, n.note
from place p join call_number n on n.county = p.county and n.place = p.id
where p.county = :county and p.key_lo <= :key and p.key_hi > :key
order by p.key_hi - p.key_lo desc, n.order_no, n.id;

-- call_number_open: The county's own, for whoever is not signed in: where one county alone is kept.
-- out: id int, name text, number text, note text
select n.id, n.name, n.number, n.note
from call_number n join place p on p.county = n.county and p.id = n.place
where p.kind = 'bureau' and (select count(*) from county) = 1
order by n.order_no, n.id;
