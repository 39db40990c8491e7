-- What the store keeps about itself. Its two tables are made by migrate.c before the first migration.

-- store_tables: Whether the store's own tables stand, and how many others do.
-- out: own int, other int
-- sqlite:
select cast(coalesce(sum(case when name = 'migration' then 1 else 0 end), 0) as bigint),
    cast(coalesce(sum(case when name = 'migration' then 0 else 1 end), 0) as bigint)
from sqlite_schema where type = 'table';
-- postgresql:
select cast(coalesce(sum(case when c.relname = 'migration' then 1 else 0 end), 0) as bigint),
    cast(coalesce(sum(case when c.relname = 'migration' then 0 else 1 end), 0) as bigint)
from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p') and n.nspname = current_schema();

-- migration_list: The migrations this database has been through.
-- out: number int, name text, digest text
select number, name, digest from migration order by number;

-- migration_has: Whether a migration is on record, asked again inside the transaction that would run it.
-- in: number int
-- out: times int
select count(*) from migration where number = :number;

-- migration_add: One more.
-- in: number int, name text, digest text
insert into migration (number, name, digest) values (:number, :name, :digest);

-- installation_value: One value by name.
-- in: name text
-- out: value bytes
select value from installation where name = :name;

-- installation_put: Sets a value that was not there.
-- in: name text, value bytes
insert into installation (name, value) values (:name, :value);

-- installation_set: Sets a value that stands.
-- in: name text, value bytes
update installation set value = :value where name = :name;
