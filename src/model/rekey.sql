-- A change of key (key rotate): every sealed column is read under whichever key it lies, and written anew under the present one, with
-- the keyed hashes beside it. A page holds what does not lie under the key `mark` yet (the second byte of a sealed value; no value
-- has 0), so that what was cut short goes on where it stopped.

-- rekey_child: A page of children.
-- in: county int, after_id int, mark bytes, limit int
-- out: id int, id_no sealed(child id)?, roll_no sealed(child id)?, address sealed(child id)?
-- open: the operator changes the key; leads with the county
select id, id_no, roll_no, address from child
where county = :county and id > :after_id
    and (substr(id_no, 2, 1) <> :mark or substr(roll_no, 2, 1) <> :mark or substr(address, 2, 1) <> :mark)
order by id limit :limit;

-- rekey_child_put: One of them.
-- in: county int, id int, id_no sealed(child id)?, id_key keyed(id_no)?, roll_no sealed(child id)?, roll_key keyed(roll_no)?, address sealed(child id)?
-- open: the operator changes the key; leads with the county
update child set id_no = :id_no, id_hash = :id_key, roll_no = :roll_no, roll_hash = :roll_key, address = :address
where county = :county and id = :id;

-- rekey_person: A page of parents and carers.
-- in: county int, after_id int, mark bytes, limit int
-- out: id int, id_no sealed(person id)?, phone sealed(person id)?, address sealed(person id)?
-- open: the operator changes the key; leads with the county
select id, id_no, phone, address from person
where county = :county and id > :after_id
    and (substr(id_no, 2, 1) <> :mark or substr(phone, 2, 1) <> :mark or substr(address, 2, 1) <> :mark)
order by id limit :limit;

-- rekey_person_put: One of them.
-- in: county int, id int, id_no sealed(person id)?, id_key keyed(id_no)?, phone sealed(person id)?, phone_key keyed(phone)?, address sealed(person id)?
-- open: the operator changes the key; leads with the county
update person set id_no = :id_no, id_hash = :id_key, phone = :phone, phone_hash = :phone_key, address = :address
where county = :county and id = :id;

-- rekey_staff: A page of members of staff.
-- in: county int, after_id int, mark bytes, limit int
-- out: id int, id_no sealed(staff id)?, phone sealed(staff id)?
select id, id_no, phone from staff
where county = :county and id > :after_id
    and (substr(id_no, 2, 1) <> :mark or substr(phone, 2, 1) <> :mark)
order by id limit :limit;

-- rekey_staff_put: One of them.
-- in: county int, id int, id_no sealed(staff id)?, id_key keyed(id_no)?, phone sealed(staff id)?, phone_key keyed(phone)?
update staff set id_no = :id_no, id_hash = :id_key, phone = :phone, phone_hash = :phone_key
where county = :county and id = :id;

-- rekey_encounter: A page of records of work.
-- in: county int, after_id int, mark bytes, limit int
-- out: id int, sentence sealed(encounter id)?, form sealed(encounter id)?
-- open: the operator changes the key; leads with the county
select id, sentence, form from encounter
where county = :county and id > :after_id
    and (substr(sentence, 2, 1) <> :mark or substr(form, 2, 1) <> :mark)
order by id limit :limit;

-- rekey_encounter_put: One of them.
-- in: county int, id int, sentence sealed(encounter id)?, form sealed(encounter id)?
-- open: the operator changes the key; leads with the county
update encounter set sentence = :sentence, form = :form
where county = :county and id = :id;

-- rekey_exemption: A page of excuses.
-- in: county int, after_id int, mark bytes, limit int
-- out: id int, reason sealed(exemption id)?
-- open: the operator changes the key; leads with the county
select id, reason from exemption
where county = :county and id > :after_id
    and (substr(reason, 2, 1) <> :mark)
order by id limit :limit;

-- rekey_exemption_put: One of them.
-- in: county int, id int, reason sealed(exemption id)?
-- open: the operator changes the key; leads with the county
update exemption set reason = :reason
where county = :county and id = :id;

-- rekey_exemption_about: A page of excuses of places and staff.
-- in: county int, after_id int, mark bytes, limit int
-- out: id int, reason sealed(exemption_about id)?
-- open: the operator changes the key; leads with the county
select id, reason from exemption_about
where county = :county and id > :after_id
    and (substr(reason, 2, 1) <> :mark)
