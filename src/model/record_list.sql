-- record_list: Records of a class or school in a span of days before a day and number, newest first; the
-- signs keep SQLite from walking the days of the whole county.
-- in: from_day int, to_day int, before_day int, before_id int, kind text, limit int
-- out: id int, occurred_day int
select id, occurred_day from encounter
where county = :scope.county and place_key >= :scope.lo and place_key < :scope.hi and +occurred_day >= :from_day and +occurred_day <= :to_day
    and (+occurred_day < :before_day or (occurred_day = :before_day and id < :before_id)) and (:kind = '' or kind = :kind)
order by +occurred_day desc, id desc
limit :limit;

-- record_list_wide: The same of a whole county or a centre school, along the days; the signs keep SQLite from walking all classes.
-- in: from_day int, to_day int, before_day int, before_id int, kind text, limit int
-- out: id int, occurred_day int
select id, occurred_day from encounter
where county = :scope.county and +place_key >= :scope.lo and +place_key < :scope.hi and occurred_day >= :from_day and occurred_day <= :to_day
    and occurred_day <= :before_day and (occurred_day < :before_day or id < :before_id) and (:kind = '' or kind = :kind)
order by occurred_day desc, id desc
limit :limit;

-- record_line: One of them, once for each of its children; `name` is that of a child who is at the place today.
-- in: id int
-- out: kind text, mode text, occurred_day int, minutes int?, place_key int, actor int, actor_name text, recorder int, late int, voided_at int?, child int?, name text?
select e.kind, e.mode, e.occurred_day, e.minutes, e.place_key, e.actor, coalesce(a.name, ''), e.recorder, e.late, e.voided_at, ec.child, c.name
from encounter e
left join staff a on a.county = e.county and a.id = e.actor
left join encounter_child ec on ec.county = e.county and ec.encounter = e.id
left join child c on c.county = ec.county and c.id = ec.child and c.place_key >= :scope.lo and c.place_key < :scope.hi
where e.county = :scope.county and e.id = :id;

-- record_line_about: How many places or members of staff one without children is about, and the first of these by name.
-- in: county int, id int
-- out: about int, staff_name text
-- open: of a record that stands in a list within the scope; leads with the county
select count(*), coalesce(min(m.name), '')
from encounter_about x left join staff m on m.county = x.county and m.id = x.about and x.about_kind = 2
where x.county = :county and x.encounter = :id;

-- record_list_names: Whom a record was about, of those who are here.
-- in: id int
-- out: name text
select c.name from encounter_child ec join child c on c.county = ec.county and c.id = ec.child
where ec.county = :scope.county and ec.encounter = :id and c.place_key >= :scope.lo and c.place_key < :scope.hi
order by c.place_key, c.id;
