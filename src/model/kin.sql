-- kin_insert: A person as kin of a child.
-- in: county int, child int, id int, person int, relation text, guardian int, carer int, from_day day, to_day day?, batch int
-- open: the child was proven by the caller; leads with the county
insert into kin (county, child, id, person, relation, guardian, carer, from_day, to_day, batch)
values (:county, :child, :id, :person, :relation, :guardian, :carer, :from_day, :to_day, :batch);

-- kin_update: How the person stands to the child.
-- in: county int, child int, id int, relation text, guardian int, carer int, to_day day?
-- open: the child was proven by the caller; leads with the county
update kin set relation = :relation, guardian = :guardian, carer = :carer, to_day = :to_day
where county = :county and child = :child and id = :id;

-- kin_rows: Everybody around one child, open ones first, parents before others.
-- in: county int, child int
-- out: id int, person int, relation text, guardian int, carer int, from_day day, to_day day?, name text, sex int, birth_day day?
-- out: id_no sealed(person person)?, phone sealed(person person)?, address sealed(person person)?, work text
-- open: the child was proven by the caller; leads with the county
select k.id, k.person, k.relation, k.guardian, k.carer, k.from_day, k.to_day, p.name, p.sex, p.birth_day, p.id_no, p.phone, p.address, p.work
from kin k join person p on p.county = k.county and p.id = k.person
where k.county = :county and k.child = :child
order by case when k.to_day is null then 0 else 1 end, k.relation, k.from_day, k.id;

-- kin_of_child: The same for the child's page.
-- out: id int, person int, relation text, guardian int, carer int, from_day day, to_day day?, name text, sex int, birth_day day?
-- out: id_no sealed(person person)?, phone sealed(person person)?, address sealed(person person)?, work text
select k.id, k.person, k.relation, k.guardian, k.carer, k.from_day, k.to_day, p.name, p.sex, p.birth_day, p.id_no, p.phone, p.address, p.work
from kin k join person p on p.county = k.county and p.id = k.person
where k.county = :scope.county and k.child = :scope.child
order by case when k.to_day is null then 0 else 1 end, k.relation, k.from_day, k.id;

-- kin_end: Ends, or opens again.
-- in: county int, child int, id int, to_day day?
-- open: the child was proven by the caller; leads with the county
update kin set to_day = :to_day where county = :county and child = :child and id = :id;

-- kin_delete: Undo of an import.
-- in: county int, child int, id int
-- open: undo of an import; leads with the county
delete from kin where county = :county and child = :child and id = :id;

-- kin_cared_for: Whom a person looks after or looked after.
-- in: county int, person int
-- out: child int
-- open: follows a change of the person in the same transaction; leads with the county
select distinct child from kin where county = :county and person = :person and carer = 1 order by child;
