-- pairing_wanted: Children of a place for whom the schemes want somebody, after a position: members of a target of any relation; with
-- `bare` only those of whom a demand is unmet (a relation that needs at least so many people at a time). A demand of 0 asks for nobody.
-- in: target_0 text, relation_0 text, need_0 int, target_1 text, relation_1 text, need_1 int, target_2 text, relation_2 text, need_2 int, target_3 text, relation_3 text, need_3 int
-- in: target_4 text, relation_4 text, need_4 int, target_5 text, relation_5 text, need_5 int, target_6 text, relation_6 text, need_6 int, target_7 text, relation_7 text, need_7 int
-- in: day int, bare int, after_key int, after_child int, limit int
-- out: child int, name text, class int, place_key int, responsible text?
with want (target, relation, need) as (values (cast(:target_0 as text), cast(:relation_0 as text), cast(:need_0 as bigint)),
    (cast(:target_1 as text), cast(:relation_1 as text), cast(:need_1 as bigint)),
    (cast(:target_2 as text), cast(:relation_2 as text), cast(:need_2 as bigint)),
    (cast(:target_3 as text), cast(:relation_3 as text), cast(:need_3 as bigint)),
    (cast(:target_4 as text), cast(:relation_4 as text), cast(:need_4 as bigint)),
    (cast(:target_5 as text), cast(:relation_5 as text), cast(:need_5 as bigint)),
    (cast(:target_6 as text), cast(:relation_6 as text), cast(:need_6 as bigint)),
    (cast(:target_7 as text), cast(:relation_7 as text), cast(:need_7 as bigint)))
select c.id, c.name, c.class, c.place_key,
    (select coalesce(s.name, r.helper_name) from pairing r left join staff s on s.county = r.county and s.id = r.staff
        where r.county = c.county and r.child = c.id and r.role = 'responsible' and r.from_day <= :day and (r.to_day is null or r.to_day > :day)
        order by r.from_day desc, r.id desc limit 1)
from child c
where c.county = :scope.county and c.place_key >= :scope.lo and c.place_key < :scope.hi and c.state = 'enrolled'
    and (c.place_key > :after_key or (c.place_key = :after_key and c.id > :after_child))
    and exists (select 1 from want w join membership m on m.county = c.county and m.child = c.id and m.target = w.target
        where :bare = 0 or w.need > (select count(*) from pairing p where p.county = c.county and p.child = c.id and p.relation = w.relation
            and p.from_day <= :day and (p.to_day is null or p.to_day > :day)))
order by c.place_key, c.id
limit :limit;

-- pairing_wanted_count: How many they are, and of how many a demand is unmet.
-- in: target_0 text, relation_0 text, need_0 int, target_1 text, relation_1 text, need_1 int, target_2 text, relation_2 text, need_2 int, target_3 text, relation_3 text, need_3 int
-- in: target_4 text, relation_4 text, need_4 int, target_5 text, relation_5 text, need_5 int, target_6 text, relation_6 text, need_6 int, target_7 text, relation_7 text, need_7 int
-- in: day int
-- out: children int, bare int
with want (target, relation, need) as (values (cast(:target_0 as text), cast(:relation_0 as text), cast(:need_0 as bigint)),
    (cast(:target_1 as text), cast(:relation_1 as text), cast(:need_1 as bigint)),
    (cast(:target_2 as text), cast(:relation_2 as text), cast(:need_2 as bigint)),
    (cast(:target_3 as text), cast(:relation_3 as text), cast(:need_3 as bigint)),
    (cast(:target_4 as text), cast(:relation_4 as text), cast(:need_4 as bigint)),
    (cast(:target_5 as text), cast(:relation_5 as text), cast(:need_5 as bigint)),
    (cast(:target_6 as text), cast(:relation_6 as text), cast(:need_6 as bigint)),
    (cast(:target_7 as text), cast(:relation_7 as text), cast(:need_7 as bigint)))
select count(*), cast(coalesce(sum(u.bare), 0) as bigint)
from (select m.child as child, max(case when w.need > (select count(*) from pairing p where p.county = m.county and p.child = m.child
        and p.relation = w.relation and p.from_day <= :day and (p.to_day is null or p.to_day > :day)) then 1 else 0 end) as bare
    from membership m join want w on m.target = w.target
    where m.county = :scope.county and m.place_key >= :scope.lo and m.place_key < :scope.hi
    group by m.child) as u;

-- pairing_unmet: Which demands are unmet of one child of a list.
-- in: target_0 text, relation_0 text, need_0 int, target_1 text, relation_1 text, need_1 int, target_2 text, relation_2 text, need_2 int, target_3 text, relation_3 text, need_3 int
-- in: target_4 text, relation_4 text, need_4 int, target_5 text, relation_5 text, need_5 int, target_6 text, relation_6 text, need_6 int, target_7 text, relation_7 text, need_7 int
-- in: county int, child int, day int
-- out: relation text
-- open: the list it belongs to was read under a scope; leads with the county
with want (target, relation, need) as (values (cast(:target_0 as text), cast(:relation_0 as text), cast(:need_0 as bigint)),
    (cast(:target_1 as text), cast(:relation_1 as text), cast(:need_1 as bigint)),
    (cast(:target_2 as text), cast(:relation_2 as text), cast(:need_2 as bigint)),
    (cast(:target_3 as text), cast(:relation_3 as text), cast(:need_3 as bigint)),
    (cast(:target_4 as text), cast(:relation_4 as text), cast(:need_4 as bigint)),
    (cast(:target_5 as text), cast(:relation_5 as text), cast(:need_5 as bigint)),
    (cast(:target_6 as text), cast(:relation_6 as text), cast(:need_6 as bigint)),
    (cast(:target_7 as text), cast(:relation_7 as text), cast(:need_7 as bigint)))
select distinct w.relation from want w join membership m on m.county = :county and m.child = :child and m.target = w.target
where w.need > (select count(*) from pairing p where p.county = :county and p.child = :child and p.relation = w.relation
    and p.from_day <= :day and (p.to_day is null or p.to_day > :day))
order by w.relation;

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
