-- account_insert: A new account.
-- in: login text, county int, staff int, secret text, must_change int, lang text, changed_at int
insert into account (login, county, staff, secret, must_change, failed, locked_until_at, lang, closed, changed_at)
values (:login, :county, :staff, :secret, :must_change, 0, 0, :lang, 0, :changed_at);

-- account_by_login: For signing in.
-- in: login text
-- out: county int, staff int, secret text, must_change int, failed int, locked_until_at int, lang text, closed int
select county, staff, secret, must_change, failed, locked_until_at, lang, closed from account where login = :login;

-- account_by_staff: The account of a member of staff.
-- in: county int, staff int
-- out: login text, must_change int, failed int, locked_until_at int, lang text, closed int, changed_at int
select login, must_change, failed, locked_until_at, lang, closed, changed_at from account where county = :county and staff = :staff;

-- account_failed: One more wrong password; the caller has counted and says until when it is locked.
-- in: login text, failed int, locked_until_at int
update account set failed = :failed, locked_until_at = :locked_until_at where login = :login;

-- account_secret: A new password.
-- in: login text, secret text, must_change int, changed_at int
update account set secret = :secret, must_change = :must_change, changed_at = :changed_at, failed = 0, locked_until_at = 0 where login = :login;

-- account_lang: Language of the pages.
-- in: login text, lang text
update account set lang = :lang where login = :login;

-- account_close: May not sign in any more, or again.
-- in: login text, closed int
update account set closed = :closed where login = :login;

-- account_list: Accounts of a county with their people.
-- in: county int
-- out: login text, staff int, name text, must_change int, locked_until_at int, closed int, place int
select a.login, a.staff, s.name, a.must_change, a.locked_until_at, a.closed, s.place
from account a join staff s on s.county = a.county and s.id = a.staff
where a.county = :county order by a.login;

-- account_count: How many there are in the whole installation; 0: nobody has set it up.
-- out: n int
select count(*) from account;
