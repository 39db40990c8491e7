-- measure_children: The children that were in a class of a place at any time of a span.
-- in: from_day day, to_day day
-- out: child int
select distinct child from enrolment
where county = :scope.county and place_key >= :scope.lo and place_key < :scope.hi
    and from_day <= :to_day and (to_day is null or to_day >= :from_day)
order by child;

-- measure_rolled: A child that was in a class of a place by a day, when there is any: before a county began there is none. Answered by the index
-- alone.
-- in: day day
-- out: child int
select child from enrolment
where county = :scope.county and place_key >= :scope.lo and place_key < :scope.hi and from_day <= :day
limit 1;

-- measure_pupils: How many were on the roll of each class on a day.
-- in: day day
-- out: place_key int, children int
select place_key, count(*) from enrolment
where county = :scope.county and place_key >= :scope.lo and place_key < :scope.hi and from_day <= :day and (to_day is null or to_day > :day)
group by place_key order by place_key;

-- measure_marked: How many members of each class have which marks.
-- in: target text
-- out: place_key int, marks int, children int
select place_key, marks, count(*) from membership
where county = :scope.county and target = :target and place_key >= :scope.lo and place_key < :scope.hi
group by place_key, marks order by place_key, marks;

-- measure_marked_list: The members with one mark, as a power of two.
-- in: target text, mark int
-- out: child int, place_key int
select child, place_key from membership
where county = :scope.county and target = :target and place_key >= :scope.lo and place_key < :scope.hi and (marks / :mark) % 2 = 1
order by place_key, child;

-- measure_child: A child of a list: it is, or was, in a class of the place.
-- in: child int
-- out: name text, sex int, birth_day day?
select c.name, c.sex, c.birth_day from child c
where c.county = :scope.county and c.id = :child
    and exists (select 1 from enrolment e where e.county = c.county and e.child = c.id and e.place_key >= :scope.lo and e.place_key < :scope.hi);
