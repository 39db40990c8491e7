-- person_insert: A parent or carer.
-- in: county int, id int, name text, sex int, birth_day day?, id_no sealed(person id)?, id_key keyed(id_no)?, phone sealed(person id)?, phone_key keyed(phone)?
-- in: address sealed(person id)?, work text, batch int
-- open: belongs to a child proven by the caller; leads with the county
insert into person (county, id, name, sex, birth_day, id_no, id_hash, phone, phone_hash, address, work, batch)
values (:county, :id, :name, :sex, :birth_day, :id_no, :id_key, :phone, :phone_key, :address, :work, :batch);

-- person_update: What is known of a parent or carer.
-- in: county int, id int, name text, sex int, birth_day day?, id_no sealed(person id)?, id_key keyed(id_no)?, phone sealed(person id)?, phone_key keyed(phone)?
-- in: address sealed(person id)?, work text
-- open: belongs to a child proven by the caller; leads with the county
update person set name = :name, sex = :sex, birth_day = :birth_day, id_no = :id_no, id_hash = :id_key, phone = :phone, phone_hash = :phone_key,
    address = :address, work = :work
where county = :county and id = :id;

-- person_row: One person.
-- in: county int, id int
-- out: id int, name text, sex int, birth_day day?, id_no sealed(person id)?, phone sealed(person id)?, address sealed(person id)?, work text
-- open: belongs to a child proven by the caller; leads with the county
select id, name, sex, birth_day, id_no, phone, address, work from person where county = :county and id = :id;

-- person_by_id_no: The same human being by ID number.
-- in: county int, id_key keyed(id_no)
-- out: id int, name text
-- open: one row for one human being, whatever school the children are at; leads with the county
select id, name from person where county = :county and id_hash = :id_key order by id limit 1;

-- person_by_phone: Persons with this first phone number.
-- in: county int, phone_key keyed(phone)
-- out: id int, name text
-- open: one row for one human being, whatever school the children are at; leads with the county
select id, name from person where county = :county and phone_hash = :phone_key order by id limit 20;

-- person_delete: Undo of an import, when nobody is kin of it any more.
-- in: county int, id int
-- open: undo of an import; leads with the county
delete from person where county = :county and id = :id and not exists (select 1 from kin k where k.county = :county and k.person = :id);
