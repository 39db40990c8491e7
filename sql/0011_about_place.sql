-- Where what was done for places and by staff belongs, so that a place's page lists it along one index.
alter table encounter_about add column place_key int not null default 0; -- the place, or where the member of staff worked
create index encounter_about_by_place on encounter_about (county, place_key, occurred_day);
