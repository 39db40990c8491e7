-- session_insert: Somebody signed in.
-- in: token bytes, login text, county int, staff int, csrf text, made_at int, ends_at int
insert into session (token, login, county, staff, csrf, made_at, seen_at, ends_at)
values (:token, :login, :county, :staff, :csrf, :made_at, :made_at, :ends_at);

-- session_by_token: A session with what the spine needs of its account.
-- in: token bytes
-- out: login text, county int, staff int, csrf text, made_at int, seen_at int, ends_at int, must_change int, lang text, closed int
-- out: name text, place int, place_name text, left_day day?, demo int
select n.login, n.county, n.staff, n.csrf, n.made_at, n.seen_at, n.ends_at, a.must_change, a.lang, a.closed,
    s.name, s.place, coalesce(p.name, ''), s.to_day, c.demo
from session n
join account a on a.login = n.login
join staff s on s.county = n.county and s.id = n.staff
join county c on c.id = n.county
left join place p on p.county = s.county and p.id = s.place
where n.token = :token;

-- session_seen: The last request, to the minute.
-- in: token bytes, seen_at int
update session set seen_at = :seen_at where token = :token and seen_at < :seen_at;

-- session_end: Signed out.
-- in: token bytes
delete from session where token = :token;

-- session_end_staff: Signed out everywhere: password changed, account closed.
-- in: county int, staff int
delete from session where county = :county and staff = :staff;

-- session_purge: Those that have ended by themselves.
-- in: now int, seen_before int
delete from session where ends_at < :now or seen_at < :seen_before;
