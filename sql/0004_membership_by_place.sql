-- How many children of a place are in care is asked by every list of children: counted from their memberships, in the order of this index,
-- instead of asking for each pupil of a county whether there is one.
create index membership_by_place on membership (county, place_key, child, target);
