-- children_care: Who is responsible for one child found by name; where nobody is, who else of the staff stands by it.
-- in: county int, child int, day int
-- out: name text
-- open: the list it belongs to was read under a scope; leads with the county
select s.name from pairing p join staff s on s.county = p.county and s.id = p.staff
where p.county = :county and p.child = :child and p.from_day <= :day and (p.to_day is null or p.to_day > :day)
order by case when p.role = 'responsible' then 0 else 1 end, p.from_day desc
limit 1;

-- children_open: What presses most about one child found by name.
-- in: county int, child int, day int
-- out: window_day int, due_day int
-- open: the list it belongs to was read under a scope; leads with the county
select window_day, due_day from obligation where county = :county and child = :child and window_day <= :day
order by due_day, duty
limit 1;

-- children_responsible: Who of the staff stands by the children of a span of classes: for each child the responsible first, then the newest.
-- in: day int, from_key int, to_key int
-- out: place_key int, child int, name text
select c.place_key, c.id, s.name from child c
join pairing p on p.county = c.county and p.child = c.id
join staff s on s.county = p.county and s.id = p.staff
where c.county = :scope.county and c.place_key >= :scope.lo and c.place_key < :scope.hi and c.place_key >= :from_key and c.place_key < :to_key
    and p.from_day <= :day and (p.to_day is null or p.to_day > :day)
order by c.place_key, c.id, case when p.role = 'responsible' then 0 else 1 end, p.from_day desc;

-- children_pressing: What is open about the children of a span of classes, class by class, the most pressing first.
-- in: day int, from_key int, to_key int
-- out: place_key int, child int, window_day int, due_day int
select place_key, child, window_day, due_day from obligation
where county = :scope.county and place_key >= :scope.lo and place_key < :scope.hi and place_key >= :from_key and place_key < :to_key
    and window_day <= :day
order by place_key, due_day, child, duty;

-- children_in_care: Children of a place who belong to a target of a scheme, in order of class.
-- in: after_key int, after_child int, limit int
-- out: child int, name text, sex int, birth_day int?, class int, place_key int
select c.id, c.name, c.sex, c.birth_day, c.class, c.place_key
from (select distinct place_key, child from membership
    where county = :scope.county and place_key >= :scope.lo and place_key < :scope.hi and place_key >= :after_key
        and (place_key > :after_key or child > :after_child) and substr(target, 1, 5) <> 'rule:'
    order by place_key, child
    limit :limit) m
join child c on c.county = :scope.county and c.id = m.child
where c.state = 'enrolled'
order by c.place_key, c.id;

-- children_care_count: How many they are.
-- out: children int
select count(*) from (
    select distinct m.place_key, m.child from membership m
    where m.county = :scope.county and m.place_key >= :scope.lo and m.place_key < :scope.hi and substr(m.target, 1, 5) <> 'rule:') held
join child c on c.county = :scope.county and c.id = held.child
where c.state = 'enrolled';
