-- encounter_insert: A record of work, as entered.
-- in: id int, kind text, mode text, occurred_day int, occurred_minute int?, minutes int?, met text, place_key int, actor int, recorder int
-- in: recorded_at int, recorded_day int, device_at int?, late int, sentence sealed(encounter id)?, form sealed(encounter id)?, follow_day int?, replaces int, source text, batch int, county int
-- open: written after every child of it was proven by the caller; leads with the county
insert into encounter (county, id, kind, mode, occurred_day, occurred_minute, minutes, met, place_key, actor, recorder,
    recorded_at, recorded_day, device_at, late, sentence, form, follow_day, voided_at, voided_by, void_reason, replaces, source, batch)
values (:county, :id, :kind, :mode, :occurred_day, :occurred_minute, :minutes, :met, :place_key, :actor, :recorder,
    :recorded_at, :recorded_day, :device_at, :late, :sentence, :form, :follow_day, null, null, '', :replaces, :source, :batch);

-- encounter_child_insert: One child of a record.
-- in: county int, child int, occurred_day int, encounter int, kind int, mode int, met int, minutes int, roles int, actor int, recorded_day int
-- open: written after the child was proven by the caller; leads with the county
insert into encounter_child (county, child, occurred_day, encounter, kind, mode, met, minutes, roles, actor, recorded_day, voided_day)
values (:county, :child, :occurred_day, :encounter, :kind, :mode, :met, :minutes, :roles, :actor, :recorded_day, null);

-- encounter_late_mark: The record credits a window that had ended.
-- in: county int, id int
-- open: sets a mark on a record just written; leads with the county
update encounter set late = 1 where county = :county and id = :id;

-- encounter_void: Takes a record back; it stays readable.
-- in: id int, voided_at int, voided_by int, void_reason text, county int
-- open: the record was proven by the caller; leads with the county
update encounter set voided_at = :voided_at, voided_by = :voided_by, void_reason = :void_reason
where county = :county and id = :id and voided_at is null;

-- encounter_child_void: The children of a record taken back.
-- in: encounter int, voided_day int, county int
-- open: the record was proven by the caller; leads with the county
update encounter_child set voided_day = :voided_day where county = :county and encounter = :encounter and voided_day is null;

-- encounter_by_id: One record with its sealed words.
-- in: id int, county int
-- out: id int, kind text, mode text, occurred_day int, occurred_minute int?, minutes int?, met text, place_key int, actor int, actor_name text, recorder int, recorder_name text
-- out: recorded_at int, late int, sentence sealed(encounter id)?, form sealed(encounter id)?, follow_day int?, voided_at int?, void_reason text, replaces int, replaced_by int?
-- open: one of its children was proven by the caller; leads with the county
select e.id, e.kind, e.mode, e.occurred_day, e.occurred_minute, e.minutes, e.met, e.place_key, e.actor, coalesce(a.name, ''), e.recorder, coalesce(r.name, ''),
    e.recorded_at, e.late, e.sentence, e.form, e.follow_day, e.voided_at, e.void_reason, e.replaces,
    (select n.id from encounter n where n.county = e.county and n.actor = e.actor and n.occurred_day >= e.occurred_day - 400 and n.replaces = e.id
        order by n.occurred_day limit 1)
from encounter e
left join staff a on a.county = e.county and a.id = e.actor
left join staff r on r.county = e.county and r.id = e.recorder
where e.county = :county and e.id = :id;

-- encounter_children: The children of one record.
-- in: encounter int, county int
-- out: child int, name text, place_key int
-- open: used to prove a record through its children; leads with the county
select c.id, c.name, c.place_key from encounter_child ec
join child c on c.county = ec.county and c.id = ec.child
where ec.county = :county and ec.encounter = :encounter
order by c.id;

-- encounter_timeline: What was done with one child, newest first.
-- in: before_day int, limit int
-- out: id int, kind text, mode text, occurred_day int, minutes int?, met text, actor int, actor_name text, recorder int, late int, sentence sealed(encounter id)?
-- out: voided_at int?, void_reason text
select e.id, e.kind, e.mode, e.occurred_day, e.minutes, e.met, e.actor, coalesce(s.name, ''), e.recorder, e.late, e.sentence, e.voided_at, e.void_reason
from encounter_child ec
join encounter e on e.county = ec.county and e.id = ec.encounter
left join staff s on s.county = e.county and s.id = e.actor
where ec.county = :scope.county and ec.child = :scope.child and ec.occurred_day < :before_day
order by ec.occurred_day desc, ec.encounter desc
limit :limit;

