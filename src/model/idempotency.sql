-- idempotency_get: Was this form handled already?
-- in: county int, staff int, key text
-- out: route text, request text, location text
select route, request, location from idempotency where county = :county and staff = :staff and key = :key;

-- idempotency_put: It has been.
-- in: county int, staff int, key text, route text, request text, location text, at int
insert into idempotency (county, staff, key, route, request, location, at)
values (:county, :staff, :key, :route, :request, :location, :at);

-- idempotency_purge: Keys that no browser will send again.
-- in: before int
delete from idempotency where at < :before;
