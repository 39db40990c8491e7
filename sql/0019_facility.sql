-- SPDX-License-Identifier: Apache-2.0
-- Facilities as a noun, and what was ticked on checklists.

-- facility: A room, box or place for children: what it is, where, who keeps it. What it had on any day stands in facility_spell.
create table facility (
    county int not null,             -- tenant
    id int not null,                 -- row id
    kind text not null,              -- of the list `facility`, or "scheme:key" of a kind that a scheme brought
    place int not null,              -- the class, school, centre or bureau it stands at
    place_key int not null,          -- first key of that place
    name text not null,              -- what people call it
    keeper int not null,             -- staff who looks after it today, 0 nobody
    hours text not null,             -- when it is open, as written at its door; '' not told
    note text not null,              -- who built it, what it was before, where it is; '' nothing
    from_day int not null,           -- opened on
    to_day int,                      -- closed from this day; null while it stands
    known_day int not null,          -- entered on
    version int not null,            -- counts changes, so that two people do not overwrite each other
    made_by int not null,            -- staff
    made_at int not null,            -- when
    primary key (county, id)
);
create index facility_by_place on facility (county, place_key);
create index facility_by_keeper on facility (county, keeper);

-- facility_spell: From when to when a facility had so many of a thing, and who kept it: its history.
create table facility_spell (
    county int not null,             -- tenant
    facility int not null,           -- which
    part text not null,              -- key of the thing (tv, books), or @keeper
    from_day int not null,           -- from this day
    to_day int,                      -- no longer from this day; null: still
    known_day int not null,          -- entered on
    n int not null,                  -- how many; of @keeper: which member of staff
    primary key (county, facility, part, from_day)
);
create index facility_spell_by_keeper on facility_spell (county, part, n);

-- checklist_tick: What somebody saw to be done and ticked; taken back, it stays with the day.
create table checklist_tick (
    county int not null,             -- tenant
    about_kind int not null,         -- 0 child, 1 place, 3 facility
    about int not null,              -- which
    list text not null,              -- "scheme:checklist"
    item text not null,              -- which item
    id int not null,                 -- row id
    tick_day int not null,           -- seen on
    known_day int not null,          -- entered on
    made_by int not null,            -- staff
    undone_day int,                  -- taken back from this day; null: it holds
    undone_by int,                   -- staff
    primary key (county, about_kind, about, list, item, id)
);
