-- SPDX-License-Identifier: Apache-2.0
-- Forms of schemes are kinds of records; their numbers, 64 and above, stay once given, also when the scheme has gone.

-- kind_number: The numbers of the forms that schemes brought.
create table kind_number (
    county int not null,             -- tenant
    key text not null,               -- "scheme:form", as encounter.kind has it
    number int not null,             -- as encounter_child.kind has it
    primary key (county, key)
);
create unique index kind_number_by_number on kind_number (county, number);
