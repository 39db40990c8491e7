-- child_brief: Who a child is, without anything that is sealed.
-- out: id int, name text, sex int, birth_day int?, class int, state text, class_name text, first_grade int, entry_year int, class_no int, years int, stage text, school int, school_name text
select c.id, c.name, c.sex, c.birth_day, c.class, c.state, coalesce(k.name, ''), coalesce(k.first_grade, 0), coalesce(k.entry_year, 0), coalesce(k.class_no, 0),
    coalesce(k.years, 0), coalesce(k.stage, ''), coalesce(s.id, 0), coalesce(s.name, '')
from child c
left join place k on k.county = c.county and k.id = c.class
left join place s on s.county = k.county and s.id = k.parent
where c.county = :scope.county and c.id = :scope.child;

-- child_brief_adults: Who stands by one child today, by name.
-- in: day int
-- out: relation text, role text, name text
select p.relation, p.role, case when p.staff <> 0 then coalesce(s.name, '') else p.helper_name end
from pairing p
left join staff s on s.county = p.county and s.id = p.staff
where p.county = :scope.county and p.child = :scope.child and p.peer = 0 and p.from_day <= :day and (p.to_day is null or p.to_day > :day)
order by p.relation, p.from_day, p.id;

-- child_brief_open: How much is open about one child, and how pressing it is.
-- in: day int
-- out: open int, overdue int, next_day int?
select count(*), cast(coalesce(sum(case when due_day < :day then 1 else 0 end), 0) as bigint), min(due_day) from obligation
where county = :scope.county and child = :scope.child and window_day <= :day;
