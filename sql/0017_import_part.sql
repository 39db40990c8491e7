-- SPDX-License-Identifier: Apache-2.0
-- A file is carried out, and taken back, in parts: saves of other people come between, and a crash loses no more than one part.

-- import_part: How far a file is that is being carried out or taken back; gone when it is through.
create table import_part (
    county int not null,             -- tenant
    batch int not null,              -- which file
    phase text not null,             -- changed, new: rows of that outcome are being carried out; back: all are being taken back
    row_no int not null,             -- the row it has come to
    done int not null,               -- rows so far
    total int not null,              -- of how many
    rows_new int not null,           -- added so far
    rows_changed int not null,       -- changed so far
    rows_same int not null,          -- found to be so already
    rows_refused int not null,       -- refused while they were carried out
    kept int not null,               -- not taken back, because somebody built on them meanwhile
    key_lo int not null,             -- within which whoever asked for it may write
    key_hi int not null,             -- end of that range
    staff int not null,              -- who asked, 0 the command line
    asked_at int not null,           -- when
    keeper text not null,            -- who carries it on at present: server, command
    owner int not null,              -- which of those, 0 nobody
    beat_at int not null,            -- when that one last ended a part
    stopped text not null,           -- why it goes no further until somebody says so: name of a result code; '' it goes on
    primary key (county, batch)
);
