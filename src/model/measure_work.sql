-- measure_work: Work with the members of a county, since each became one, under the class of its day. A membership that stands today has stood
-- without a gap since its first day, so what was done since then counts without asking the facts again.
-- in: target text, from_day day, to_day day
-- out: child int, place_key int, kind int, day day, encounter int
select m.child, en.place_key, ec.kind, ec.occurred_day, ec.encounter
from membership m cross join enrolment en cross join encounter_child ec
where m.county = :scope.county and m.target = :target
    and en.county = m.county and en.child = m.child and en.from_day <= :to_day and (en.to_day is null or en.to_day > :from_day)
    and en.place_key >= :scope.lo and en.place_key < :scope.hi
    and ec.county = m.county and ec.child = m.child and ec.occurred_day >= :from_day and ec.occurred_day <= :to_day
    and ec.occurred_day >= m.from_day and ec.recorded_day <= :to_day and (ec.voided_day is null or ec.voided_day > :to_day)
    and ec.occurred_day >= en.from_day and (en.to_day is null or ec.occurred_day < en.to_day);

-- measure_work_sum: The same added up, of what happened until last_day and is known on to_day.
-- in: target text, from_day day, last_day day, to_day day
-- out: place_key int, kind int, times int
select en.place_key, ec.kind, count(*)
from membership m cross join enrolment en cross join encounter_child ec
where m.county = :scope.county and m.target = :target
    and en.county = m.county and en.child = m.child and en.from_day <= :to_day and (en.to_day is null or en.to_day > :from_day)
    and en.place_key >= :scope.lo and en.place_key < :scope.hi
    and ec.county = m.county and ec.child = m.child and ec.occurred_day >= :from_day and ec.occurred_day <= :last_day
    and ec.occurred_day >= m.from_day and ec.recorded_day <= :to_day and (ec.voided_day is null or ec.voided_day > :to_day)
    and ec.occurred_day >= en.from_day and (en.to_day is null or ec.occurred_day < en.to_day)
group by en.place_key, ec.kind;

-- measure_work_at: The same of a place of few children: from its classes.
-- in: target text, from_day day, to_day day
-- out: child int, place_key int, kind int, day day, encounter int
select m.child, en.place_key, ec.kind, ec.occurred_day, ec.encounter
from enrolment en cross join membership m cross join encounter_child ec
where en.county = :scope.county and en.place_key >= :scope.lo and en.place_key < :scope.hi
    and en.from_day <= :to_day and (en.to_day is null or en.to_day > :from_day)
    and m.county = en.county and m.child = en.child and m.target = :target
    and ec.county = en.county and ec.child = en.child and ec.occurred_day >= :from_day and ec.occurred_day <= :to_day
    and ec.occurred_day >= m.from_day and ec.recorded_day <= :to_day and (ec.voided_day is null or ec.voided_day > :to_day)
    and ec.occurred_day >= en.from_day and (en.to_day is null or ec.occurred_day < en.to_day);

-- measure_work_rest: Children with work from before they became members, or who are members no longer: what counts of it only their facts can
-- tell. `until_day`: the first day that measure_work knows. Children are stepped through by key: there are few beside their records.
-- in: county int, target text, from_day day, last_day day, to_day day
-- out: child int, until_day day?
-- open: only which children have to be read; what is told of them is kept within the scope; leads with the county
with recursive worked(child) as (
    select min(child) from encounter_child where county = :county
    union all
    select (select min(e.child) from encounter_child e where e.county = :county and e.child > w.child) from worked w where w.child is not null
)
select w.child, m.from_day
from worked w left join membership m on m.county = :county and m.child = w.child and m.target = :target
where w.child is not null and exists (
    select 1 from encounter_child e
    where e.county = :county and e.child = w.child and e.occurred_day >= :from_day and e.occurred_day <= :last_day
        and e.occurred_day < coalesce(m.from_day, :to_day + 1))
order by w.child;

-- measure_work_rest_at: The same of a place of few children.
-- in: target text, from_day day, to_day day
-- out: child int, until_day day?
select k.child, m.from_day
from (select distinct child from enrolment
    where county = :scope.county and place_key >= :scope.lo and place_key < :scope.hi and from_day <= :to_day
        and (to_day is null or to_day > :from_day)) k
left join membership m on m.county = :scope.county and m.child = k.child and m.target = :target
where exists (
    select 1 from encounter_child e
    where e.county = :scope.county and e.child = k.child and e.occurred_day >= :from_day and e.occurred_day <= :to_day
        and e.occurred_day < coalesce(m.from_day, :to_day + 1))
order by k.child;
