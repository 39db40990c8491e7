-- setting_rows: What a county has set, and who did.
-- in: county int
-- out: key text, value text, changed_at int, name text
select s.key, s.value, s.changed_at, coalesce(f.name, '')
from setting s
left join staff f on f.county = s.county and f.id = s.changed_by
where s.county = :county
order by s.key;

-- setting_drop: Back to the usual value.
-- in: county int, key text
delete from setting where county = :county and key = :key;
