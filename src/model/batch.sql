-- batch_insert: An uploaded file.
-- in: county int, id int, kind text, place int, key_lo int, key_hi int, file_name text, file_hash text, as_of_day day, made_at int, made_by int
-- in: summary text
insert into batch (county, id, kind, place, key_lo, key_hi, file_name, file_hash, state, as_of_day, made_at, made_by, applied_at, undone_at,
    rows_new, rows_changed, rows_same, rows_refused, rows_warned, summary)
values (:county, :id, :kind, :place, :key_lo, :key_hi, :file_name, :file_hash, 'reading', :as_of_day, :made_at, :made_by, null, null,
    0, 0, 0, 0, 0, :summary);

-- batch_told: What a preview found.
-- in: county int, id int, place int, key_lo int, key_hi int, rows_new int, rows_changed int, rows_same int, rows_refused int, rows_warned int, summary text, state text
update batch set place = :place, key_lo = :key_lo, key_hi = :key_hi, rows_new = :rows_new, rows_changed = :rows_changed, rows_same = :rows_same,
    rows_refused = :rows_refused, rows_warned = :rows_warned, summary = :summary, state = :state
where county = :county and id = :id;

-- batch_done: Carried out.
-- in: county int, id int, applied_at int, rows_new int, rows_changed int, rows_same int, rows_refused int
update batch set state = 'applied', applied_at = :applied_at, rows_new = :rows_new, rows_changed = :rows_changed, rows_same = :rows_same,
    rows_refused = :rows_refused
where county = :county and id = :id and state in ('reading', 'applying');

-- batch_state_set: A step on its way, when it is where it has to be for that.
-- in: county int, id int, state text, was text
update batch set state = :state where county = :county and id = :id and state = :was;

-- batch_reading_end: Previews that nobody makes any more: the program ended in the middle of them.
-- in: county int, before_at int
update batch set state = 'failed' where county = :county and state = 'reading' and made_at < :before_at;

-- import_part_put: How far a file is.
-- in: county int, batch int, phase text, row_no int, done int, total int, rows_new int, rows_changed int, rows_same int, rows_refused int, kept int
-- in: key_lo int, key_hi int, staff int, asked_at int, keeper text, owner int, beat_at int, stopped text
insert into import_part (county, batch, phase, row_no, done, total, rows_new, rows_changed, rows_same, rows_refused, kept, key_lo, key_hi,
    staff, asked_at, keeper, owner, beat_at, stopped)
values (:county, :batch, :phase, :row_no, :done, :total, :rows_new, :rows_changed, :rows_same, :rows_refused, :kept, :key_lo, :key_hi,
    :staff, :asked_at, :keeper, :owner, :beat_at, :stopped)
on conflict (county, batch) do update set phase = excluded.phase, row_no = excluded.row_no, done = excluded.done, total = excluded.total,
    rows_new = excluded.rows_new, rows_changed = excluded.rows_changed, rows_same = excluded.rows_same,
    rows_refused = excluded.rows_refused, kept = excluded.kept, key_lo = excluded.key_lo, key_hi = excluded.key_hi,
    staff = excluded.staff, asked_at = excluded.asked_at, keeper = excluded.keeper, owner = excluded.owner,
    beat_at = excluded.beat_at, stopped = excluded.stopped;

-- import_part_of: The same, read.
-- in: county int, batch int
-- out: phase text, row_no int, done int, total int, rows_new int, rows_changed int, rows_same int, rows_refused int, kept int
-- out: key_lo int, key_hi int, staff int, asked_at int, keeper text, owner int, beat_at int, stopped text
select phase, row_no, done, total, rows_new, rows_changed, rows_same, rows_refused, kept, key_lo, key_hi, staff, asked_at, keeper, owner,
    beat_at, stopped
from import_part where county = :county and batch = :batch;

-- import_part_end: It is through.
-- in: county int, batch int
delete from import_part where county = :county and batch = :batch;

-- import_part_waiting: Files that somebody has to carry on, in the order in which they were asked for.
-- in: county int
-- out: batch int, staff int, keeper text, beat_at int
select batch, staff, keeper, beat_at from import_part where county = :county and stopped = '' order by asked_at, batch;

-- batch_taken_back: Undone as a whole.
-- in: county int, id int, undone_at int
update batch set state = 'undone', undone_at = :undone_at where county = :county and id = :id and state = 'undoing';

-- batch_delete: A preview that nobody wants.
-- in: county int, id int
delete from batch where county = :county and id = :id and state in ('preview', 'mapping', 'reading', 'failed');

-- batch_row_by_id: One batch within the scope.
-- in: id int
-- out: id int, kind text, place int, key_lo int, key_hi int, file_name text, file_hash text, state text, as_of_day day, made_at int, made_by int
-- out: applied_at int?, undone_at int?, rows_new int, rows_changed int, rows_same int, rows_refused int, rows_warned int, summary text
select id, kind, place, key_lo, key_hi, file_name, file_hash, state, as_of_day, made_at, made_by, applied_at, undone_at, rows_new, rows_changed,
    rows_same, rows_refused, rows_warned, summary