-- encounter_of_child: What the cadence engine reads for one child, in its order.
-- in: county int, child int
-- out: day int, encounter int, kind int, mode int, met int, minutes int, roles int, recorded_day int, voided_day int?
-- open: evaluation in the transaction that changed the child; leads with the county
select occurred_day, encounter, kind, mode, met, minutes, roles, recorded_day, voided_day from encounter_child
where county = :county and child = :child
order by occurred_day, encounter;

-- encounter_scan: The same for every child of a county, ordered by child: the full evaluation streams it once.
-- in: county int, first int, last int
-- out: child int, day int, encounter int, kind int, mode int, met int, minutes int, roles int, recorded_day int, voided_day int?
-- open: full evaluation; leads with the county
select child, occurred_day, encounter, kind, mode, met, minutes, roles, recorded_day, voided_day from encounter_child
where county = :county and child >= :first and child <= :last
order by child, occurred_day, encounter;

-- encounter_roles: The lines of one child whose role bits may have to be set again.
-- in: county int, child int
-- out: day int, encounter int, actor int, roles int
-- open: follows a change of pairing or grant in the same transaction; leads with the county
select occurred_day, encounter, actor, roles from encounter_child where county = :county and child = :child order by occurred_day, encounter;

-- encounter_actor_children: The children of what one person did since a day: their lines may need other role bits.
-- in: county int, actor int, from_day int
-- out: child int
-- open: follows a change of a grant in the same transaction; leads with the county
select distinct ec.child from encounter e
join encounter_child ec on ec.county = e.county and ec.encounter = e.id
where e.county = :county and e.actor = :actor and e.occurred_day >= :from_day
order by ec.child;

-- encounter_roles_set: Sets the role bits of one line.
-- in: county int, child int, day int, encounter int, roles int
-- open: follows a change of pairing or grant in the same transaction; leads with the county
update encounter_child set roles = :roles where county = :county and child = :child and occurred_day = :day and encounter = :encounter;

-- encounter_same: Records of one actor on one day of one kind: the check against the same record entered twice.
-- in: county int, actor int, occurred_day int, kind text
-- out: id int, sentence sealed(encounter id)?
-- open: looks for doubles among the actor's own records; leads with the county
select id, sentence from encounter
where county = :county and actor = :actor and occurred_day = :occurred_day and kind = :kind and voided_at is null
order by id;

-- encounter_twins: Records of one child by one actor on one day of one kind and mode: is this the same again?
-- in: county int, child int, actor int, occurred_day int, kind text, mode text
-- out: id int, minutes int?, met text, sentence sealed(encounter id)?, form sealed(encounter id)?, children int
-- open: looks for doubles among the actor's own records; leads with the county
select e.id, e.minutes, e.met, e.sentence, e.form,
    (select count(*) from encounter_child n where n.county = e.county and n.encounter = e.id)
from encounter e
where e.county = :county and e.actor = :actor and e.occurred_day = :occurred_day and e.kind = :kind and e.mode = :mode
    and e.voided_at is null
    and exists (select 1 from encounter_child ec where ec.county = e.county and ec.encounter = e.id and ec.child = :child)
order by e.id;

-- encounter_mine: What I entered on a day, newest first, with one of its children.
-- in: recorded_day int, limit int
-- out: id int, kind text, child_name text
select e.id, e.kind, coalesce((select min(c.name) from encounter_child ec join child c on c.county = ec.county and c.id = ec.child
    where ec.county = e.county and ec.encounter = e.id), '')
from (select id from encounter
    where county = :scope.county and actor = :scope.staff and occurred_day >= :recorded_day - 31 and recorded_day = :recorded_day) mine
join encounter e on e.county = :scope.county and e.id = mine.id
where e.voided_at is null
order by e.id desc
limit :limit;
