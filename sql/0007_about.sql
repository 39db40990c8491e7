-- Duties about places and members of staff: what was done, what is owed and what was excused there, beside what is owed to children.
-- about_kind: 1 a place, 2 a member of staff.

-- encounter_about: One line for each place or member of staff that a record is about; what the cadence engine reads, in its order.
create table encounter_about (
    county int not null,             -- tenant
    about_kind int not null,         -- 1 place, 2 staff
    about int not null,              -- which
    occurred_day int not null,       -- as in the encounter
    encounter int not null,          -- which record
    kind int not null,               -- number of the kind (kinds.yaml)
    mode int not null,               -- number of the mode (kinds.yaml)
    met int not null,                -- bits of who was met (kinds.yaml)
    minutes int not null,            -- 0 when not told
    roles int not null,              -- bits of the roles the actor held there that day (roles.yaml)
    actor int not null,              -- staff who did it
    recorded_day int not null,       -- known from this local date
    voided_day int,                  -- no longer counted from this local date; null when valid
    primary key (county, about_kind, about, occurred_day, encounter)
);
create index encounter_about_by_encounter on encounter_about (county, encounter);

-- obligation_about: What is open now for a place or a member of staff: one row for each duty and window. Kept by difference.
create table obligation_about (
    county int not null,             -- tenant
    about_kind int not null,         -- 1 place, 2 staff
    about int not null,              -- about which
    duty int not null,               -- which duty
    window_day int not null,         -- first day of the window
    due_day int not null,            -- last day of the window; overdue from the next
    have int not null,               -- records credited so far
    need int not null,               -- quota
    owner int not null,              -- staff who owes it now, 0 nobody holds the role
    place_key int not null,          -- the place, or where the member of staff works
    primary key (county, about_kind, about, duty, window_day)
);
create index obligation_about_by_owner on obligation_about (county, owner, due_day);
create index obligation_about_by_place on obligation_about (county, place_key, due_day);

-- standing_about: What was last stored for a place or a member of staff, so that a difference can be taken.
create table standing_about (
    county int not null,             -- tenant
    about_kind int not null,         -- 1 place, 2 staff
    about int not null,              -- which
    place_key int not null,          -- the place its tallies stand under
    packed bytes not null,           -- (duty, window, due, state), sorted
    primary key (county, about_kind, about)
);

-- exemption_about: A duty excused for a place or a member of staff and a span, with reason and approver.
create table exemption_about (
    county int not null,             -- tenant
    id int not null,                 -- row id
    about_kind int not null,         -- 1 place, 2 staff
    about int not null,              -- which
    duty int not null,               -- which duty, 0 all
    from_day int not null,           -- first excused day
    to_day int not null,             -- first day no longer excused
    reason bytes,                    -- sealed words
    reason_code text not null,       -- closed, nothing_to_do, staff_leave, … (exemption_reasons)
    asked_by int not null,           -- staff
    asked_at int not null,           -- when
    state text not null,             -- asked, approved, refused
    decided_by int,                  -- staff, never the one who asked
    decided_at int,                  -- when
    decided_day int,                 -- its local date: known from then
    primary key (county, id)
);
create index exemption_about_by_about on exemption_about (county, about_kind, about);

-- staff_check: Each background check that was entered, so that the yearly duty is judged for days gone by too. Never what was found.
create table staff_check (
    county int not null,             -- tenant
    staff int not null,              -- who was checked
    check_day int not null,          -- when
    result text not null,            -- pass, blocked
    known_day int not null,          -- entered on
    primary key (county, staff, check_day)
);
insert into staff_check (county, staff, check_day, result, known_day)
select county, id, check_day, check_result, check_day from staff where check_day is not null and check_result <> 'none';
