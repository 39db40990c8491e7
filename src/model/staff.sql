-- staff_insert: A member of staff.
-- in: county int, id int, name text, pinyin text, initials text, sex int, place int, code text, post text, phone sealed(staff id)?, phone_key keyed(phone)?
-- in: id_no sealed(staff id)?, id_key keyed(id_no)?, party int, check_day day?, check_result text, from_day day, to_day day?, batch int
insert into staff (county, id, name, pinyin, initials, sex, place, code, post, phone, phone_hash, id_no, id_hash, party, check_day, check_result,
    from_day, to_day, batch)
values (:county, :id, :name, :pinyin, :initials, :sex, :place, :code, :post, :phone, :phone_key, :id_no, :id_key, :party, :check_day, :check_result,
    :from_day, :to_day, :batch);

-- staff_update: Who it is and where they work.
-- in: county int, id int, name text, pinyin text, initials text, sex int, place int, code text, post text, phone sealed(staff id)?, phone_key keyed(phone)?
-- in: id_no sealed(staff id)?, id_key keyed(id_no)?, party int
update staff set name = :name, pinyin = :pinyin, initials = :initials, sex = :sex, place = :place, code = :code, post = :post, phone = :phone,
    phone_hash = :phone_key, id_no = :id_no, id_hash = :id_key, party = :party
where county = :county and id = :id;

-- staff_row: One member of staff.
-- in: county int, id int
-- out: id int, name text, pinyin text, initials text, sex int, place int, code text, post text, phone sealed(staff id)?, id_no sealed(staff id)?, party int
-- out: check_day day?, check_result text, from_day day, to_day day?
select id, name, pinyin, initials, sex, place, code, post, phone, id_no, party, check_day, check_result, from_day, to_day
from staff where county = :county and id = :id;

-- staff_row_code: One member of staff by the number at home.
-- in: county int, place int, code text
-- out: id int, name text, pinyin text, initials text, sex int, place int, code text, post text, phone sealed(staff id)?, id_no sealed(staff id)?, party int
-- out: check_day day?, check_result text, from_day day, to_day day?
select id, name, pinyin, initials, sex, place, code, post, phone, id_no, party, check_day, check_result, from_day, to_day
from staff where county = :county and place = :place and code = :code
order by case when to_day is null then 0 else 1 end, id limit 1;

-- staff_row_name: The members of staff of one place with a name.
-- in: county int, place int, name text
-- out: id int, name text, pinyin text, initials text, sex int, place int, code text, post text, phone sealed(staff id)?, id_no sealed(staff id)?, party int
-- out: check_day day?, check_result text, from_day day, to_day day?
select id, name, pinyin, initials, sex, place, code, post, phone, id_no, party, check_day, check_result, from_day, to_day
from staff where county = :county and place = :place and name = :name and to_day is null
order by id limit 2;

-- staff_contains: Members of staff of a range of places whose name contains some characters.
-- in: county int, key_lo int, key_hi int, words text, limit int
-- out: id int, name text, pinyin text, initials text, sex int, place int, code text, post text, phone sealed(staff id)?, id_no sealed(staff id)?, party int
-- out: check_day day?, check_result text, from_day day, to_day day?
-- sqlite:
select s.id, s.name, s.pinyin, s.initials, s.sex, s.place, s.code, s.post, s.phone, s.id_no, s.party, s.check_day, s.check_result, s.from_day, s.to_day
from staff s join place p on p.county = s.county and p.id = s.place
where s.county = :county and p.key_lo >= :key_lo and p.key_lo < :key_hi and (:words = '' or instr(s.name, :words) > 0)
order by p.key_lo, s.pinyin, s.id limit :limit;
-- postgresql:
select s.id, s.name, s.pinyin, s.initials, s.sex, s.place, s.code, s.post, s.phone, s.id_no, s.party, s.check_day, s.check_result, s.from_day, s.to_day
from staff s join place p on p.county = s.county and p.id = s.place
where s.county = :county and p.key_lo >= :key_lo and p.key_lo < :key_hi and (:words = '' or strpos(s.name, :words) > 0)
order by p.key_lo, s.pinyin, s.id limit :limit;

-- staff_sounds: Members of staff of a range of places whose pinyin or initials begin with some letters.
-- in: county int, key_lo int, key_hi int, words text, words_end text, limit int
-- out: id int, name text, pinyin text, initials text, sex int, place int, code text, post text, phone sealed(staff id)?, id_no sealed(staff id)?, party int
-- out: check_day day?, check_result text, from_day day, to_day day?
select s.id, s.name, s.pinyin, s.initials, s.sex, s.place, s.code, s.post, s.phone, s.id_no, s.party, s.check_day, s.check_result, s.from_day, s.to_day
from staff s join place p on p.county = s.county and p.id = s.place
where s.county = :county and p.key_lo >= :key_lo and p.key_lo < :key_hi
    and ((s.pinyin >= :words and s.pinyin < :words_end) or (s.initials >= :words and s.initials < :words_end))
order by p.key_lo, s.pinyin, s.id limit :limit;

-- staff_check: A background check.
-- in: county int, id int, check_day day?, check_result text
update staff set check_day = :check_day, check_result = :check_result where county = :county and id = :id;

-- staff_end: Leaves, or (undo) does not.
-- in: county int, id int, to_day day?
update staff set to_day = :to_day where county = :county and id = :id;

-- staff_delete: Undo of an import.
-- in: county int, id int
delete from staff where county = :county and id = :id;

-- staff_used: What stands on a member of staff, so that an import that made it may not be undone.
-- in: county int, staff int
-- out: records int, pairings int, signed_in int
-- open: only counts; leads with the county
select (select count(*) from encounter e where e.county = :county and e.actor = :staff),
    (select count(*) from pairing p where p.county = :county and p.staff = :staff),
    (select count(*) from account a where a.county = :county and a.staff = :staff and a.must_change = 0);

-- staff_account_delete: Undo of an import: a first password that was never used.
-- in: county int, staff int
delete from account where county = :county and staff = :staff and must_change = 1;

-- staff_grants_delete: Undo of an import.
-- in: county int, staff int, batch int
delete from role_grant where county = :county and staff = :staff and batch = :batch;

-- staff_check_note: Keeps a background check among those of the years.
-- in: county int, staff int, check_day day, result text, known_day day
insert into staff_check (county, staff, check_day, result, known_day) values (:county, :staff, :check_day, :result, :known_day)
on conflict (county, staff, check_day) do update set result = excluded.result;

-- staff_check_forget: Undo of an import: checks after the one that stands again.
-- in: county int, staff int, since day
delete from staff_check where county = :county and staff = :staff and check_day > :since;
