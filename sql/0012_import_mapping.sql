-- What people said about the columns of a file, and the file itself while it is only looked at.

-- import_mapping: What the columns of one table head mean, put right by hand; the next file with the same head is read so.
create table import_mapping (
    county int not null,             -- tenant
    kind text not null,              -- roll, staff, place
    key_lo int not null,             -- for whose files: a school's range, or a wider one
    key_hi int not null,             -- end of the range
    head text not null,              -- sha-256 of the headings in their order
    mapping text not null,           -- JSON list, a key for each column, '' not read
    made_at int not null,            -- when it was said
    made_by int not null,            -- by whom
    primary key (county, kind, key_lo, key_hi, head)
);

-- import_file: An uploaded file, kept while it is a preview, so that its columns can be read another way; gone once it is carried out or dropped.
create table import_file (
    county int not null,             -- tenant
    batch int not null,              -- which
    part int not null,               -- 0, 1, 2 … of the file; -1: the first row of it as JSON, to show beside the headings
    bytes bytes not null,            -- sealed: that part in base64
    primary key (county, batch, part)
);
