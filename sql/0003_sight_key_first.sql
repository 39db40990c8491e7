-- The columns of the key stand first. SQLite up to 3.40 takes the columns of a table without rowid for one another in its integrity check
-- when they do not, and then calls a sound backup damaged ("NULL value in sight.from_day").

-- sight_made: Why a member of staff may see a child outside the places of their roles: derived from pairings, kept in the same transaction.
create table sight_made (
    county int not null,             -- tenant
    staff int not null,              -- who
    child int not null,              -- whom
    pairing int not null,            -- because of
    from_day int not null,           -- since
    to_day int,                      -- until
    primary key (county, staff, child, pairing)
);
insert into sight_made (county, staff, child, pairing, from_day, to_day)
select county, staff, child, pairing, from_day, to_day from sight;
drop table sight;
alter table sight_made rename to sight;
create index sight_by_child on sight (county, child);
