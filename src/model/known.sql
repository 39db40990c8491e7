-- known_children: By what a child is found again.
-- in: county int
-- out: id_hash bytes?, roll_hash bytes?, place_key int, name text, birth_day day?
-- open: an import must find the same child anywhere in the county; only whether it is there comes of it; leads with the county
select id_hash, roll_hash, place_key, name, birth_day from child where county = :county order by id;

-- known_people: By what a parent or carer is found again.
-- in: county int
-- out: id_hash bytes?, phone_hash bytes?
-- open: one row for one human being, whatever school the children are at; leads with the county
select id_hash, phone_hash from person where county = :county order by id;
