-- The list of what was done: of a class or school along its place, of a county along the days; both filter by kind before a record is read.
drop index encounter_by_place;
create index encounter_by_place on encounter (county, place_key, occurred_day, kind);
create index encounter_by_day on encounter (county, occurred_day, id, place_key, kind);
