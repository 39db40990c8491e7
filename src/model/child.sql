-- child_insert: A child.
-- in: county int, id int, family int, name text, pinyin text, initials text, sex int, birth_day day?, nation text, id_kind text, id_no sealed(child id)?
-- in: id_key keyed(id_no)?, roll_no sealed(child id)?, roll_key keyed(roll_no)?, address sealed(child id)?, home_place text, class int, place_key int, bed text, made_at int, batch int
-- open: the place was proven by the caller; leads with the county
insert into child (county, id, family, name, pinyin, initials, sex, birth_day, nation, id_kind, id_no, id_hash, roll_no, roll_hash, address, home_place,
    class, place_key, state, bed, made_at, batch, version)
values (:county, :id, :family, :name, :pinyin, :initials, :sex, :birth_day, :nation, :id_kind, :id_no, :id_key, :roll_no, :roll_key, :address, :home_place,
    :class, :place_key, 'enrolled', :bed, :made_at, :batch, 1);

-- child_update: Who it is; only when nobody changed it since.
-- in: county int, id int, version int, name text, pinyin text, initials text, sex int, birth_day day?, nation text, id_kind text, id_no sealed(child id)?
-- in: id_key keyed(id_no)?, roll_no sealed(child id)?, roll_key keyed(roll_no)?, address sealed(child id)?, home_place text, bed text
-- open: the child was proven by the caller; leads with the county
update child set name = :name, pinyin = :pinyin, initials = :initials, sex = :sex, birth_day = :birth_day, nation = :nation, id_kind = :id_kind,
    id_no = :id_no, id_hash = :id_key, roll_no = :roll_no, roll_hash = :roll_key, address = :address, home_place = :home_place, bed = :bed,
    version = version + 1
where county = :county and id = :id and version = :version;

-- child_row: One child within the scope.
-- in: id int
-- out: id int, family int, name text, pinyin text, initials text, sex int, birth_day day?, nation text, id_kind text, id_no sealed(child id)?, roll_no sealed(child id)?
-- out: address sealed(child id)?, home_place text, class int, place_key int, state text, bed text, version int
select id, family, name, pinyin, initials, sex, birth_day, nation, id_kind, id_no, roll_no, address, home_place, class, place_key, state, bed, version
from child where county = :scope.county and id = :id and place_key >= :scope.lo and place_key < :scope.hi;

-- child_row_proven: One child that was proven by itself.
-- out: id int, family int, name text, pinyin text, initials text, sex int, birth_day day?, nation text, id_kind text, id_no sealed(child id)?, roll_no sealed(child id)?
-- out: address sealed(child id)?, home_place text, class int, place_key int, state text, bed text, version int
select id, family, name, pinyin, initials, sex, birth_day, nation, id_kind, id_no, roll_no, address, home_place, class, place_key, state, bed, version
from child where county = :scope.county and id = :scope.child;

-- child_where: Where a child is, to prove a right to see it.
-- in: county int, id int
-- out: class int, place_key int, state text, version int, birth_day day?, family int
-- open: this is what the proof is made from; leads with the county
select class, place_key, state, version, birth_day, family from child where county = :county and id = :id;

-- child_put_class: Present class and state.
-- in: county int, id int, class int, place_key int, state text
-- open: the child was proven by the caller; leads with the county
update child set class = :class, place_key = :place_key, state = :state, version = version + 1 where county = :county and id = :id;

-- child_version: Something about it changed elsewhere.
-- in: county int, id int
-- open: the child was proven by the caller; leads with the county
update child set version = version + 1 where county = :county and id = :id;

-- child_put_version: Undo of an import gives back what stood before.
-- in: county int, id int, version int
-- open: undo of an import; leads with the county
update child set version = :version where county = :county and id = :id;

-- child_find_id_no: The child with an ID number.
-- in: county int, id_key keyed(id_no)
-- out: id int, name text, birth_day day?, place_key int
-- open: an ID number is unique in the county, an import must find it anywhere; leads with the county
select id, name, birth_day, place_key from child where county = :county and id_hash = :id_key;

