-- place_insert: A place.
-- in: county int, id int, parent int, kind text, code text, name text, stage text, key_lo int, key_hi int, sort_no int, township text
-- in: entry_year int, first_grade int, years int, class_no int, boarding int, rural int, calendar text, from_day day, to_day day?, batch int
insert into place (county, id, parent, kind, code, name, stage, key_lo, key_hi, sort_no, township, entry_year, first_grade, years, class_no,
    boarding, rural, calendar, from_day, to_day, batch)
values (:county, :id, :parent, :kind, :code, :name, :stage, :key_lo, :key_hi, :sort_no, :township, :entry_year, :first_grade, :years, :class_no,
    :boarding, :rural, :calendar, :from_day, :to_day, :batch);

-- place_update: Names and attributes; kind, parent and key stay.
-- in: county int, id int, code text, name text, stage text, sort_no int, township text, years int, boarding int, rural int, calendar text, to_day day?
update place set code = :code, name = :name, stage = :stage, sort_no = :sort_no, township = :township, years = :years, boarding = :boarding,
    rural = :rural, calendar = :calendar, to_day = :to_day
where county = :county and id = :id;

-- place_end: Closed or graduated.
-- in: county int, id int, to_day day?
update place set to_day = :to_day where county = :county and id = :id;

-- place_row: One place by its id.
-- in: county int, id int
-- out: id int, parent int, kind text, code text, name text, stage text, key_lo int, key_hi int, sort_no int, township text, entry_year int
-- out: first_grade int, years int, class_no int, boarding int, rural int, calendar text, from_day day, to_day day?
select id, parent, kind, code, name, stage, key_lo, key_hi, sort_no, township, entry_year, first_grade, years, class_no, boarding, rural,
    calendar, from_day, to_day
from place where county = :county and id = :id;

-- place_row_code: One place by its code among its siblings.
-- in: county int, parent int, kind text, code text
-- out: id int, parent int, kind text, code text, name text, stage text, key_lo int, key_hi int, sort_no int, township text, entry_year int
-- out: first_grade int, years int, class_no int, boarding int, rural int, calendar text, from_day day, to_day day?
select id, parent, kind, code, name, stage, key_lo, key_hi, sort_no, township, entry_year, first_grade, years, class_no, boarding, rural,
    calendar, from_day, to_day
from place where county = :county and parent = :parent and kind = :kind and code = :code;

-- place_row_key: One place of a kind by the first key of its range.
-- in: county int, key_lo int, kind text
-- out: id int, parent int, kind text, code text, name text, stage text, key_lo int, key_hi int, sort_no int, township text, entry_year int
-- out: first_grade int, years int, class_no int, boarding int, rural int, calendar text, from_day day, to_day day?
select id, parent, kind, code, name, stage, key_lo, key_hi, sort_no, township, entry_year, first_grade, years, class_no, boarding, rural,
    calendar, from_day, to_day
from place where county = :county and key_lo = :key_lo and kind = :kind;

-- place_named: Places of a kind by code or name, anywhere in the county.
-- in: county int, kind text, words text
-- out: id int, parent int, kind text, code text, name text, stage text, key_lo int, key_hi int, sort_no int, township text, entry_year int
-- out: first_grade int, years int, class_no int, boarding int, rural int, calendar text, from_day day, to_day day?
select id, parent, kind, code, name, stage, key_lo, key_hi, sort_no, township, entry_year, first_grade, years, class_no, boarding, rural,
    calendar, from_day, to_day
from place where county = :county and kind = :kind and (code = :words or name = :words)
order by case when code = :words then 0 else 1 end, key_lo
limit 3;

-- place_below: The direct children of a place in official order.
-- in: county int, parent int
-- out: id int, parent int, kind text, code text, name text, stage text, key_lo int, key_hi int, sort_no int, township text, entry_year int
-- out: first_grade int, years int, class_no int, boarding int, rural int, calendar text, from_day day, to_day day?
select id, parent, kind, code, name, stage, key_lo, key_hi, sort_no, township, entry_year, first_grade, years, class_no, boarding, rural,
    calendar, from_day, to_day
from place where county = :county and parent = :parent
order by sort_no, key_lo;

-- place_within: All of one kind inside a range of keys, open on a day.
-- in: county int, key_lo int, key_hi int, kind text, day day
-- out: id int, parent int, kind text, code text, name text, stage text, key_lo int, key_hi int, sort_no int, township text, entry_year int
-- out: first_grade int, years int, class_no int, boarding int, rural int, calendar text, from_day day, to_day day?
select id, parent, kind, code, name, stage, key_lo, key_hi, sort_no, township, entry_year, first_grade, years, class_no, boarding, rural,
    calendar, from_day, to_day
from place where county = :county and key_lo >= :key_lo and key_lo < :key_hi and kind = :kind and (to_day is null or to_day > :day)
order by key_lo;

-- place_over: The places whose range covers a key, from the widest down. Where they begin follows from the key (model/place.h).
-- in: county int, key_lo int, key_hi int
-- out: id int, parent int, kind text, code text, name text, stage text, key_lo int, key_hi int, sort_no int, township text, entry_year int
-- out: first_grade int, years int, class_no int, boarding int, rural int, calendar text, from_day day, to_day day?
select id, parent, kind, code, name, stage, key_lo, key_hi, sort_no, township, entry_year, first_grade, years, class_no, boarding, rural,
    calendar, from_day, to_day
from place where county = :county and key_hi >= :key_hi
    and key_lo in (:key_lo, cast(:key_lo as bigint) / 65536 * 65536, cast(:key_lo as bigint) / 268435456 * 268435456, 0)
order by key_hi - key_lo desc;

-- place_last_key: The end of the keys given out so far under a parent to places of a kind.
-- in: county int, parent int, kind text
-- out: key_hi int
select cast(coalesce(max(key_hi), 0) as bigint) from place where county = :county and parent = :parent and kind = :kind;

-- place_used: What stands on a place, so that an import that made it may not be undone.
-- in: county int, id int, key_lo int, key_hi int
-- out: staff int, below int
select (select count(*) from staff s where s.county = :county and s.place = :id),
    (select count(*) from place p where p.county = :county and p.key_lo >= :key_lo and p.key_lo < :key_hi and p.id <> :id);

-- place_people: Spans of children at a place, so that an import that made it may not be undone.
-- in: county int, key_lo int, key_hi int
-- out: n int
-- open: only a count; leads with the county
select count(*) from enrolment where county = :county and place_key >= :key_lo and place_key < :key_hi;

-- place_delete: Undo of an import.
-- in: county int, id int
delete from place where county = :county and id = :id;

-- place_of_batch: The places an import made, deepest first.
-- in: county int, batch int
-- out: id int, kind text, name text, key_lo int, key_hi int
select id, kind, name, key_lo, key_hi from place where county = :county and batch = :batch order by key_hi - key_lo, key_lo desc;
