-- account_wanting: Staff of a range of places who have no account, or (again) have never signed in with theirs; of one imported file, or of any (0).
-- in: county int, key_lo int, key_hi int, batch int, again int, today int, limit int
-- out: id int, name text, pinyin text, code text, post text, place text, place_code text, login text
select s.id, s.name, s.pinyin, s.code, s.post, p.name, p.code, coalesce(a.login, '')
from place p
join staff s on s.county = p.county and s.place = p.id
left join account a on a.county = s.county and a.staff = s.id
where p.county = :county and p.key_lo >= :key_lo and p.key_lo < :key_hi and (s.to_day is null or s.to_day > :today)
    and (:batch = 0 or s.batch = :batch)
    and ((:again = 0 and a.login is null) or (:again = 1 and a.must_change = 1 and a.closed = 0))
order by p.key_lo, s.code, s.pinyin, s.id
limit :limit;
