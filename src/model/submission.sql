-- submission_insert: A ledger is opened for handing up.
-- in: county int, id int, ledger text, place int, key_lo int, key_hi int, period_from_day day, as_of_day day, rule text, made_at int, made_by int
insert into submission (county, id, ledger, place, key_lo, key_hi, period_from_day, as_of_day, rule, state, frozen, digest, made_at, made_by, version)
values (:county, :id, :ledger, :place, :key_lo, :key_hi, :period_from_day, :as_of_day, :rule, 'draft', null, '', :made_at, :made_by, 0);

-- submission_freeze: What is handed up now; only when nobody changed it since.
-- in: county int, id int, version int, period_from_day day, frozen sealed(submission id), digest text
update submission set state = 'submitted', period_from_day = :period_from_day, frozen = :frozen, digest = :digest, version = version + 1
where county = :county and id = :id and version = :version and state in ('draft', 'returned');

-- submission_move: The next state; only when nobody changed it since.
-- in: county int, id int, version int, state text
update submission set state = :state, version = version + 1 where county = :county and id = :id and version = :version;

-- submission_by_id: One ledger on its way.
-- in: county int, id int
-- out: id int, ledger text, place int, key_lo int, key_hi int, period_from_day day, as_of_day day, rule text, state text, digest text, version int
select id, ledger, place, key_lo, key_hi, period_from_day, as_of_day, rule, state, digest, version from submission where county = :county and id = :id;

-- submission_find: The one of a place, day and counting rule.
-- in: county int, ledger text, place int, as_of_day day, rule text
-- out: id int, ledger text, place int, key_lo int, key_hi int, period_from_day day, as_of_day day, rule text, state text, digest text, version int
select id, ledger, place, key_lo, key_hi, period_from_day, as_of_day, rule, state, digest, version from submission
where county = :county and ledger = :ledger and place = :place and as_of_day = :as_of_day and rule = :rule;

-- submission_frozen: What was frozen.
-- in: county int, id int
-- out: frozen sealed(submission id)?
select frozen from submission where county = :county and id = :id;

-- submission_under: The latest that places below a place have handed up, of one kind, not before a day.
-- in: county int, lo int, hi int, ledger text, from_day day
-- out: id int, place int, as_of_day day, period_from_day day, rule text, state text, version int, at int
select s.id, s.place, s.as_of_day, s.period_from_day, s.rule, s.state, s.version,
    coalesce((select max(t.at) from submission_step t where t.county = s.county and t.submission = s.id), s.made_at)
from submission s
where s.county = :county and s.key_lo >= :lo and s.key_hi <= :hi and s.ledger = :ledger and s.as_of_day >= :from_day
    and not exists (select 1 from submission n where n.county = s.county and n.ledger = s.ledger and n.place = s.place and n.as_of_day > s.as_of_day)
order by s.key_lo, s.as_of_day desc, s.id desc;

-- submission_waiting: What a desk has before it: of a range of places, newest first.
-- in: county int, lo int, hi int, limit int
-- out: id int, ledger text, place int, key_lo int, key_hi int, as_of_day day, period_from_day day, rule text, state text, at int
select s.id, s.ledger, s.place, s.key_lo, s.key_hi, s.as_of_day, s.period_from_day, s.rule, s.state,
    coalesce((select max(t.at) from submission_step t where t.county = s.county and t.submission = s.id), s.made_at)
from submission s
where s.county = :county and s.key_lo >= :lo and s.key_hi <= :hi
order by s.as_of_day desc, s.key_lo, s.id desc
limit :limit;

-- submission_open_below: How many ledgers of the same day and counting rule at places below were given back or opened again.
-- in: county int, id int, lo int, hi int, as_of_day day, rule text
-- out: n int
select count(*) from submission
where county = :county and id <> :id and key_lo >= :lo and key_hi <= :hi and as_of_day = :as_of_day and rule = :rule
    and state in ('draft', 'returned');

-- submission_step_insert: One line of the trail.
-- in: county int, submission int, state text, comment text, staff int, at int
insert into submission_step (county, submission, step_no, state, comment, staff, at)
select :county, :submission, coalesce(max(t.step_no), 0) + 1, :state, :comment, :staff, :at
from submission_step t where t.county = :county and t.submission = :submission;

-- submission_steps: The trail, newest first.
-- in: county int, submission int
-- out: step_no int, state text, comment text, staff int, staff_name text, at int
select t.step_no, t.state, t.comment, t.staff, coalesce(s.name, ''), t.at from submission_step t
left join staff s on s.county = t.county and s.id = t.staff
where t.county = :county and t.submission = :submission
order by t.step_no desc;

-- submission_rows_clear: Before it is handed up anew.
-- in: county int, submission int
-- open: the place of the ledger was proven by the caller; leads with the county
delete from submission_row where county = :county and submission = :submission;

-- submission_row_insert: One name of the list.
-- in: county int, submission int, child int, place_key int, columns text
-- open: the place of the ledger was proven by the caller; leads with the county
insert into submission_row (county, submission, child, place_key, columns) values (:county, :submission, :child, :place_key, :columns);

-- submission_names: The name list as it was frozen.
-- in: submission int
-- out: child int, place_key int, columns text
select child, place_key, columns from submission_row
where county = :scope.county and submission = :submission and place_key >= :scope.lo and place_key < :scope.hi
order by child;
