-- obligation_for: What is open for one child, as stored.
-- in: county int, child int
-- out: duty int, window_day int, due_day int, have int, need int, owner int, place_key int
-- open: evaluation takes the difference in the transaction that changed the child; leads with the county
select duty, window_day, due_day, have, need, owner, place_key from obligation where county = :county and child = :child order by duty, window_day;

-- obligation_put: Opens one, or moves it.
-- in: county int, child int, duty int, window_day int, due_day int, have int, need int, owner int, place_key int
-- open: evaluation, in the transaction that changed the child; leads with the county
insert into obligation (county, child, duty, window_day, due_day, have, need, owner, place_key)
values (:county, :child, :duty, :window_day, :due_day, :have, :need, :owner, :place_key)
on conflict (county, child, duty, window_day) do update
set due_day = excluded.due_day, have = excluded.have, need = excluded.need, owner = excluded.owner, place_key = excluded.place_key;

-- obligation_drop: It is met, excused or void.
-- in: county int, child int, duty int, window_day int
-- open: evaluation, in the transaction that changed the child; leads with the county
delete from obligation where county = :county and child = :child and duty = :duty and window_day = :window_day;

-- obligation_mine: What I owe, most pressing first.
-- in: to_day int, limit int
-- out: child int, name text, class int, place_key int, family int, duty int, window_day int, due_day int, have int, need int
select o.child, c.name, c.class, c.place_key, c.family, o.duty, o.window_day, o.due_day, o.have, o.need
from obligation o join child c on c.county = o.county and c.id = o.child
where o.county = :scope.county and o.owner = :scope.staff and o.window_day <= :to_day
order by o.due_day, o.child, o.duty
limit :limit;

-- obligation_owed: What I owe, most pressing first; whom it is about, obligation_owed_children tells.
-- in: to_day int, limit int
-- out: child int, duty int, window_day int, due_day int, have int, need int
select child, duty, window_day, due_day, have, need from obligation
where county = :scope.county and owner = :scope.staff and window_day <= :to_day
order by due_day, child, duty, window_day
limit :limit;

-- obligation_owed_children: About whom I owe something.
-- in: to_day int
-- out: id int, name text, class int, family int
select id, name, class, family from child
where county = :scope.county
    and id in (select child from obligation where county = :scope.county and owner = :scope.staff and window_day <= :to_day)
order by id;

-- obligation_of_child: What is open for one child.
-- in: to_day int
-- out: duty int, window_day int, due_day int, have int, need int, owner int, owner_name text
select o.duty, o.window_day, o.due_day, o.have, o.need, o.owner, coalesce(s.name, '')
from obligation o left join staff s on s.county = o.county and s.id = o.owner
where o.county = :scope.county and o.child = :scope.child and o.window_day <= :to_day
order by o.due_day, o.duty;

-- obligation_at: What is open at a place and all below it.
-- in: from_due_day int, to_due_day int, duty int, limit int
-- out: child int, name text, class int, place_key int, duty int, window_day int, due_day int, have int, need int, owner int, owner_name text
select o.child, c.name, c.class, o.place_key, o.duty, o.window_day, o.due_day, o.have, o.need, o.owner, coalesce(s.name, '')
from obligation o
join child c on c.county = o.county and c.id = o.child
left join staff s on s.county = o.county and s.id = o.owner
where o.county = :scope.county and o.place_key >= :scope.lo and o.place_key < :scope.hi
    and o.due_day >= :from_due_day and o.due_day < :to_due_day and (:duty = 0 or o.duty = :duty)
order by o.due_day, o.place_key, o.child, o.duty
limit :limit;

-- obligation_counts: How many are overdue and due at each class of a place.
-- in: today int
-- out: place_key int, due int, overdue int
select place_key, cast(sum(case when due_day >= :today then 1 else 0 end) as bigint), cast(sum(case when due_day < :today then 1 else 0 end) as bigint)
from obligation
where county = :scope.county and place_key >= :scope.lo and place_key < :scope.hi and window_day <= :today
group by place_key order by place_key;

-- obligation_children: Children of a place about whom something is open: a role there changes hands.
-- in: county int, key_lo int, key_hi int
-- out: child int
-- open: follows a change of a grant in the same transaction; leads with the county
select distinct child from obligation where county = :county and place_key >= :key_lo and place_key < :key_hi order by child;

