-- The county's ledger of today asks how often there was what work with the members of one counting rule, by class. Read from the
-- records that takes as long as there are records of the term; so sums stand ready, and say themselves which of them do not.

-- work_sum: How often there was what work with the members of a counting rule or target, by class. Made by evaluation.
create table work_sum (
    county int not null,             -- tenant
    target text not null,            -- scheme:target or rule:ID
    place_key int not null,          -- the class of the day of the work
    packed bytes not null,           -- by month, the times of each column of work
    primary key (county, target, place_key)
);

-- work_stale: Classes whose sums of work are to be made again: something was recorded, taken back, or found out about their children since.
create table work_stale (
    county int not null,             -- tenant
    place_key int not null,          -- the class
    primary key (county, place_key)
);

-- Who was on the roll of a class on a day is answered by the index alone.
drop index enrolment_by_class;
create index enrolment_by_class on enrolment (county, place_key, from_day, to_day);

-- Who counts, and under which columns, likewise.
drop index membership_by_target;
create index membership_by_target on membership (county, target, place_key, marks);
