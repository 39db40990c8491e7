-- exemption_insert: A wish to excuse a duty for a child and a span.
-- in: county int, id int, child int, duty int, from_day int, to_day int, reason sealed(exemption id)?, reason_code text, asked_by int, asked_at int
-- open: the child was proven by the caller; leads with the county
insert into exemption (county, id, child, duty, from_day, to_day, reason, reason_code, asked_by, asked_at, state, decided_by, decided_at, decided_day)
values (:county, :id, :child, :duty, :from_day, :to_day, :reason, :reason_code, :asked_by, :asked_at, 'asked', null, null, null);

-- exemption_decide: Approved or refused, by another person.
-- in: county int, id int, state text, decided_by int, decided_at int, decided_day int
-- open: the child was proven by the caller; leads with the county
update exemption set state = :state, decided_by = :decided_by, decided_at = :decided_at, decided_day = :decided_day
where county = :county and id = :id and state = 'asked' and asked_by <> :decided_by;

-- exemption_by_id: One exemption, to be decided.
-- in: county int, id int
-- out: child int, duty int, asked_by int, state text
-- open: the caller proves its child right after; leads with the county
select child, duty, asked_by, state from exemption where county = :county and id = :id;

-- exemption_about_insert: A wish to excuse a duty for a place or a member of staff and a span.
-- in: county int, id int, about_kind int, about int, duty int, from_day int, to_day int, reason sealed(exemption_about id)?, reason_code text
-- in: asked_by int, asked_at int
-- open: the place or the member of staff was proven by the caller; leads with the county
insert into exemption_about (county, id, about_kind, about, duty, from_day, to_day, reason, reason_code, asked_by, asked_at, state,
    decided_by, decided_at, decided_day)
values (:county, :id, :about_kind, :about, :duty, :from_day, :to_day, :reason, :reason_code, :asked_by, :asked_at, 'asked',
    null, null, null);

-- exemption_about_decide: Approved or refused, by another person.
-- in: county int, id int, state text, decided_by int, decided_at int, decided_day int
-- open: the place or the member of staff was proven by the caller; leads with the county
update exemption_about set state = :state, decided_by = :decided_by, decided_at = :decided_at, decided_day = :decided_day
where county = :county and id = :id and state = 'asked' and asked_by <> :decided_by;

-- exemption_about_by_id: One exemption of a place or a member of staff, to be decided.
-- in: county int, id int
-- out: about_kind int, about int, duty int, asked_by int, state text
-- open: the caller proves its place right after; leads with the county
select about_kind, about, duty, asked_by, state from exemption_about where county = :county and id = :id;

-- exemption_for: The approved ones of a child, for evaluation.
-- in: county int, child int
-- out: duty int, from_day int, to_day int, decided_day int
-- open: evaluation in the transaction that changed the child; leads with the county
select duty, from_day, to_day, decided_day from exemption where county = :county and child = :child and state = 'approved' order by from_day, id;

-- exemption_scan: The same for every child of a county, ordered by child.
-- in: county int, first int, last int
-- out: child int, duty int, from_day int, to_day int, decided_day int
-- open: full evaluation; leads with the county
select child, duty, from_day, to_day, decided_day from exemption where county = :county and child >= :first and child <= :last and state = 'approved' order by child, from_day, id;

-- exemption_waiting: How many wait for a decision at a place, and were not asked for by the one who decides.
-- in: staff int
-- out: n int
select (select count(*) from exemption x join child c on c.county = x.county and c.id = x.child
        where x.county = :scope.county and x.state = 'asked' and x.asked_by <> :staff
            and c.place_key >= :scope.lo and c.place_key < :scope.hi)
    + (select count(*) from exemption_about x
        left join staff s on x.about_kind = 2 and s.county = x.county and s.id = x.about
        join place p on p.county = x.county and p.id = case when x.about_kind = 2 then s.place else x.about end
        where x.county = :scope.county and x.state = 'asked' and x.asked_by <> :staff and (x.about_kind <> 2 or x.about <> :staff)
            and p.key_lo >= :scope.lo and p.key_lo < :scope.hi);
