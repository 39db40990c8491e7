-- A record more with a child was judged from nine tables. What they say of a child stands packed beside its standing; see src/model/gist.h.
alter table standing add column gist bytes; -- what the child was judged from and what stands open of it, packed; null: to be read from the tables
