-- promotion_sizes: How many children are in each class of a place.
-- out: place_key int, n int
select place_key, count(*) from child
where county = :scope.county and place_key >= :scope.lo and place_key < :scope.hi and state = 'enrolled'
group by place_key order by place_key;

-- promotion_class: The children of one class.
-- in: place_key int
-- out: id int
select id from child
where county = :scope.county and place_key >= :scope.lo and place_key < :scope.hi and place_key = :place_key and state = 'enrolled'
order by id;

-- promotion_waiting: Children whose class ended and whom no school has taken on since.
-- in: limit int
-- out: child int, name text, class int, school text, since_day day, grade int
select c.id, c.name, p.id, s.name, e.to_day, p.first_grade + p.years - 1
from child c
join enrolment e on e.county = c.county and e.child = c.id and e.reason_out = 'graduated'
join place p on p.county = e.county and p.id = e.class
join place s on s.county = p.county and s.id = p.parent
where c.county = :scope.county and c.place_key >= :scope.lo and c.place_key < :scope.hi and c.state = 'left' and p.first_grade + p.years - 1 < 9
    and not exists (select 1 from enrolment later where later.county = e.county and later.child = e.child and later.from_day > e.from_day)
order by s.key_lo, c.place_key, c.pinyin, c.id
limit :limit;
