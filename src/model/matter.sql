-- matter_place: What evaluation needs of one place.
-- in: county int, id int
-- out: kind text, key_lo int, key_hi int, stage text, boarding int, rural int, from_day day, to_day day?, entry_year int, years int
select kind, key_lo, key_hi, stage, boarding, rural, from_day, to_day, entry_year, years from place where county = :county and id = :id;

-- matter_place_scan: The same for all, ordered.
-- in: county int
-- out: id int, kind text, key_lo int, key_hi int, stage text, boarding int, rural int, from_day day, to_day day?, entry_year int, years int
select id, kind, key_lo, key_hi, stage, boarding, rural, from_day, to_day, entry_year, years from place where county = :county order by id;

-- matter_staff: What evaluation needs of one member of staff, with the place where they work.
-- in: county int, id int
-- out: kind text, key_lo int, stage text, boarding int, rural int, from_day day, to_day day?
select p.kind, p.key_lo, p.stage, p.boarding, p.rural, s.from_day, s.to_day
from staff s join place p on p.county = s.county and p.id = s.place
where s.county = :county and s.id = :id;

-- matter_staff_scan: The same for all, ordered.
-- in: county int
-- out: id int, kind text, key_lo int, stage text, boarding int, rural int, from_day day, to_day day?
select s.id, p.kind, p.key_lo, p.stage, p.boarding, p.rural, s.from_day, s.to_day
from staff s join place p on p.county = s.county and p.id = s.place
where s.county = :county order by s.id;

-- matter_facility: What evaluation needs of one facility, with its place and who keeps it on a day.
-- in: county int, id int, day day
-- out: kind text, key_lo int, stage text, boarding int, rural int, from_day day, to_day day?, facility text, keeper int
select p.kind, p.key_lo, p.stage, p.boarding, p.rural, f.from_day, f.to_day, f.kind, coalesce(k.n, 0)
from facility f join place p on p.county = f.county and p.id = f.place
left join facility_spell k on k.county = f.county and k.facility = f.id and k.part = '@keeper' and k.from_day <= :day
    and (k.to_day is null or k.to_day > :day)
where f.county = :county and f.id = :id;

-- matter_facility_scan: The same for all, ordered.
-- in: county int, day day
-- out: id int, kind text, key_lo int, stage text, boarding int, rural int, from_day day, to_day day?, facility text, keeper int
select f.id, p.kind, p.key_lo, p.stage, p.boarding, p.rural, f.from_day, f.to_day, f.kind, coalesce(k.n, 0)
from facility f join place p on p.county = f.county and p.id = f.place
left join facility_spell k on k.county = f.county and k.facility = f.id and k.part = '@keeper' and k.from_day <= :day
    and (k.to_day is null or k.to_day > :day)
where f.county = :county order by f.id;

-- matter_encounter: What the cadence engine reads for one place or member of staff, in its order.
-- in: county int, about_kind int, about int
-- out: day int, encounter int, kind int, mode int, met int, minutes int, roles int, recorded_day int, voided_day int?
-- open: evaluation in the transaction that changed it; leads with the county
select occurred_day, encounter, kind, mode, met, minutes, roles, recorded_day, voided_day from encounter_about
where county = :county and about_kind = :about_kind and about = :about
order by occurred_day, encounter;

-- matter_encounter_scan: The same for all, ordered: the full evaluation streams it once.
-- in: county int
-- out: about_kind int, about int, day int, encounter int, kind int, mode int, met int, minutes int, roles int, recorded_day int, voided_day int?
-- open: full evaluation; leads with the county
select about_kind, about, occurred_day, encounter, kind, mode, met, minutes, roles, recorded_day, voided_day from encounter_about
where county = :county
order by about_kind, about, occurred_day, encounter;

-- matter_check: The background checks of one member of staff that were passed.
-- in: county int, staff int
-- out: check_day int, known_day int
select check_day, known_day from staff_check where county = :county and staff = :staff and result = 'pass' order by check_day;

-- matter_check_scan: The same for all, ordered.
-- in: county int
-- out: staff int, check_day int, known_day int
select staff, check_day, known_day from staff_check where county = :county and result = 'pass' order by staff, check_day;

