-- Today reads what somebody owes, most pressing first, and what they entered today; a list reads the children of a class: each is
-- answered from an index alone.
drop index obligation_by_owner;
create index obligation_by_owner on obligation (county, owner, due_day, child, duty, window_day, have, need);
drop index encounter_by_actor;
create index encounter_by_actor on encounter (county, actor, occurred_day, recorded_day);
drop index child_by_class;
create index child_by_class on child (county, place_key, id, state, name, sex, birth_day, class);
