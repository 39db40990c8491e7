-- membership_for: The targets and counting rules a child is stored under.
-- in: county int, child int
-- out: target text, from_day int, until_day int?, place_key int, marks int
-- open: evaluation takes the difference in the transaction that changed the child; leads with the county
select target, from_day, until_day, place_key, marks from membership where county = :county and child = :child order by target;

-- membership_put: A child belongs to a target.
-- in: county int, child int, target text, from_day int, until_day int?, place_key int, marks int
-- open: evaluation, in the transaction that changed the child; leads with the county
insert into membership (county, child, target, from_day, until_day, place_key, marks) values (:county, :child, :target, :from_day, :until_day, :place_key, :marks)
on conflict (county, child, target) do update set from_day = excluded.from_day, until_day = excluded.until_day, place_key = excluded.place_key,
    marks = excluded.marks;

-- membership_drop: It does no longer.
-- in: county int, child int, target text
-- open: evaluation, in the transaction that changed the child; leads with the county
delete from membership where county = :county and child = :child and target = :target;

-- membership_clear: Before everything is worked out again.
-- in: county int
-- open: full evaluation after a scheme changed; leads with the county
delete from membership where county = :county;

-- membership_of_child: The targets one child belongs to.
-- out: target text, from_day int, until_day int?
select target, from_day, until_day from membership where county = :scope.county and child = :scope.child order by target;

-- membership_counts: How many children of each class of a place belong to a target.
-- in: target text
-- out: place_key int, children int
select place_key, count(*) from membership
where county = :scope.county and target = :target and place_key >= :scope.lo and place_key < :scope.hi
group by place_key order by place_key;

-- alert_for: The alerts a child is stored under.
-- in: county int, child int
-- out: scheme text, key text, from_day int, place_key int
-- open: evaluation takes the difference in the transaction that changed the child; leads with the county
select scheme, key, from_day, place_key from alert where county = :county and child = :child order by scheme, key;

-- alert_put: An alert is raised.
-- in: county int, child int, scheme text, key text, from_day int, place_key int
-- open: evaluation, in the transaction that changed the child; leads with the county
insert into alert (county, child, scheme, key, from_day, place_key) values (:county, :child, :scheme, :key, :from_day, :place_key)
on conflict (county, child, scheme, key) do update set from_day = excluded.from_day, place_key = excluded.place_key;

-- alert_drop: It has ended.
-- in: county int, child int, scheme text, key text
-- open: evaluation, in the transaction that changed the child; leads with the county
delete from alert where county = :county and child = :child and scheme = :scheme and key = :key;

-- alert_clear: Before everything is worked out again.
-- in: county int
-- open: full evaluation after a scheme changed; leads with the county
delete from alert where county = :county;

-- alert_list: The alerts at a place.
-- in: limit int
-- out: child int, name text, class int, place_key int, scheme text, key text, from_day int
select a.child, c.name, c.class, a.place_key, a.scheme, a.key, a.from_day from alert a
join child c on c.county = a.county and c.id = a.child
where a.county = :scope.county and a.place_key >= :scope.lo and a.place_key < :scope.hi
order by a.place_key, a.child, a.scheme, a.key
limit :limit;

-- alert_count: How many alerts there are at a place.
-- out: alerts int
select count(*) from alert where county = :scope.county and place_key >= :scope.lo and place_key < :scope.hi;

-- alert_mine: The alerts about the children I am paired with.
-- in: day int, limit int
-- out: child int, name text, class int, scheme text, key text, from_day int
select a.child, c.name, c.class, a.scheme, a.key, a.from_day from alert a
join child c on c.county = a.county and c.id = a.child
where a.county = :scope.county
    and exists (select 1 from sight g where g.county = a.county and g.staff = :scope.staff and g.child = a.child and g.from_day <= :day and (g.to_day is null or g.to_day > :day))
order by a.child, a.scheme, a.key
limit :limit;