from batch where county = :scope.county and id = :id and key_lo >= :scope.lo and key_lo < :scope.hi;

-- batch_rows_newest: The batches within the scope, newest first.
-- in: limit int
-- out: id int, kind text, place int, key_lo int, key_hi int, file_name text, file_hash text, state text, as_of_day day, made_at int, made_by int
-- out: applied_at int?, undone_at int?, rows_new int, rows_changed int, rows_same int, rows_refused int, rows_warned int, summary text
select id, kind, place, key_lo, key_hi, file_name, file_hash, state, as_of_day, made_at, made_by, applied_at, undone_at, rows_new, rows_changed,
    rows_same, rows_refused, rows_warned, summary
from batch where county = :scope.county and key_lo >= :scope.lo and key_lo < :scope.hi
order by id desc limit :limit;

-- batch_same_file: The last batches of a kind made from exactly this file, and how many batches were undone since each was applied.
-- in: county int, kind text, file_hash text
-- out: id int, state text, as_of_day day, rows_refused int, place int, summary text, undone int
select b.id, b.state, b.as_of_day, b.rows_refused, b.place, b.summary,
    (select count(*) from batch u where u.county = b.county and u.state = 'undone' and u.undone_at >= b.applied_at)
from batch b
where b.county = :county and b.kind = :kind and b.file_hash = :file_hash and b.state in ('preview', 'mapping', 'reading', 'failed', 'applying', 'undoing', 'applied')
order by b.id desc limit 50;

-- batch_state_of: How far a file is.
-- in: county int, id int
-- out: state text
select state from batch where county = :county and id = :id;

-- batch_county: What an import has to know of the county.
-- in: county int
-- out: demo int
select demo from county where id = :county;

-- import_row_insert: One row of a preview.
-- in: county int, batch int, row_no int, outcome text, child int, given sealed(import_row batch row_no)?, faults sealed(import_row batch row_no)?, before sealed(import_row batch row_no)?
-- open: the batch was proven or just made by the caller; leads with the county
insert into import_row (county, batch, row_no, outcome, child, given, faults, before)
values (:county, :batch, :row_no, :outcome, :child, :given, :faults, :before);

-- import_row_done: What became of it; and, where nothing of it goes back to the school, only the name that is left of the row.
-- in: county int, batch int, row_no int, outcome text, child int, given sealed(import_row batch row_no)?, before sealed(import_row batch row_no)?
-- open: the batch was proven by the caller; leads with the county
update import_row set outcome = :outcome, child = :child, given = coalesce(:given, given), before = :before
where county = :county and batch = :batch and row_no = :row_no;

-- import_row_part: Rows of a batch after a position.
-- in: county int, batch int, after_no int, limit int
-- out: row_no int, outcome text, child int, given sealed(import_row batch row_no)?, faults sealed(import_row batch row_no)?, before sealed(import_row batch row_no)?
-- open: the batch was proven by the caller; leads with the county
select row_no, outcome, child, given, faults, before from import_row
where county = :county and batch = :batch and row_no > :after_no
order by row_no limit :limit;

-- import_row_of: The same with one outcome.
-- in: county int, batch int, outcome text, after_no int, limit int
-- out: row_no int, outcome text, child int, given sealed(import_row batch row_no)?, faults sealed(import_row batch row_no)?, before sealed(import_row batch row_no)?
-- open: the batch was proven by the caller; leads with the county
select row_no, outcome, child, given, faults, before from import_row
where county = :county and batch = :batch and outcome = :outcome and row_no > :after_no
order by row_no limit :limit;

-- import_row_back: Rows of an applied batch, last first, for undo.
-- in: county int, batch int, before_no int, limit int
-- out: row_no int, outcome text, child int, before sealed(import_row batch row_no)?
-- open: the batch was proven by the caller; leads with the county
select row_no, outcome, child, before from import_row
where county = :county and batch = :batch and row_no < :before_no and outcome in ('new', 'changed')
order by row_no desc limit :limit;

-- import_row_kept: A row that was not taken back.
-- in: county int, batch int, row_no int
-- open: the batch was proven by the caller; leads with the county
update import_row set outcome = 'kept' where county = :county and batch = :batch and row_no = :row_no;

-- import_row_last: The highest row number of a batch.
-- in: county int, batch int
-- out: row_no int
-- open: only a number; leads with the county
select cast(coalesce(max(row_no), 0) as bigint) from import_row where county = :county and batch = :batch;

-- import_row_delete: The rows of a preview that nobody wants.
-- in: county int, batch int
-- open: the batch was proven by the caller; leads with the county
delete from import_row where county = :county and batch = :batch;

-- import_missing: Children on the roll of a place who do not stand in a file.
-- in: batch int, key_lo int, key_hi int
-- out: id int, name text, class int
select c.id, c.name, c.class from child c
where c.county = :scope.county and c.place_key >= :scope.lo and c.place_key < :scope.hi and c.place_key >= :key_lo and c.place_key < :key_hi
    and c.state = 'enrolled'
    and c.id not in (select r.child from import_row r where r.county = :scope.county and r.batch = :batch)
order by c.place_key, c.pinyin, c.id;