-- child_find_roll_no: The child with a roll number.
-- in: county int, roll_key keyed(roll_no)
-- out: id int, name text, birth_day day?, place_key int
-- open: a roll number is unique in the county, an import must find it anywhere; leads with the county
select id, name, birth_day, place_key from child where county = :county and roll_hash = :roll_key;

-- child_find_name: A child without numbers, by name and birthday in a class.
-- in: county int, place_key int, name text, birth_day day
-- out: id int, has_id int, has_roll int
-- open: an import looks for the same child in the class it writes to; leads with the county
select id, case when id_hash is null then 0 else 1 end, case when roll_hash is null then 0 else 1 end from child
where county = :county and place_key = :place_key and name = :name and birth_day = :birth_day
order by id;

-- child_rows: The children of a place, after a position.
-- in: after_key int, after_id int, limit int
-- out: id int, name text, sex int, birth_day day?, class int, place_key int, state text
select id, name, sex, birth_day, class, place_key, state from child
where county = :scope.county and place_key >= :scope.lo and place_key < :scope.hi and state = 'enrolled'
    and (place_key > :after_key or (place_key = :after_key and id > :after_id))
order by place_key, id
limit :limit;

-- child_contains: Children whose name contains some characters.
-- in: words text, left_too int, limit int
-- out: id int, name text, sex int, birth_day day?, class int, place_key int, state text
-- sqlite:
select id, name, sex, birth_day, class, place_key, state from child
where county = :scope.county and place_key >= :scope.lo and place_key < :scope.hi and instr(name, :words) > 0 and (state = 'enrolled' or :left_too = 1)
order by place_key, pinyin, id
limit :limit;
-- postgresql:
select id, name, sex, birth_day, class, place_key, state from child
where county = :scope.county and place_key >= :scope.lo and place_key < :scope.hi and strpos(name, :words) > 0 and (state = 'enrolled' or :left_too = 1)
order by place_key, pinyin, id
limit :limit;

-- child_sounds: Children whose pinyin or initials begin with some letters.
-- in: words text, words_end text, left_too int, limit int
-- out: id int, name text, sex int, birth_day day?, class int, place_key int, state text
select id, name, sex, birth_day, class, place_key, state from child
where county = :scope.county and place_key >= :scope.lo and place_key < :scope.hi
    and ((pinyin >= :words and pinyin < :words_end) or (initials >= :words and initials < :words_end))
    and (state = 'enrolled' or :left_too = 1)
order by place_key, pinyin, id
limit :limit;

-- child_total: How many are on the roll.
-- out: n int
select count(*) from child where county = :scope.county and place_key >= :scope.lo and place_key < :scope.hi and state = 'enrolled';

-- child_delete: Undo of an import.
-- in: county int, id int
-- open: undo of an import; leads with the county
delete from child where county = :county and id = :id;

-- child_built_on: What stands on a child by other hands than an import: why its undo is refused.
-- in: county int, child int, batch int
-- out: records int, pairings int, exemptions int, frozen int, facts int
-- open: only counts; leads with the county
select (select count(*) from encounter_child e where e.county = :county and e.child = :child),
    (select count(*) from pairing p where p.county = :county and (p.child = :child or p.peer = :child)),
    (select count(*) from exemption x where x.county = :county and x.child = :child),
    (select count(*) from submission_row r where r.county = :county and r.child = :child),
    (select count(*) from fact f where f.county = :county and f.child = :child and f.batch <> :batch);

-- county_changed: Something changed: cached pages of the county are stale.
-- in: county int
update county set data_version = data_version + 1 where id = :county;

-- pairing_reopen: Undo of an import that had ended it.
-- in: county int, id int
-- open: undo of an import; leads with the county
update pairing set to_day = null, end_reason = '' where county = :county and id = :id;

-- sight_reopen: Undo of an import that had ended it.
-- in: county int, staff int, child int, pairing int
-- open: undo of an import; leads with the county
update sight set to_day = null where county = :county and staff = :staff and child = :child and pairing = :pairing;
