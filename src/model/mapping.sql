-- import_mapping_for: What people said about heads, for files of a range: the narrowest first, then the latest.
-- in: county int, kind text, key_lo int, key_hi int, limit int
-- out: head text, mapping text
select head, mapping from import_mapping
where county = :county and kind = :kind and key_lo <= :key_lo and key_hi >= :key_hi
order by key_hi - key_lo, made_at desc, head limit :limit;

-- import_mapping_put: What a head means from now on.
-- in: county int, kind text, key_lo int, key_hi int, head text, mapping text, made_at int, made_by int
insert into import_mapping (county, kind, key_lo, key_hi, head, mapping, made_at, made_by)
values (:county, :kind, :key_lo, :key_hi, :head, :mapping, :made_at, :made_by)
on conflict (county, kind, key_lo, key_hi, head) do update set mapping = excluded.mapping, made_at = excluded.made_at, made_by = excluded.made_by;

-- import_mapping_trim: Only the latest are kept.
-- in: county int, kind text, key_lo int, key_hi int, most int
delete from import_mapping
where county = :county and kind = :kind and key_lo = :key_lo and key_hi = :key_hi and head not in (
    select m.head from import_mapping m
    where m.county = :county and m.kind = :kind and m.key_lo = :key_lo and m.key_hi = :key_hi
    order by m.made_at desc, m.head limit :most);

-- import_file_insert: A part of an uploaded file.
-- in: county int, batch int, part int, bytes sealed(import_file batch part)
-- open: the batch was just made by the caller; leads with the county
insert into import_file (county, batch, part, bytes) values (:county, :batch, :part, :bytes);

-- import_file_parts: The parts of an uploaded file in order, its first row before them.
-- in: county int, batch int
-- out: part int, bytes sealed(import_file batch part)
-- open: the batch was proven by the caller; leads with the county
select part, bytes from import_file where county = :county and batch = :batch order by part;

-- import_file_first: The first row of an uploaded file.
-- in: county int, batch int
-- out: part int, bytes sealed(import_file batch part)
-- open: the batch was proven by the caller; leads with the county
select part, bytes from import_file where county = :county and batch = :batch and part = -1;

-- import_file_delete: The file is needed no more.
-- in: county int, batch int
-- open: the batch was proven by the caller; leads with the county
delete from import_file where county = :county and batch = :batch;

-- import_file_count: Whether an uploaded file is still kept.
-- in: county int, batch int
-- out: n int
-- open: only a number; leads with the county
select count(*) from import_file where county = :county and batch = :batch and part >= 0;
