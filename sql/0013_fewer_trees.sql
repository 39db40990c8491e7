-- Every index is a page more that each record, each line of the audit and each imported child writes to the log.

-- Names are searched in the server's memory (name_index.h); while a changed roll is being read, and on the command line, the table is.
drop index child_by_pinyin;
drop index child_by_initials;

-- The audit is read backwards from its end, or by what a line is about (audit_by_object).
drop index audit_by_staff;
