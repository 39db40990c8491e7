-- A running server looks here every second for what commands have changed.
alter table county add column told int not null default 0; -- raised by every command that changes something: rights, schemes, settings
