-- work_sum_rows: The sums of one rule or target at a place.
-- in: county int, target text, lo int, hi int
-- out: place_key int, packed bytes
select place_key, packed from work_sum where county = :county and target = :target and place_key >= :lo and place_key < :hi
order by place_key;

-- work_sum_all: All sums of a county, to be compared.
-- in: county int
-- out: target text, place_key int, packed bytes
select target, place_key, packed from work_sum where county = :county;

-- work_sum_put: The sum of a class.
-- in: county int, target text, place_key int, packed bytes
insert into work_sum (county, target, place_key, packed) values (:county, :target, :place_key, :packed)
on conflict (county, target, place_key) do update set packed = excluded.packed;

-- work_sum_drop: There was no work there, or there is none any more.
-- in: county int, target text, place_key int
delete from work_sum where county = :county and target = :target and place_key = :place_key;

-- work_sum_clear: Before everything is added up again.
-- in: county int
delete from work_sum where county = :county;

-- work_stale_child: The classes that a child is or was in are to be added up again.
-- in: county int, child int
-- open: evaluation, in the transaction that changed the child; leads with the county
insert into work_stale (county, place_key)
select county, place_key from enrolment where county = :county and child = :child
on conflict (county, place_key) do nothing;

-- work_stale_put: A class is to be added up again.
-- in: county int, place_key int
insert into work_stale (county, place_key) values (:county, :place_key) on conflict (county, place_key) do nothing;

-- work_stale_list: Classes of a place whose sums are not to be used.
-- in: county int, lo int, hi int, limit int
-- out: place_key int
select place_key from work_stale where county = :county and place_key >= :lo and place_key < :hi order by place_key limit :limit;

-- work_stale_drop: The class has been added up.
-- in: county int, place_key int
delete from work_stale where county = :county and place_key = :place_key;

-- work_stale_clear: All have.
-- in: county int
delete from work_stale where county = :county;

-- work_sum_children: Who is or was in a class.
-- in: county int, place_key int
-- out: child int
-- open: evaluation adds up a class; leads with the county
select distinct child from enrolment where county = :county and place_key = :place_key order by child;
