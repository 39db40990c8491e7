-- session_of_staff: The browsers in which a member of staff is signed in, the last used first.
-- in: county int, staff int
-- out: token bytes, made_at int, seen_at int, ends_at int
select token, made_at, seen_at, ends_at from session where county = :county and staff = :staff order by seen_at desc, made_at desc;

-- session_end_others: Signed out everywhere but here.
-- in: county int, staff int, token bytes
delete from session where county = :county and staff = :staff and token <> :token;
