-- What a member counts as in the ledgers, kept with the membership, so that a county's ledger of today is a sum over one index.
alter table membership add column marks int not null default 0; -- person columns of the ledgers as bits (enum measure_id)