-- matter_ledger: The ledgers that a place handed up and that stand: since when, and since when without having been given back.
-- in: county int, place int
-- out: first_at int, last_at int
select min(t.at), max(t.at)
from submission s join submission_step t on t.county = s.county and t.submission = s.id and t.state = 'submitted'
where s.county = :county and s.place = :place and s.state in ('submitted', 'accepted', 'locked')
group by s.id order by min(t.at);

-- matter_ledger_scan: The same for all, ordered.
-- in: county int
-- out: place int, first_at int, last_at int
select s.place, min(t.at), max(t.at)
from submission s join submission_step t on t.county = s.county and t.submission = s.id and t.state = 'submitted'
where s.county = :county and s.state in ('submitted', 'accepted', 'locked')
group by s.place, s.id order by s.place, min(t.at);

-- matter_exemption: The approved ones of a place or member of staff.
-- in: county int, about_kind int, about int
-- out: duty int, from_day int, to_day int, decided_day int
-- open: evaluation in the transaction that changed it; leads with the county
select duty, from_day, to_day, decided_day from exemption_about
where county = :county and about_kind = :about_kind and about = :about and state = 'approved' order by from_day, id;

-- matter_exemption_scan: The same for all, ordered.
-- in: county int
-- out: about_kind int, about int, duty int, from_day int, to_day int, decided_day int
-- open: full evaluation; leads with the county
select about_kind, about, duty, from_day, to_day, decided_day from exemption_about
where county = :county and state = 'approved' order by about_kind, about, from_day, id;

-- matter_standing: What was last stored.
-- in: county int, about_kind int, about int
-- out: place_key int, packed bytes
select place_key, packed from standing_about where county = :county and about_kind = :about_kind and about = :about;

-- matter_standing_put: What is stored now.
-- in: county int, about_kind int, about int, place_key int, packed bytes
insert into standing_about (county, about_kind, about, place_key, packed) values (:county, :about_kind, :about, :place_key, :packed)
on conflict (county, about_kind, about) do update set place_key = excluded.place_key, packed = excluded.packed;

-- matter_standing_drop: Nothing is owed there any more.
-- in: county int, about_kind int, about int
delete from standing_about where county = :county and about_kind = :about_kind and about = :about;

-- matter_standing_clear: Before everything is worked out again.
-- in: county int
delete from standing_about where county = :county;

-- matter_open: What is open, as stored.
-- in: county int, about_kind int, about int
-- out: duty int, window_day int, due_day int, have int, need int, owner int, place_key int
-- open: evaluation takes the difference in the transaction that changed it; leads with the county
select duty, window_day, due_day, have, need, owner, place_key from obligation_about
where county = :county and about_kind = :about_kind and about = :about order by duty, window_day;

-- matter_open_put: Opens one, or moves it.
-- in: county int, about_kind int, about int, duty int, window_day int, due_day int, have int, need int, owner int, place_key int
-- open: evaluation, in the transaction that changed it; leads with the county
insert into obligation_about (county, about_kind, about, duty, window_day, due_day, have, need, owner, place_key)
values (:county, :about_kind, :about, :duty, :window_day, :due_day, :have, :need, :owner, :place_key)
on conflict (county, about_kind, about, duty, window_day) do update
set due_day = excluded.due_day, have = excluded.have, need = excluded.need, owner = excluded.owner, place_key = excluded.place_key;

-- matter_open_drop: It is met, excused or void.
-- in: county int, about_kind int, about int, duty int, window_day int
-- open: evaluation, in the transaction that changed it; leads with the county
delete from obligation_about
where county = :county and about_kind = :about_kind and about = :about and duty = :duty and window_day = :window_day;

-- matter_open_clear: Before everything is worked out again.
-- in: county int
-- open: full evaluation after a scheme changed; leads with the county
delete from obligation_about where county = :county;

