-- calendar_places: Places that follow a calendar of their own.
-- in: county int
-- out: key_lo int, key_hi int, calendar text
select key_lo, key_hi, calendar from place where county = :county and calendar <> '' order by key_lo, key_hi;
