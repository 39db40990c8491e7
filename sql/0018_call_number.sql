-- SPDX-License-Identifier: Apache-2.0
-- Whom to call beside the national numbers: the county's, a centre school's and a school's own.

-- call_number: Telephone numbers on the page that says whom to call at once.
create table call_number (
    county int not null,             -- tenant
    id int not null,                 -- row id
    place int not null,              -- bureau, centre or school whose number it is; shown to all who work there or below
    name text not null,              -- who answers: 县未成年人保护中心
    number text not null,            -- as it is dialled and shown, in normal form
    note text not null,              -- when, for what; '' none
    order_no int not null,           -- smaller ones stand before
    made_at int not null,            -- when it was entered
    made_by int not null,            -- staff, 0 the command line
    primary key (county, id)
);
create index call_number_by_place on call_number (county, place, order_no);
