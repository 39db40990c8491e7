-- matter_mine: What I owe for places and staff, most pressing first.
-- in: to_day int
-- out: about_kind int, about int, staff_name text, place int, place_key int, duty int, window_day int, due_day int, have int, need int, asked int
select o.about_kind, o.about, coalesce(s.name, f.name, ''), coalesce(s.place, f.place, o.about), o.place_key, o.duty, o.window_day, o.due_day, o.have, o.need,
    case when exists (select 1 from exemption_about x where x.county = o.county and x.about_kind = o.about_kind and x.about = o.about
        and x.state = 'asked' and (x.duty = 0 or x.duty = o.duty) and x.from_day <= o.due_day and x.to_day > o.window_day) then 1 else 0 end
from obligation_about o
left join staff s on o.about_kind = 2 and s.county = o.county and s.id = o.about
left join facility f on o.about_kind = 3 and f.county = o.county and f.id = o.about
where o.county = :scope.county and o.owner = :scope.staff and o.window_day <= :to_day
order by o.due_day, o.place_key, o.duty, o.about_kind, o.about;

-- matter_at: What is open for the places and staff of a range, most pressing first.
-- in: to_day int, due_before int, duty int, limit int
-- out: about_kind int, about int, staff_name text, place int, place_key int, duty int, window_day int, due_day int, have int, need int
-- out: owner int, owner_name text, asked int
select o.about_kind, o.about, coalesce(s.name, f.name, ''), coalesce(s.place, f.place, o.about), o.place_key, o.duty, o.window_day, o.due_day, o.have, o.need,
    o.owner, coalesce(w.name, ''),
    case when exists (select 1 from exemption_about x where x.county = o.county and x.about_kind = o.about_kind and x.about = o.about
        and x.state = 'asked' and (x.duty = 0 or x.duty = o.duty) and x.from_day <= o.due_day and x.to_day > o.window_day) then 1 else 0 end
from obligation_about o
left join staff s on o.about_kind = 2 and s.county = o.county and s.id = o.about
left join facility f on o.about_kind = 3 and f.county = o.county and f.id = o.about
left join staff w on w.county = o.county and w.id = o.owner
where o.county = :scope.county and o.place_key >= :scope.lo and o.place_key < :scope.hi and o.window_day <= :to_day
    and o.due_day < :due_before and (:duty = 0 or o.duty = :duty)
order by o.due_day, o.place_key, o.duty, o.about_kind, o.about
limit :limit;

-- matter_due_lines: What I let pass for places and staff, one for each place and duty: the badge on Today counts them as its list does.
-- in: today day
-- out: place_key int, duty int
select distinct place_key, duty from obligation_about
where county = :scope.county and owner = :scope.staff and due_day < :today
order by place_key, duty;

-- matter_counts: How much is open and overdue for the places and staff of a range.
-- in: today int
-- out: open int, overdue int
select count(*), cast(coalesce(sum(case when due_day < :today then 1 else 0 end), 0) as bigint) from obligation_about
where county = :scope.county and place_key >= :scope.lo and place_key < :scope.hi and window_day <= :today;

-- matter_done: What was done for the places and by the staff of a range, newest first.
-- in: from_day day, limit int
-- out: id int, kind text, occurred_day int, place_key int, actor_name text, late int, voided_at int?, people int
select e.id, e.kind, e.occurred_day, e.place_key, coalesce(s.name, ''), e.late, e.voided_at,
    (select count(*) from encounter_about n where n.county = e.county and n.encounter = e.id and n.about_kind = 2)
from encounter e
left join staff s on s.county = e.county and s.id = e.actor
where e.county = :scope.county and e.id in (
    select a.encounter from encounter_about a
    where a.county = :scope.county and a.place_key >= :scope.lo and a.place_key < :scope.hi and a.occurred_day >= :from_day)
order by e.occurred_day desc, e.id desc
limit :limit;

-- matter_staff_pick: Who works at a place on a day, to be ticked.
-- in: county int, place int, day day, limit int
-- out: id int, name text, post text
select id, name, post from staff
where county = :county and place = :place and from_day <= :day and (to_day is null or to_day > :day)
order by pinyin, id
limit :limit;

-- matter_name: Names of a record's places and staff.
-- in: county int, encounter int
-- out: about_kind int, about int, staff_name text, place int, place_key int
-- open: the record was proven by the caller; leads with the county
select a.about_kind, a.about, coalesce(s.name, f.name, ''), coalesce(s.place, f.place, a.about), a.place_key
from encounter_about a
left join staff s on a.about_kind = 2 and s.county = a.county and s.id = a.about
left join facility f on a.about_kind = 3 and f.county = a.county and f.id = a.about
where a.county = :county and a.encounter = :encounter
order by a.about_kind, s.pinyin, a.about;

-- matter_open_now: What is open for one place or member of staff that the caller has proven.
-- in: county int, about_kind int, about int, day int
-- out: duty int, window_day int, due_day int
-- open: proven by the caller; leads with the county
select duty, window_day, due_day from obligation_about
where county = :county and about_kind = :about_kind and about = :about and window_day <= :day order by due_day, duty;
