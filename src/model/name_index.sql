-- name_version: Of which state of the county an index of names has to be.
-- in: county int
-- out: data_version int
select data_version from county where id = :county;

-- name_count: How many children an index will hold.
-- in: county int
-- out: n int
-- open: only a count; leads with the county
select count(*) from child where county = :county;

-- name_rows: Every child by what it is searched for, in the order in which hits are shown.
-- in: county int
-- out: id int, name text, pinyin text, initials text, sex int, birth_day day?, class int, place_key int, state text
-- open: read by the server itself; each search gives only hits within a scope; leads with the county
select id, name, pinyin, initials, sex, birth_day, class, place_key, state from child where county = :county
order by place_key, pinyin, id;
