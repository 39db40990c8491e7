-- Committees, teams and groups that schemes ask for, and who holds their posts since when.

-- body: A committee, team or group that stands at a place, as a scheme asks for it.
create table body (
    county int not null,             -- tenant
    id int not null,                 -- row id
    place int not null,              -- where
    place_key int not null,          -- its key
    scheme text not null,            -- scheme id
    key text not null,               -- which of its bodies
    name text not null,              -- its own name where there may be several: 李家村学习小组; '' else
    from_day int not null,           -- stands from
    to_day int,                      -- first day on which it no longer does; null: still
    made_at int not null,            -- entered
    made_day int not null,           -- its local date: known from then
    made_by int not null,            -- by whom
    ended_day int,                   -- local date on which its end was entered
    primary key (county, id)
);
create index body_by_place on body (county, place, scheme, key);

-- body_post: Who holds a post of a body. Somebody who leaves the staff or the place holds it no longer, whatever stands here.
create table body_post (
    county int not null,             -- tenant
    id int not null,                 -- row id
    body int not null,               -- of which body
    post text not null,              -- key of the post in the scheme
    unit text not null,              -- the house that sends them, '' none
    staff int not null,              -- member of staff, 0 none
    child int not null,              -- pupil, 0 none
    person text not null,            -- name of somebody without account, '' none
    house text not null,             -- where that person works
    job text not null,               -- as what
    from_day int not null,           -- holds it from
    to_day int,                      -- first day on which no longer; null: still
    end_reason text not null,        -- changed, left, error; '' while open
    made_at int not null,            -- entered
    made_day int not null,           -- its local date: known from then
    made_by int not null,            -- by whom
    ended_day int,                   -- local date on which its end was entered
    primary key (county, id)
);
create index body_post_by_body on body_post (county, body);
create index body_post_by_staff on body_post (county, staff);
create index body_post_by_child on body_post (county, child);