-- tally_add: Moves the tally of a class, duty and window by a difference.
-- in: county int, place_key int, duty int, window_day int, due_day int, expected int, met int, met_late int, excused int
insert into tally (county, place_key, duty, window_day, due_day, expected, met, met_late, excused)
values (:county, :place_key, :duty, :window_day, :due_day, :expected, :met, :met_late, :excused)
on conflict (county, place_key, duty, window_day) do update
set due_day = excluded.due_day, expected = tally.expected + excluded.expected, met = tally.met + excluded.met,
    met_late = tally.met_late + excluded.met_late, excused = tally.excused + excluded.excused;

-- tally_move: The same for a tally that stands and whose window ends on that day: no index has to follow.
-- in: county int, place_key int, duty int, window_day int, due_day int, expected int, met int, met_late int, excused int
update tally set expected = expected + :expected, met = met + :met, met_late = met_late + :met_late, excused = excused + :excused
where county = :county and place_key = :place_key and duty = :duty and window_day = :window_day and due_day = :due_day;

-- tally_sum: What became of the duties of a place whose windows ended or end in a span, by duty.
-- in: county int, lo int, hi int, from_day int, to_day int
-- out: duty int, expected int, met int, met_late int, excused int
select duty, cast(sum(expected) as bigint), cast(sum(met) as bigint), cast(sum(met_late) as bigint), cast(sum(excused) as bigint)
from tally
where county = :county and place_key >= :lo and place_key < :hi and due_day >= :from_day and due_day < :to_day
group by duty order by duty;

-- tally_rows: The tallies of a place whose windows end in a span: heat tables add them up by school.
-- in: county int, lo int, hi int, from_day int, to_day int
-- out: place_key int, duty int, expected int, met int, met_late int, excused int
select place_key, duty, cast(sum(expected) as bigint), cast(sum(met) as bigint), cast(sum(met_late) as bigint), cast(sum(excused) as bigint)
from tally
where county = :county and place_key >= :lo and place_key < :hi and due_day >= :from_day and due_day < :to_day
group by place_key, duty order by place_key, duty;

-- tally_scan: All tallies of a county in the order of their key, to be compared.
-- in: county int
-- out: place_key int, duty int, window_day int, expected int, met int, met_late int, excused int
select place_key, duty, window_day, expected, met, met_late, excused from tally
where county = :county order by place_key, duty, window_day;

-- stored_orphans: What is stored about children who are no longer there: nothing, when all is well.
-- in: county int
-- out: obligations int, standings int, memberships int, alerts int
-- open: the self-check counts, and names nobody; leads with the county
select (select count(*) from obligation o where o.county = :county
        and not exists (select 1 from child c where c.county = o.county and c.id = o.child)),
    (select count(*) from standing t where t.county = :county and not exists (select 1 from child c where c.county = t.county and c.id = t.child)),
    (select count(*) from membership m where m.county = :county
        and not exists (select 1 from child c where c.county = m.county and c.id = m.child)),
    (select count(*) from alert a where a.county = :county and not exists (select 1 from child c where c.county = a.county and c.id = a.child));

-- tally_clear: Before everything is counted again.
-- in: county int
delete from tally where county = :county;

-- obligation_clear: Before everything is worked out again.
-- in: county int
-- open: full evaluation after a scheme changed; leads with the county
delete from obligation where county = :county;

-- standing_for: What was last stored for a child.
-- in: county int, child int
-- out: place_key int, packed bytes, gist bytes?
-- open: evaluation, in the transaction that changed the child; leads with the county
select place_key, packed, gist from standing where county = :county and child = :child;

-- standing_put: What is stored for a child now.
-- in: county int, child int, place_key int, packed bytes, gist bytes?
-- open: evaluation, in the transaction that changed the child; leads with the county
insert into standing (county, child, place_key, packed, gist) values (:county, :child, :place_key, :packed, :gist)
on conflict (county, child) do update set place_key = excluded.place_key, packed = excluded.packed, gist = excluded.gist;

-- standing_drop: A child about whom nothing is owed any more.
-- in: county int, child int
-- open: evaluation, in the transaction that changed the child; leads with the county
delete from standing where county = :county and child = :child;

-- standing_clear: Before everything is worked out again.
-- in: county int
-- open: full evaluation after a scheme changed; leads with the county
delete from standing where county = :county;
