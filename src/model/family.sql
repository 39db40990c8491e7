-- family_insert: A family.
-- in: county int, id int, batch int
-- open: only a number; leads with the county
insert into family (county, id, batch) values (:county, :id, :batch);

-- family_set: A child joins a family.
-- in: county int, child int, family int
-- open: the child was proven by the caller; leads with the county
update child set family = :family, version = version + 1 where county = :county and id = :child;

-- family_size: How many children a family has.
-- in: county int, family int
-- out: n int
-- open: only a count; leads with the county
select count(*) from child where county = :county and family = :family;

-- family_delete: Nobody is left in it.
-- in: county int, family int
-- open: only a number; leads with the county
delete from family where county = :county and id = :family
    and not exists (select 1 from child c where c.county = :county and c.family = :family);

-- family_of_parent: The families of children who have this person as a parent.
-- in: county int, person int, child int
-- out: family int
-- open: brothers and sisters may be at different schools; only the number comes back; leads with the county
select c.family from kin k
join child c on c.county = k.county and c.id = k.child
where k.county = :county and k.person = :person and k.relation in ('51', '52', '57', '58') and c.id <> :child
order by c.id limit 1;

-- family_members: The children of a family inside the scope.
-- in: family int
-- out: id int, name text, class int, birth_day day?
select id, name, class, birth_day from child
where county = :scope.county and family = :family and place_key >= :scope.lo and place_key < :scope.hi
order by birth_day, id;
