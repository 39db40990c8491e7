-- scheme_insert: A loaded version of a scheme.
-- in: county int, id text, version int, title text, layer text, place int, from_day int, to_day int?, files text, params text, digest text, loaded_at int, loaded_by int
insert into scheme (county, id, version, title, layer, place, from_day, to_day, files, params, digest, loaded_at, loaded_by)
values (:county, :id, :version, :title, :layer, :place, :from_day, :to_day, :files, :params, :digest, :loaded_at, :loaded_by);

-- scheme_close: An older version ends when the next takes over.
-- in: county int, id text, version int, to_day int
update scheme set to_day = :to_day where county = :county and id = :id and version < :version and (to_day is null or to_day > :to_day);

-- scheme_end: A scheme ends.
-- in: county int, id text, to_day int
update scheme set to_day = :to_day where county = :county and id = :id and (to_day is null or to_day > :to_day);

-- scheme_list: The loaded schemes and versions.
-- in: county int
-- out: id text, version int, title text, layer text, place int, from_day int, to_day int?, digest text, loaded_at int, loaded_name text
select s.id, s.version, s.title, s.layer, s.place, s.from_day, s.to_day, s.digest, s.loaded_at, coalesce(f.name, '')
from scheme s left join staff f on f.county = s.county and f.id = s.loaded_by
where s.county = :county order by case s.layer when 'law' then 0 when 'county' then 1 when 'township' then 2 else 3 end, s.id, s.version;

-- scheme_files: The texts of all versions, to build the plan from.
-- in: county int
-- out: id text, version int, layer text, place int, from_day int, to_day int?, files text, params text, digest text
select id, version, layer, place, from_day, to_day, files, params, digest from scheme
where county = :county order by case layer when 'law' then 0 when 'county' then 1 when 'township' then 2 else 3 end, id, version;

-- scheme_by_id: One version.
-- in: county int, id text, version int
-- out: title text, digest text, files text, params text, from_day int, to_day int?
select title, digest, files, params, from_day, to_day from scheme where county = :county and id = :id and version = :version;

-- kind_list: The numbers that forms of schemes were given.
-- in: county int
-- out: key text, number int
select key, number from kind_number where county = :county order by number;

-- kind_insert: A form gets its number; the first one stays.
-- in: county int, key text, number int
insert into kind_number (county, key, number) values (:county, :key, :number) on conflict (county, key) do nothing;

-- duty_list: The numbers of the duties.
-- in: county int
-- out: id int, scheme text, version int, key text
select id, scheme, version, key from duty where county = :county order by id;

-- duty_insert: A duty gets its number.
-- in: county int, id int, scheme text, version int, key text, title text, clause text
insert into duty (county, id, scheme, version, key, title, clause) values (:county, :id, :scheme, :version, :key, :title, :clause);

-- county_by_id: The tenant.
-- in: id int
-- out: name text, demo int, today_day int, data_version int
select name, demo, today_day, data_version from county where id = :id;

-- county_first: The tenants of this installation.
-- out: id int, name text, demo int, today_day int
select id, name, demo, today_day from county order by id;

-- county_told: What commands have changed, for a server that is running.
-- out: id int, told int
select id, told from county order by id;

-- county_tell: A command has changed something; 0: in every county.
-- in: id int
update county set told = told + 1 where id = :id or :id = 0;

-- county_insert: A new tenant.
-- in: id int, name text, demo int, made_at int
insert into county (id, name, demo, made_at, today_day, data_version) values (:id, :name, :demo, :made_at, 0, 1);

-- county_today: The day to which obligations were rolled forward.
-- in: id int, today_day int
update county set today_day = :today_day, data_version = data_version + 1 where id = :id;

-- setting_get: One setting.
-- in: county int, key text
-- out: value text
select value from setting where county = :county and key = :key;

-- setting_list: All settings of a county.
-- in: county int
-- out: key text, value text
select key, value from setting where county = :county order by key;

-- setting_put: Sets one.
-- in: county int, key text, value text, changed_at int, changed_by int
insert into setting (county, key, value, changed_at, changed_by) values (:county, :key, :value, :changed_at, :changed_by)
on conflict (county, key) do update set value = excluded.value, changed_at = excluded.changed_at, changed_by = excluded.changed_by;
