-- subject_child: What evaluation needs of one child.
-- in: county int, child int
-- out: birth_day int?, home_place text, class int, place_key int, state text, sex int
-- open: evaluation in the transaction that changed the child; leads with the county
select birth_day, home_place, class, place_key, state, sex from child where county = :county and id = :child;

-- subject_child_scan: The same for all, ordered.
-- in: county int, first int, last int
-- out: child int, birth_day int?, home_place text, class int, place_key int, state text, sex int
-- open: full evaluation; leads with the county
select id, birth_day, home_place, class, place_key, state, sex from child where county = :county and id >= :first and id <= :last order by id;

-- subject_enrolment: The classes of one child.
-- in: county int, child int
-- out: from_day int, to_day int?, place_key int, first_grade int, entry_year int, stage text, reason_in text, reason_out text
-- open: evaluation in the transaction that changed the child; leads with the county
select e.from_day, e.to_day, e.place_key, coalesce(p.first_grade, 0), coalesce(p.entry_year, 0), coalesce(p.stage, ''), e.reason_in, e.reason_out
from enrolment e left join place p on p.county = e.county and p.id = e.class
where e.county = :county and e.child = :child order by e.from_day;

-- subject_enrolment_scan: The same for all, ordered by child.
-- in: county int, first int, last int
-- out: child int, from_day int, to_day int?, place_key int, first_grade int, entry_year int, stage text, reason_in text, reason_out text
-- open: full evaluation; leads with the county
select e.child, e.from_day, e.to_day, e.place_key, coalesce(p.first_grade, 0), coalesce(p.entry_year, 0), coalesce(p.stage, ''), e.reason_in, e.reason_out
from enrolment e left join place p on p.county = e.county and p.id = e.class
where e.county = :county and e.child >= :first and e.child <= :last order by e.child, e.from_day;

-- subject_fact: The facts about one child that hold or held.
-- in: county int, child int
-- out: kind text, who text, code text, place text, from_day int, to_day int?
-- open: evaluation in the transaction that changed the child; leads with the county
select kind, who, code, place, from_day, to_day from fact where county = :county and child = :child and voided_at is null order by id;

-- subject_fact_scan: The same for all, ordered by child.
-- in: county int, first int, last int
-- out: child int, kind text, who text, code text, place text, from_day int, to_day int?
-- open: full evaluation; leads with the county
select child, kind, who, code, place, from_day, to_day from fact where county = :county and child >= :first and child <= :last and voided_at is null order by child, id;

-- subject_carer: Who looks after one child day by day.
-- in: county int, child int
-- out: from_day int, to_day int?, birth_day int?
-- open: evaluation in the transaction that changed the child; leads with the county
select k.from_day, k.to_day, p.birth_day from kin k join person p on p.county = k.county and p.id = k.person
where k.county = :county and k.child = :child and k.carer = 1 order by k.id;

-- subject_carer_scan: The same for all, ordered by child.
-- in: county int, first int, last int
-- out: child int, from_day int, to_day int?, birth_day int?
-- open: full evaluation; leads with the county
select k.child, k.from_day, k.to_day, p.birth_day from kin k join person p on p.county = k.county and p.id = k.person
where k.county = :county and k.child >= :first and k.child <= :last and k.carer = 1 order by k.child, k.id;
