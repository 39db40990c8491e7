-- fact_insert: A dated fact.
-- in: county int, child int, id int, kind text, who text, code text, place text, from_day day, to_day day?, note sealed(fact child id)?, recorded_at int
-- in: recorded_by int, source text, batch int
-- open: the child was proven by the caller; leads with the county
insert into fact (county, child, id, kind, who, code, place, from_day, to_day, note, recorded_at, recorded_by, source, batch, voided_at)
values (:county, :child, :id, :kind, :who, :code, :place, :from_day, :to_day, :note, :recorded_at, :recorded_by, :source, :batch, null);

-- fact_rows: The facts of one child that stand, in the order of evaluation.
-- in: county int, child int
-- out: id int, kind text, who text, code text, place text, from_day day, to_day day?, note sealed(fact child id)?, recorded_at int, recorded_by int, source text, batch int
-- open: the child was proven by the caller; leads with the county
select id, kind, who, code, place, from_day, to_day, note, recorded_at, recorded_by, source, batch from fact
where county = :county and child = :child and voided_at is null
order by kind, who, from_day, id;

-- fact_of_child: Everything ever said about one child, newest first.
-- out: id int, kind text, who text, code text, place text, from_day day, to_day day?, note sealed(fact child id)?, recorded_at int, recorded_by int, source text, batch int, voided_at int?
select id, kind, who, code, place, from_day, to_day, note, recorded_at, recorded_by, source, batch, voided_at from fact
where county = :scope.county and child = :scope.child
order by from_day desc, id desc;

-- fact_row: One fact of one child.
-- in: county int, child int, id int
-- out: id int, kind text, who text, from_day day, to_day day?, voided_at int?
-- open: the child was proven by the caller; leads with the county
select id, kind, who, from_day, to_day, voided_at from fact where county = :county and child = :child and id = :id;

-- fact_to: Ends a fact, or opens it again.
-- in: county int, child int, id int, to_day day?
-- open: the child was proven by the caller; leads with the county
update fact set to_day = :to_day where county = :county and child = :child and id = :id;

-- fact_voided: Taken back, or (undo) not.
-- in: county int, child int, id int, voided_at int?
-- open: the child was proven by the caller; leads with the county
update fact set voided_at = :voided_at where county = :county and child = :child and id = :id;

-- fact_delete: Undo of an import.
-- in: county int, child int, id int
-- open: undo of an import; leads with the county
delete from fact where county = :county and child = :child and id = :id;
