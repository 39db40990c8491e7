-- enrolment_insert: A span in a class.
-- in: county int, child int, from_day day, to_day day?, class int, place_key int, reason_in text, batch int
-- open: the child was proven by the caller; leads with the county
insert into enrolment (county, child, from_day, to_day, class, place_key, reason_in, reason_out, batch)
values (:county, :child, :from_day, :to_day, :class, :place_key, :reason_in, '', :batch);

-- enrolment_for: The spans of one child in order.
-- in: county int, child int
-- out: from_day day, to_day day?, class int, place_key int, reason_in text, reason_out text, batch int
-- open: evaluation and writers that have proven the child; leads with the county
select from_day, to_day, class, place_key, reason_in, reason_out, batch from enrolment where county = :county and child = :child order by from_day;

-- enrolment_end: Ends a span, or opens it again.
-- in: county int, child int, from_day day, to_day day?, reason_out text
-- open: the child was proven by the caller; leads with the county
update enrolment set to_day = :to_day, reason_out = :reason_out where county = :county and child = :child and from_day = :from_day;

-- enrolment_reclass: Another class for a span that began on the same day.
-- in: county int, child int, from_day day, class int, place_key int
-- open: the child was proven by the caller; leads with the county
update enrolment set class = :class, place_key = :place_key where county = :county and child = :child and from_day = :from_day;

-- enrolment_delete: A span that would be empty, or undo of an import.
-- in: county int, child int, from_day day
-- open: the child was proven by the caller; leads with the county
delete from enrolment where county = :county and child = :child and from_day = :from_day;

-- enrolment_ever: Who is or was in a class.
-- in: county int, place_key int
-- out: child int
-- open: follows a change of the class in the same transaction; leads with the county
select distinct child from enrolment where county = :county and place_key = :place_key order by child;
