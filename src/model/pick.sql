-- pick_mine: The children I may record for without asking further: of my own classes and my pairings, those in care first.
-- in: day int, limit int
-- out: child int, name text, class int, family int
select c.id, c.name, c.class, c.family from child c
where c.county = :scope.county and c.state = 'enrolled' and c.id in (
    select g.child from sight g where g.county = :scope.county and g.staff = :scope.staff and g.from_day <= :day and (g.to_day is null or g.to_day > :day)
    union
    select o.child from obligation o where o.county = :scope.county and o.owner = :scope.staff
    union
    select k.id from role_grant r
    join child k on k.county = r.county and k.place_key = r.key_lo
    join membership m on m.county = k.county and m.child = k.id and substr(m.target, 1, 5) <> 'rule:'
    where r.county = :scope.county and r.staff = :scope.staff and r.key_hi - r.key_lo = 1 and r.from_day <= :day and (r.to_day is null or r.to_day > :day))
order by c.place_key, c.pinyin, c.id
limit :limit;

-- pick_one: One child that the caller has proven.
-- in: county int, child int
-- out: child int, name text, class int, family int
-- open: proven by the caller; leads with the county
select id, name, class, family from child where county = :county and id = :child;

-- pick_family: Brothers and sisters of one child, within what the caller may record for.
-- in: child int
-- out: child int, name text, class int, family int
select c.id, c.name, c.class, c.family from child k
join child c on c.county = k.county and c.family = k.family
where k.county = :scope.county and k.id = :child and c.id <> :child and c.state = 'enrolled'
    and c.place_key >= :scope.lo and c.place_key < :scope.hi
order by c.birth_day, c.id
limit 12;

-- pick_open: What is open for one child that the caller has proven.
-- in: county int, child int, day int
-- out: duty int, window_day int, due_day int
-- open: proven by the caller; leads with the county
select duty, window_day, due_day from obligation where county = :county and child = :child and window_day <= :day order by due_day, duty;

-- pick_check_due: How many of the staff of a place have no background check that is valid on a day (passed, not older than `since`).
-- in: county int, lo int, hi int, day int, since int
-- out: staff int
select count(*) from staff s join place p on p.county = s.county and p.id = s.place
where s.county = :county and p.key_lo >= :lo and p.key_lo < :hi and (s.to_day is null or s.to_day > :day)
    and (s.check_day is null or s.check_result <> 'pass' or s.check_day <= :since);
