-- The self-audit of an installation (chuyan check): counts and reads that belong to no page.

-- selfcheck_first_passwords: Accounts whose first password was never changed.
-- in: county int
-- out: n int
select count(*) from account where county = :county and must_change = 1 and closed = 0;

-- selfcheck_dormant: Accounts in use of which the log knows nothing since a moment.
-- in: county int, since int
-- out: n int
select count(*) from account a
where a.county = :county and a.closed = 0 and a.must_change = 0 and a.changed_at < :since
    and not exists (select 1 from audit u where u.county = a.county and u.staff = a.staff and u.at >= :since);

-- selfcheck_left: Accounts of people who have left and that are not closed.
-- in: county int, day int
-- out: n int
select count(*) from account a join staff s on s.county = a.county and s.id = a.staff
where a.county = :county and a.closed = 0 and s.to_day is not null and s.to_day <= :day;

-- selfcheck_unchecked: People who stand by a child today without a background check that holds.
-- in: county int, day int, since int
-- out: n int
-- open: only a count; leads with the county
select count(*) from staff s
where s.county = :county and (s.check_day is null or s.check_day < :since or s.check_result <> 'pass')
    and exists (select 1 from pairing p where p.county = s.county and p.staff = s.id and p.from_day <= :day and (p.to_day is null or p.to_day > :day));

-- selfcheck_ownerless: Open obligations that nobody owes, by duty.
-- in: county int, day int
-- out: duty int, n int
-- open: only counts; leads with the county
select duty, count(*) from obligation where county = :county and owner = 0 and window_day <= :day group by duty order by duty;

-- selfcheck_ownerless_about: The same of places and staff.
-- in: county int, day int
-- out: duty int, n int
-- open: only counts; leads with the county
select duty, count(*) from obligation_about where county = :county and owner = 0 and window_day <= :day group by duty order by duty;

-- selfcheck_about: Records of work that are with nobody and of no place, and lines of records that are not there.
-- in: county int
-- out: bare int, lost int
-- open: only counts; leads with the county
select (select count(*) from encounter e where e.county = :county
        and not exists (select 1 from encounter_child c where c.county = e.county and c.encounter = e.id)
        and not exists (select 1 from encounter_about a where a.county = e.county and a.encounter = e.id)),
    (select count(*) from encounter_about a where a.county = :county
        and not exists (select 1 from encounter e where e.county = a.county and e.id = a.encounter));

-- selfcheck_children: The sealed columns of every child, to see that the key opens them.
-- in: county int
-- out: id int, id_no sealed(child id)?, roll_no sealed(child id)?, address sealed(child id)?
-- open: the self-audit opens each value and looks at none; leads with the county
select id, id_no, roll_no, address from child where county = :county;

-- selfcheck_people: The same of parents and carers.
-- in: county int
-- out: id int, id_no sealed(person id)?, phone sealed(person id)?, address sealed(person id)?
-- open: the self-audit opens each value and looks at none; leads with the county
select id, id_no, phone, address from person where county = :county;

-- selfcheck_records: The same of records of work.
-- in: county int
-- out: id int, sentence sealed(encounter id)?, form sealed(encounter id)?
-- open: the self-audit opens each value and looks at none; leads with the county
select id, sentence, form from encounter where county = :county;

-- selfcheck_admins: People who hold more than one of the three administrations today.
-- in: county int, day int
-- out: staff int
select staff from role_grant
where county = :county and role in ('platform_admin', 'security_admin', 'audit_admin') and from_day <= :day and (to_day is null or to_day > :day)
group by staff having count(distinct role) > 1 order by staff;

-- selfcheck_enrolled: Children on the roll, and how many of them stand in no class.
-- in: county int
-- out: children int, lost int
-- open: only counts; leads with the county
select count(*), cast(coalesce(sum(case when class = 0 then 1 else 0 end), 0) as bigint) from child where county = :county and state = 'enrolled';
