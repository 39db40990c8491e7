-- facility_insert: A new one.
-- in: county int, id int, kind text, place int, place_key int, name text, keeper int, hours text, note text, from_day day, known_day int, made_by int, made_at int
insert into facility (county, id, kind, place, place_key, name, keeper, hours, note, from_day, to_day, known_day, version, made_by, made_at)
values (:county, :id, :kind, :place, :place_key, :name, :keeper, :hours, :note, :from_day, null, :known_day, 1, :made_by, :made_at);

-- facility_update: What it is called, who keeps it, when it is open; version as it was seen.
-- in: county int, id int, version int, name text, keeper int, hours text, note text
update facility set name = :name, keeper = :keeper, hours = :hours, note = :note, version = version + 1
where county = :county and id = :id and version = :version and to_day is null;

-- facility_close: Closed from a day on.
-- in: county int, id int, to_day day
update facility set to_day = :to_day, version = version + 1 where county = :county and id = :id and to_day is null;

-- facility_keeper_drop: Nobody keeps it any more.
-- in: county int, id int
update facility set keeper = 0, version = version + 1 where county = :county and id = :id;

-- facility_by_id: One.
-- in: county int, id int
-- out: id int, kind text, place int, place_key int, name text, keeper int, keeper_name text, hours text, note text, from_day day, to_day day?, version int, made_at int
select f.id, f.kind, f.place, f.place_key, f.name, f.keeper, coalesce(s.name, ''), f.hours, f.note, f.from_day, f.to_day, f.version, f.made_at
from facility f left join staff s on s.county = f.county and s.id = f.keeper
where f.county = :county and f.id = :id;

-- facility_at: Those of a range of places, place by place; those that were closed come too.
-- in: county int, key_lo int, key_hi int
-- out: id int, kind text, place int, place_key int, name text, keeper int, keeper_name text, hours text, note text, from_day day, to_day day?, version int, made_at int
select f.id, f.kind, f.place, f.place_key, f.name, f.keeper, coalesce(s.name, ''), f.hours, f.note, f.from_day, f.to_day, f.version, f.made_at
from facility f left join staff s on s.county = f.county and s.id = f.keeper
where f.county = :county and f.place_key >= :key_lo and f.place_key < :key_hi
order by f.place_key, f.kind, f.name, f.id;

-- facility_kept: What a member of staff keeps today.
-- in: county int, keeper int
-- out: id int, place int
select id, place from facility where county = :county and keeper = :keeper and to_day is null order by id;

-- facility_states: What the engine reads of those of a range, by place.
-- in: county int, key_lo int, key_hi int
-- out: id int, kind text, place_key int, from_day day, to_day day?, known_day int
select id, kind, place_key, from_day, to_day, known_day from facility
where county = :county and place_key >= :key_lo and place_key < :key_hi
order by place_key, id;

-- facility_spells_at: What those of a range had, in the same order.
-- in: county int, key_lo int, key_hi int
-- out: facility int, part text, from_day day, to_day day?, known_day int, n int
select p.facility, p.part, p.from_day, p.to_day, p.known_day, p.n
from facility f join facility_spell p on p.county = f.county and p.facility = f.id
where f.county = :county and f.place_key >= :key_lo and f.place_key < :key_hi
order by f.place_key, f.id, p.part, p.from_day;

-- facility_spells: What one had, and who kept it, newest first.
-- in: county int, facility int
-- out: part text, from_day day, to_day day?, known_day int, n int, staff_name text
select p.part, p.from_day, p.to_day, p.known_day, p.n, coalesce(s.name, '')
from facility_spell p left join staff s on p.part = '@keeper' and s.county = p.county and s.id = p.n
where p.county = :county and p.facility = :facility
order by p.from_day desc, p.part;

-- facility_spell_open: What it has of a thing now.
-- in: county int, facility int, part text
-- out: from_day day, n int
select from_day, n from facility_spell where county = :county and facility = :facility and part = :part and to_day is null;

-- facility_spell_put: From a day on it has so many.
-- in: county int, facility int, part text, from_day day, known_day int, n int
insert into facility_spell (county, facility, part, from_day, to_day, known_day, n)
values (:county, :facility, :part, :from_day, null, :known_day, :n)
on conflict (county, facility, part, from_day) do update set to_day = null, known_day = excluded.known_day, n = excluded.n;

-- facility_spell_end: It no longer has.
-- in: county int, facility int, part text, to_day day
update facility_spell set to_day = :to_day where county = :county and facility = :facility and part = :part and to_day is null;

-- facility_spell_cut: One that was to end later ends now, for another begins.
-- in: county int, facility int, part text, day day
update facility_spell set to_day = :day
where county = :county and facility = :facility and part = :part and from_day < :day and to_day > :day;

-- facility_spell_drop: It never had: told and corrected on the same day.
-- in: county int, facility int, part text, from_day day
delete from facility_spell where county = :county and facility = :facility and part = :part and from_day = :from_day and to_day is null;

-- facility_keeper_on: Who kept it on a day.
-- in: county int, facility int, day day
-- out: staff int
select n from facility_spell
where county = :county and facility = :facility and part = '@keeper' and from_day <= :day and (to_day is null or to_day > :day);

-- facility_log: What was recorded about one, newest first.
-- in: county int, facility int, limit int
-- out: id int, kind text, occurred_day int, actor_name text, minutes int?, form sealed(encounter id)?, voided_at int?
-- open: the caller proved the facility and its place; leads with the county
select e.id, e.kind, e.occurred_day, coalesce(s.name, ''), e.minutes, e.form, e.voided_at
from encounter_about a
join encounter e on e.county = a.county and e.id = a.encounter
left join staff s on s.county = e.county and s.id = e.actor
where a.county = :county and a.about_kind = 3 and a.about = :facility
order by a.occurred_day desc, a.encounter desc
limit :limit;

-- facility_last: The last day on which anything was recorded about each facility of a range.
-- in: county int, key_lo int, key_hi int
-- out: facility int, day int, entries int
-- open: names days and facilities, nobody; the caller proved the range; leads with the county
select about, max(occurred_day), count(*) from encounter_about
where county = :county and about_kind = 3 and voided_day is null and place_key >= :key_lo and place_key < :key_hi
group by about order by about;