-- matter_orphans: What is stored about places and staff that are no longer there: nothing, when all is well.
-- in: county int
-- out: obligations int, standings int
-- open: the self-check counts, and names nobody; leads with the county
select (select count(*) from obligation_about o where o.county = :county
        and not exists (select 1 from place p where o.about_kind = 1 and p.county = o.county and p.id = o.about)
        and not exists (select 1 from staff s where o.about_kind = 2 and s.county = o.county and s.id = o.about)
        and not exists (select 1 from facility f where o.about_kind = 3 and f.county = o.county and f.id = o.about)),
    (select count(*) from standing_about t where t.county = :county
        and not exists (select 1 from place p where t.about_kind = 1 and p.county = t.county and p.id = t.about)
        and not exists (select 1 from staff s where t.about_kind = 2 and s.county = t.county and s.id = t.about)
        and not exists (select 1 from facility f where t.about_kind = 3 and f.county = t.county and f.id = t.about));

-- matter_owed: Places and staff of a range about which something is open: a role there changes hands.
-- in: county int, key_lo int, key_hi int
-- out: about_kind int, about int
-- open: follows a change of a grant in the same transaction; leads with the county
select distinct about_kind, about from obligation_about
where county = :county and place_key >= :key_lo and place_key < :key_hi order by about_kind, about;

-- matter_done_by: What one person recorded about places and staff since a day: their lines may need other role bits.
-- in: county int, actor int, from_day int
-- out: about_kind int, about int
-- open: follows a change of a grant in the same transaction; leads with the county
select distinct a.about_kind, a.about from encounter e
join encounter_about a on a.county = e.county and a.encounter = e.id
where e.county = :county and e.actor = :actor and e.occurred_day >= :from_day
order by a.about_kind, a.about;

-- matter_roles: The lines of one place or member of staff whose role bits may have to be set again.
-- in: county int, about_kind int, about int
-- out: day int, encounter int, actor int, roles int
-- open: follows a change of a grant in the same transaction; leads with the county
select occurred_day, encounter, actor, roles from encounter_about
where county = :county and about_kind = :about_kind and about = :about order by occurred_day, encounter;

-- matter_roles_set: Sets the role bits of one line.
-- in: county int, about_kind int, about int, day int, encounter int, roles int
-- open: follows a change of a grant in the same transaction; leads with the county
update encounter_about set roles = :roles
where county = :county and about_kind = :about_kind and about = :about and occurred_day = :day and encounter = :encounter;

-- matter_line_insert: One place or member of staff of a record.
-- in: county int, about_kind int, about int, occurred_day int, encounter int, kind int, mode int, met int, minutes int, roles int, actor int, recorded_day int
-- in: place_key int
-- open: written after the caller proved that this may be recorded there; leads with the county
insert into encounter_about (county, about_kind, about, occurred_day, encounter, kind, mode, met, minutes, roles, actor, recorded_day, voided_day, place_key)
values (:county, :about_kind, :about, :occurred_day, :encounter, :kind, :mode, :met, :minutes, :roles, :actor, :recorded_day, null, :place_key);

-- matter_line_void: The places and staff of a record taken back.
-- in: encounter int, voided_day int, county int
-- open: the record was proven by the caller; leads with the county
update encounter_about set voided_day = :voided_day where county = :county and encounter = :encounter and voided_day is null;

-- matter_lines: The places and staff of one record.
-- in: encounter int, county int
-- out: about_kind int, about int
-- open: used to prove a record through them; leads with the county
select about_kind, about from encounter_about where county = :county and encounter = :encounter order by about_kind, about;

-- matter_twins: Records about one place or member of staff by one actor on one day of one kind and mode: is this the same again?
-- in: county int, about_kind int, about int, actor int, occurred_day int, kind text, mode text
-- out: id int, minutes int?, met text, sentence sealed(encounter id)?, form sealed(encounter id)?, lines int
-- open: looks for doubles among the actor's own records; leads with the county
select e.id, e.minutes, e.met, e.sentence, e.form,
    (select count(*) from encounter_about n where n.county = e.county and n.encounter = e.id)
from encounter e
where e.county = :county and e.actor = :actor and e.occurred_day = :occurred_day and e.kind = :kind and e.mode = :mode
    and e.voided_at is null
    and exists (select 1 from encounter_about a where a.county = e.county and a.encounter = e.id and a.about_kind = :about_kind
        and a.about = :about)
order by e.id;
