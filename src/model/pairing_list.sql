-- pairing_wanted: Children of a place for whom the schemes want somebody (members of one of these targets), with the responsible person.
-- in: target_0 text, target_1 text, target_2 text, target_3 text, target_4 text, target_5 text, day int, bare int, after_key int, after_child int, limit int
-- out: child int, name text, class int, place_key int, responsible text?
select c.id, c.name, c.class, c.place_key,
    (select coalesce(s.name, r.helper_name) from pairing r left join staff s on s.county = r.county and s.id = r.staff
        where r.county = c.county and r.child = c.id and r.role = 'responsible' and r.from_day <= :day and (r.to_day is null or r.to_day > :day)
        order by r.from_day desc, r.id desc limit 1)
from child c
where c.county = :scope.county and c.place_key >= :scope.lo and c.place_key < :scope.hi and c.state = 'enrolled'
    and (c.place_key > :after_key or (c.place_key = :after_key and c.id > :after_child))
    and exists (select 1 from membership m where m.county = c.county and m.child = c.id
        and m.target in (:target_0, :target_1, :target_2, :target_3, :target_4, :target_5))
    and (:bare = 0 or not exists (select 1 from pairing p where p.county = c.county and p.child = c.id and p.role = 'responsible'
        and p.from_day <= :day and (p.to_day is null or p.to_day > :day)))
order by c.place_key, c.id
limit :limit;

-- pairing_wanted_count: How many they are, and how many of them have nobody responsible.
-- in: target_0 text, target_1 text, target_2 text, target_3 text, target_4 text, target_5 text, day int
-- out: children int, bare int
select count(*), cast(coalesce(sum(case when exists (select 1 from pairing p where p.county = w.county and p.child = w.child
        and p.role = 'responsible' and p.from_day <= :day and (p.to_day is null or p.to_day > :day)) then 0 else 1 end), 0) as bigint)
from (select distinct m.county as county, m.child as child from membership m
    where m.county = :scope.county and m.place_key >= :scope.lo and m.place_key < :scope.hi
        and m.target in (:target_0, :target_1, :target_2, :target_3, :target_4, :target_5)) as w;

-- pairing_around: Helpers and peers of one child of a list.
-- in: county int, child int, day int
-- out: id int, relation text, role text, name text, peer_name text, helper_kind text, check_day day?, check_result text
-- open: the list it belongs to was read under a scope; leads with the county
select p.id, p.relation, p.role, coalesce(s.name, p.helper_name), coalesce(c.name, ''), p.helper_kind, s.check_day, coalesce(s.check_result, '')
from pairing p
left join staff s on s.county = p.county and s.id = p.staff
left join child c on c.county = p.county and c.id = p.peer
where p.county = :county and p.child = :child and p.role <> 'responsible' and p.from_day <= :day and (p.to_day is null or p.to_day > :day)
order by p.relation, p.id;
