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

-- record_line: One of them; `here` counts its children who are at the place today, `about` the places or members of staff it is about.
-- in: id int
-- out: kind text, mode text, occurred_day int, minutes int?, place_key int, actor int, actor_name text, recorder int, late int, voided_at int?, here int, child_name text, about int, staff_name text
select e.kind, e.mode, e.occurred_day, e.minutes, e.place_key, e.actor, coalesce(a.name, ''), e.recorder, e.late, e.voided_at, t.here, t.child_name,
    (select count(*) from encounter_about x where x.county = :scope.county and x.encounter = :id),
    coalesce((select min(m.name) from encounter_about x join staff m on m.county = x.county and m.id = x.about
        where x.county = :scope.county and x.encounter = :id and x.about_kind = 2), '')
from encounter e
join (select count(*) as here, coalesce(min(c.name), '') as child_name
    from encounter_child ec join child c on c.county = ec.county and c.id = ec.child
    where ec.county = :scope.county and ec.encounter = :id and c.place_key >= :scope.lo and c.place_key < :scope.hi) t on 1 = 1
left join staff a on a.county = e.county and a.id = e.actor
where e.county = :scope.county and e.id = :id;

-- record_list_names: Whom a record was about, of those who are here.
-- in: id int
-- out: name text
select c.name from encounter_child ec join child c on c.county = ec.county and c.id = ec.child
where ec.county = :scope.county and ec.encounter = :id and c.place_key >= :scope.lo and c.place_key < :scope.hi
order by c.place_key, c.id;
