-- body_insert: A body stands.
-- in: county int, id int, place int, place_key int, scheme text, key text, name text, from_day int, made_at int, made_day int, made_by int
insert into body (county, id, place, place_key, scheme, key, name, from_day, to_day, made_at, made_day, made_by, ended_day)
values (:county, :id, :place, :place_key, :scheme, :key, :name, :from_day, null, :made_at, :made_day, :made_by, null);

-- body_row: One body.
-- in: county int, id int
-- out: place int, place_key int, scheme text, key text, name text, from_day int, to_day int?
select place, place_key, scheme, key, name, from_day, to_day from body where county = :county and id = :id;

-- body_of_place: The bodies of a place that scheme asks for, those that stand first.
-- in: county int, place int
-- out: id int, scheme text, key text, name text, from_day int, to_day int?
select id, scheme, key, name, from_day, to_day from body where county = :county and place = :place
order by case when to_day is null then 0 else 1 end, scheme, key, name, from_day, id;

-- body_from: It stood from an earlier day on.
-- in: county int, id int, from_day int
update body set from_day = :from_day where county = :county and id = :id and from_day > :from_day;

-- body_close: It no longer stands.
-- in: county int, id int, to_day int, ended_day int
update body set to_day = :to_day, ended_day = :ended_day where county = :county and id = :id and to_day is null;

-- body_post_insert: Somebody holds a post.
-- in: county int, id int, body int, post text, unit text, staff int, child int, person text, house text, job text, from_day int, made_at int, made_day int, made_by int
-- open: the body was proven by the caller; leads with the county
insert into body_post (county, id, body, post, unit, staff, child, person, house, job, from_day, to_day, end_reason, made_at, made_day, made_by, ended_day)
values (:county, :id, :body, :post, :unit, :staff, :child, :person, :house, :job, :from_day, null, '', :made_at, :made_day, :made_by, null);

-- body_post_row: One holder of a post.
-- in: county int, id int
-- out: body int, post text, unit text, staff int, child int, from_day int, to_day int?
-- open: the caller proves its body right after; leads with the county
select body, post, unit, staff, child, from_day, to_day from body_post where county = :county and id = :id;

-- body_post_close: Somebody holds a post no longer.
-- in: county int, id int, to_day int, end_reason text, ended_day int
-- open: the body was proven by the caller; leads with the county
update body_post set to_day = :to_day, end_reason = :end_reason, ended_day = :ended_day
where county = :county and id = :id and to_day is null;

-- body_sitting: Who holds a post of one body on a day, for the house that sends them.
-- in: county int, body int, post text, unit text, day int
-- out: id int, staff int, child int, person text, from_day int, to_day int?
-- open: the body was proven by the caller; leads with the county
select p.id, p.staff, p.child, p.person, p.from_day, p.to_day
from body_post p
left join staff s on s.county = p.county and s.id = p.staff
left join child c on c.county = p.county and c.id = p.child
where p.county = :county and p.body = :body and p.post = :post and p.unit = :unit and (p.to_day is null or p.to_day > :day)
    and (s.to_day is null or s.to_day > :day) and (c.id is null or c.state = 'enrolled')
order by p.from_day, p.id;

-- body_holders: Everybody who holds or held a post of the bodies of a place, by name, as long as they were on its staff or roll.
-- in: place int
-- out: id int, body int, post text, unit text, staff int, child int, name text, house text, job text, from_day int, to_day int?
select p.id, p.body, p.post, p.unit, p.staff, p.child, case when p.staff <> 0 then coalesce(s.name, '') else p.person end,
    p.house, case when p.staff <> 0 then coalesce(s.post, '') else p.job end, p.from_day,
    case when s.to_day is not null and (p.to_day is null or s.to_day < p.to_day) then s.to_day else p.to_day end
from body b
join body_post p on p.county = b.county and p.body = b.id
left join staff s on s.county = p.county and s.id = p.staff
where b.county = :scope.county and b.place = :place and b.place_key >= :scope.lo and b.place_key < :scope.hi and p.child = 0
    and (p.to_day is null or p.to_day > p.from_day)
order by p.body, p.post, p.from_day, p.id;

-- body_pupils: The same of pupils, for those who may see the names of children there; each spell on the roll of the place.
-- in: place int
-- out: id int, body int, post text, child int, name text, from_day int, to_day int?
select p.id, p.body, p.post, p.child, c.name, case when e.from_day > p.from_day then e.from_day else p.from_day end,
    case when e.to_day is not null and (p.to_day is null or e.to_day < p.to_day) then e.to_day else p.to_day end
