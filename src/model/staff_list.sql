-- staff_page: Colleagues of a range of places after a position, with what a list says of each.
-- in: county int, key_lo int, key_hi int, today int, check_before int, stale int, unsigned_ int, after_key int, after_pinyin text, after_id int, limit int
-- out: id int, name text, pinyin text, place int, key_lo int, post text, check_day day?, check_result text, to_day day?, load int, account int, must_change int, closed int
-- open: of pairings only their number; leads with the county
select s.id, s.name, s.pinyin, s.place, p.key_lo, s.post, s.check_day, s.check_result, s.to_day,
    (select count(*) from pairing g where g.county = s.county and g.staff = s.id and g.from_day <= :today and (g.to_day is null or g.to_day > :today)),
    case when a.login is null then 0 else 1 end, coalesce(a.must_change, 0), coalesce(a.closed, 0)
from place p
join staff s on s.county = p.county and s.place = p.id
left join account a on a.county = s.county and a.staff = s.id
where p.county = :county and p.key_lo >= :key_lo and p.key_lo < :key_hi and (s.to_day is null or s.to_day > :today)
    and (p.key_lo > :after_key or (p.key_lo = :after_key and (s.pinyin > :after_pinyin or (s.pinyin = :after_pinyin and s.id > :after_id))))
    and (:stale = 0 or s.check_day is null or s.check_day <= :check_before or s.check_result <> 'pass')
    and (:unsigned_ = 0 or a.login is null)
order by p.key_lo, s.pinyin, s.id
limit :limit;

-- staff_page_count: How many they are.
-- in: county int, key_lo int, key_hi int, today int, check_before int, stale int, unsigned_ int
-- out: n int
select count(*)
from place p
join staff s on s.county = p.county and s.place = p.id
left join account a on a.county = s.county and a.staff = s.id
where p.county = :county and p.key_lo >= :key_lo and p.key_lo < :key_hi and (s.to_day is null or s.to_day > :today)
    and (:stale = 0 or s.check_day is null or s.check_day <= :check_before or s.check_result <> 'pass')
    and (:unsigned_ = 0 or a.login is null);

-- staff_glance: The same of one, found by name.
-- in: county int, id int, today int
-- out: load int, account int, must_change int, closed int
-- open: of pairings only their number; leads with the county
select (select count(*) from pairing g where g.county = s.county and g.staff = s.id and g.from_day <= :today and (g.to_day is null or g.to_day > :today)),
    case when a.login is null then 0 else 1 end, coalesce(a.must_change, 0), coalesce(a.closed, 0)
from staff s left join account a on a.county = s.county and a.staff = s.id
where s.county = :county and s.id = :id;

-- staff_sound: Where somebody stands in a list sorted by sound.
-- in: county int, id int
-- out: pinyin text
select pinyin from staff where county = :county and id = :id;