order by id limit :limit;

-- rekey_exemption_about_put: One of them.
-- in: county int, id int, reason sealed(exemption_about id)?
-- open: the operator changes the key; leads with the county
update exemption_about set reason = :reason
where county = :county and id = :id;

-- rekey_fact: A page of facts.
-- in: county int, after_child int, after_id int, mark bytes, limit int
-- out: child int, id int, note sealed(fact child id)?
-- open: the operator changes the key; leads with the county
select child, id, note from fact
where county = :county and (child, id) > (:after_child, :after_id)
    and (substr(note, 2, 1) <> :mark)
order by child, id limit :limit;

-- rekey_fact_put: One of them.
-- in: county int, child int, id int, note sealed(fact child id)?
-- open: the operator changes the key; leads with the county
update fact set note = :note
where county = :county and child = :child and id = :id;

-- rekey_submission: A page of frozen ledgers.
-- in: county int, after_id int, mark bytes, limit int
-- out: id int, frozen sealed(submission id)?
select id, frozen from submission
where county = :county and id > :after_id
    and (substr(frozen, 2, 1) <> :mark)
order by id limit :limit;

-- rekey_submission_put: One of them.
-- in: county int, id int, frozen sealed(submission id)?
update submission set frozen = :frozen
where county = :county and id = :id;

-- rekey_import_row: A page of rows of imports.
-- in: county int, after_batch int, after_row_no int, mark bytes, limit int
-- out: batch int, row_no int, given sealed(import_row batch row_no)?, faults sealed(import_row batch row_no)?, before sealed(import_row batch row_no)?
-- open: the operator changes the key; leads with the county
select batch, row_no, given, faults, before from import_row
where county = :county and (batch, row_no) > (:after_batch, :after_row_no)
    and (substr(given, 2, 1) <> :mark or substr(faults, 2, 1) <> :mark or substr(before, 2, 1) <> :mark)
order by batch, row_no limit :limit;

-- rekey_import_row_put: One of them.
-- in: county int, batch int, row_no int, given sealed(import_row batch row_no)?, faults sealed(import_row batch row_no)?, before sealed(import_row batch row_no)?
-- open: the operator changes the key; leads with the county
update import_row set given = :given, faults = :faults, before = :before
where county = :county and batch = :batch and row_no = :row_no;

-- rekey_import_file: A page of files that are looked at before they are carried out.
-- in: county int, after_batch int, after_part int, mark bytes, limit int
-- out: batch int, part int, bytes sealed(import_file batch part)
-- open: the operator changes the key; leads with the county
select batch, part, bytes from import_file
where county = :county and (batch, part) > (:after_batch, :after_part) and substr(bytes, 2, 1) <> :mark
order by batch, part limit :limit;

-- rekey_import_file_put: One part of them.
-- in: county int, batch int, part int, bytes sealed(import_file batch part)
-- open: the operator changes the key; leads with the county
update import_file set bytes = :bytes where county = :county and batch = :batch and part = :part;

-- rekey_left: How many rows still hold something under another key.
-- in: mark bytes
-- out: n int
-- open: only a count, of all counties
select (select count(*) from child where substr(id_no, 2, 1) <> :mark or substr(roll_no, 2, 1) <> :mark or substr(address, 2, 1) <> :mark)
    + (select count(*) from person where substr(id_no, 2, 1) <> :mark or substr(phone, 2, 1) <> :mark or substr(address, 2, 1) <> :mark)
    + (select count(*) from staff where substr(id_no, 2, 1) <> :mark or substr(phone, 2, 1) <> :mark)
    + (select count(*) from encounter where substr(sentence, 2, 1) <> :mark or substr(form, 2, 1) <> :mark)
    + (select count(*) from exemption where substr(reason, 2, 1) <> :mark)
    + (select count(*) from exemption_about where substr(reason, 2, 1) <> :mark)
    + (select count(*) from fact where substr(note, 2, 1) <> :mark)
    + (select count(*) from submission where substr(frozen, 2, 1) <> :mark)
    + (select count(*) from import_row where substr(given, 2, 1) <> :mark or substr(faults, 2, 1) <> :mark or substr(before, 2, 1) <> :mark)
    + (select count(*) from import_file where substr(bytes, 2, 1) <> :mark);