from body b
join place pl on pl.county = b.county and pl.id = b.place
join body_post p on p.county = b.county and p.body = b.id
join enrolment e on e.county = p.county and e.child = p.child
join child c on c.county = p.county and c.id = p.child
where b.county = :scope.county and b.place = :place and b.place_key >= :scope.lo and b.place_key < :scope.hi and p.child <> 0
    and e.place_key >= pl.key_lo and e.place_key < pl.key_hi and (p.to_day is null or p.to_day > e.from_day)
    and (e.to_day is null or e.to_day > p.from_day) and (p.to_day is null or p.to_day > p.from_day)
order by p.body, p.post, c.pinyin, p.id, e.from_day;

-- body_line: What evaluation reads of the bodies of one place: that each stands, and who holds its posts.
-- in: county int, place int
-- out: body int, scheme text, key text, post text, unit text, from_day int, to_day int?, made_day int, ended_day int?
-- open: evaluation in the transaction that changed it; leads with the county
select b.id as body, b.scheme, b.key, '' as post, '' as unit, b.from_day as from_day, b.to_day, b.made_day, b.ended_day
from body b where b.county = :county and b.place = :place
union all
select p.body, b.scheme, b.key, p.post, p.unit, p.from_day,
    case when s.to_day is not null and (p.to_day is null or s.to_day < p.to_day) then s.to_day else p.to_day end, p.made_day, p.ended_day
from body b
join body_post p on p.county = b.county and p.body = b.id
left join staff s on s.county = p.county and s.id = p.staff
where b.county = :county and b.place = :place and p.child = 0
union all
select p.body, b.scheme, b.key, p.post, p.unit, case when e.from_day > p.from_day then e.from_day else p.from_day end,
    case when e.to_day is not null and (p.to_day is null or e.to_day < p.to_day) then e.to_day else p.to_day end, p.made_day, p.ended_day
from body b
join place pl on pl.county = b.county and pl.id = b.place
join body_post p on p.county = b.county and p.body = b.id
join enrolment e on e.county = p.county and e.child = p.child
where b.county = :county and b.place = :place and p.child <> 0 and e.place_key >= pl.key_lo and e.place_key < pl.key_hi
    and (p.to_day is null or p.to_day > e.from_day) and (e.to_day is null or e.to_day > p.from_day)
order by body, post, from_day;

-- body_places: Places with any body, in order: the full evaluation reads the lines of these alone.
-- in: county int
-- out: place int
select distinct place from body where county = :county order by place;

-- body_holder: Who of the staff holds a post at the nearest place around a key: the longest serving first.
-- in: county int, key int, scheme text, body text, post text, day int
-- out: staff int
-- open: who owes a duty, in the transaction that changed it; leads with the county
select p.staff
from body b
join place pl on pl.county = b.county and pl.id = b.place
join body_post p on p.county = b.county and p.body = b.id
join staff s on s.county = p.county and s.id = p.staff
where b.county = :county and b.scheme = :scheme and b.key = :body and p.post = :post and p.staff <> 0
    and pl.key_lo <= :key and pl.key_hi > :key
    and b.from_day <= :day and (b.to_day is null or b.to_day > :day)
    and p.from_day <= :day and (p.to_day is null or p.to_day > :day) and (s.to_day is null or s.to_day > :day)
order by pl.key_hi - pl.key_lo, p.from_day, p.id
limit 1;

-- body_held_by_staff: The bodies in which a member of staff holds a post.
-- in: county int, staff int
-- out: place int, scheme text, key text
-- open: somebody leaves: what falls vacant; leads with the county
select distinct b.place, b.scheme, b.key from body_post p join body b on b.county = p.county and b.id = p.body
where p.county = :county and p.staff = :staff and p.to_day is null order by b.place, b.scheme, b.key;

-- body_held_by_child: The bodies in which a pupil holds a post.
-- in: county int, child int
-- out: place int, scheme text, key text
-- open: a pupil changes the class: what falls vacant; leads with the county
select distinct b.place, b.scheme, b.key from body_post p join body b on b.county = p.county and b.id = p.body
where p.county = :county and p.child = :child and p.to_day is null order by b.place, b.scheme, b.key;

-- body_pupil_pick: Pupils of a place, to choose from.
-- in: limit int
-- out: id int, name text
select c.id, c.name from child c
where c.county = :scope.county and c.place_key >= :scope.lo and c.place_key < :scope.hi and c.state = 'enrolled'
order by c.place_key, c.pinyin, c.id
limit :limit;
