-- The first layout. Types: int (64 bit), text, bytes. Days are day numbers since 1970-01-01 (*_day), moments are milliseconds (*_at),
-- spans are half-open [from_day, to_day) with null for an open end. Every table about people leads its key with the county.

-- county: One tenant: a county bureau that runs its own data.
create table county (
    id int not null,                 -- six-digit division code (GB/T 2260)
    name text not null,              -- as on papers
    demo int not null,               -- 1: invented data; every page and paper says so, and ID numbers with area 99 are accepted
    made_at int not null,            -- when it was set up
    today_day int not null,          -- the last day for which obligations were rolled forward
    data_version int not null,       -- rises with every change, so that cached pages know
    primary key (id)
);

-- place: The tree of responsibility: bureau, centre school, school, class. A class is (school, entry year, number), so promotion rewrites nothing.
create table place (
    county int not null,             -- tenant
    id int not null,                 -- row id
    parent int not null,             -- place above, 0 for the bureau
    kind text not null,              -- bureau, centre, school, class
    code text not null,              -- school: ten-digit identification code; class: entry year and number, e.g. 2023-02; else a short code
    name text not null,              -- as on papers; a class is named from its grade on the day
    stage text not null,             -- school and class: kindergarten, primary, junior, nine_year, senior, special; else ''
    key_lo int not null,             -- place key: first of the half-open range that covers it and all below it
    key_hi int not null,             -- end of that range
    sort_no int not null,            -- official order among its siblings
    township text not null,          -- nine-digit division code of the township, or ''
    entry_year int not null,         -- class: the September in which it entered grade `first_grade`; else 0
    first_grade int not null,        -- class: grade on entry (1 primary, 7 junior, 0 kindergarten year 1 …); else 0
    years int not null,              -- class: how many years it runs before it graduates (6, 5, 3, 9); else 0
    class_no int not null,           -- class: number within its year; else 0
    boarding int not null,           -- school: 1 when it has boarders
    rural int not null,              -- school: 1 in the countryside, 0 in town
    calendar text not null,          -- calendar id when it differs from the county's, else ''
    from_day int not null,           -- exists since
    to_day int,                      -- closed or graduated on
    batch int not null,              -- import that made it, 0 by hand
    primary key (county, id)
);
create unique index place_by_code on place (county, parent, kind, code);
create index place_by_key on place (county, key_lo);
create index place_by_parent on place (county, parent, sort_no);

-- staff: Whoever works in care: teachers, helpers, volunteers, clerks. An account is separate.
create table staff (
    county int not null,             -- tenant
    id int not null,                 -- row id
    name text not null,              -- full name
    pinyin text not null,            -- full pinyin without spaces, for search
    initials text not null,          -- pinyin initials
    sex int not null,                -- GB/T 2261.1: 0 unknown 1 male 2 female 9 not stated
    place int not null,              -- home school or office
    code text not null,              -- staff number at home, unique there; '' when none
    post text not null,              -- words, e.g. 语文教师
    phone bytes,                     -- sealed
    phone_hash bytes,                -- keyed hash for equality
    id_no bytes,                     -- sealed
    id_hash bytes,                   -- keyed hash for equality
    party int not null,              -- 1: party member (pairing pools of some schemes)
    check_day int,                   -- day of the last background check (Law on the Protection of Minors, art. 62)
    check_result text not null,      -- none, pass, blocked; never what was found
    from_day int not null,           -- works here since
    to_day int,                      -- left on
    batch int not null,              -- import that made it, 0 by hand
    primary key (county, id)
);
create index staff_by_place on staff (county, place, name);
create index staff_by_code on staff (county, place, code);

-- account: Sign-in of a member of staff. Login names are global, so this table is not led by the county.
create table account (
    login text not null,             -- lower-case login name
    county int not null,             -- tenant
    staff int not null,              -- who
    secret text not null,            -- argon2id
    must_change int not null,        -- 1: first password, has to be changed before anything else
    failed int not null,             -- wrong passwords in a row
    locked_until_at int not null,    -- no sign-in before this moment
    lang text not null,              -- zh or en
    closed int not null,             -- 1: may not sign in
    changed_at int not null,         -- when the secret was last set
    primary key (login)
);
create unique index account_by_staff on account (county, staff);

-- session: A signed-in browser. Only a digest of the cookie is stored.
create table session (
    token bytes not null,            -- sha-256 of the cookie
    login text not null,             -- account
    county int not null,             -- tenant
    staff int not null,              -- who
    csrf text not null,              -- token that every form carries
    made_at int not null,            -- signed in
    seen_at int not null,            -- last request, to the minute
    ends_at int not null,            -- not valid after
    primary key (token)
);
create index session_by_staff on session (county, staff);

-- role_grant: Who may do what where and when: role at a place for a span. It lapses by itself.
create table role_grant (
    county int not null,             -- tenant
    id int not null,                 -- row id
    staff int not null,              -- who
    role text not null,              -- key of schemes/codes/roles.yaml
    place int not null,              -- at which place, with all below it
    key_lo int not null,             -- that place's range
    key_hi int not null,             -- end of the range
    from_day int not null,           -- since
    to_day int,                      -- until
    batch int not null,              -- import that made it, 0 by hand
    primary key (county, id)
);
create index role_grant_by_staff on role_grant (county, staff);
create index role_grant_by_key on role_grant (county, key_lo, role);

-- family: Brothers and sisters under one roof or with one parent; one visit serves them all.
create table family (
    county int not null,             -- tenant
    id int not null,                 -- row id
    batch int not null,              -- import that made it, 0 by hand
    primary key (county, id)
);

-- child: A pupil. Everything that changes with time stands in enrolment, fact, kin, pairing; here is where the child is now.
create table child (
    county int not null,             -- tenant
    id int not null,                 -- row id
    family int not null,             -- brothers and sisters
    name text not null,              -- full name, never normalised beyond the middle dot
    pinyin text not null,            -- full pinyin without spaces
    initials text not null,          -- pinyin initials
    sex int not null,                -- GB/T 2261.1
    birth_day int,                   -- date of birth
    nation text not null,            -- GB/T 3304 two digits, '' unknown
    id_kind text not null,           -- resident, none_yet, in_progress, foreign, other
    id_no bytes,                     -- sealed
    id_hash bytes,                   -- keyed hash for equality
    roll_no bytes,                   -- sealed 学籍号
    roll_hash bytes,                 -- keyed hash for equality
    address bytes,                   -- sealed present address
    home_place text not null,        -- household register: division code as far as known, '' unknown
    class int not null,              -- present class, 0 when not on the roll
    place_key int not null,          -- key_lo of the present class; after leaving, of the last one
    state text not null,             -- enrolled, left
    bed text not null,               -- dormitory, '' none
    made_at int not null,            -- entered
    batch int not null,              -- import that made it, 0 by hand
    version int not null,            -- rises with each change, against lost updates
    primary key (county, id)
);
create index child_by_class on child (county, place_key, id);
create unique index child_by_id_no on child (county, id_hash);
create unique index child_by_roll_no on child (county, roll_hash);
create index child_by_family on child (county, family);
create index child_by_pinyin on child (county, pinyin);
create index child_by_initials on child (county, initials);

-- enrolment: In which class from when to when. Spans of one child do not overlap.
create table enrolment (
    county int not null,             -- tenant
    child int not null,              -- whose
    from_day int not null,           -- first day in the class
    to_day int,                      -- first day no longer in it
    class int not null,              -- the class
    place_key int not null,          -- its key_lo
    reason_in text not null,         -- new, transfer_in, class_change, return, import
    reason_out text not null,        -- '', transfer_out, class_change, graduated, dropout, died, error, other
    batch int not null,              -- import that made it, 0 by hand
    primary key (county, child, from_day)
);
create index enrolment_by_class on enrolment (county, place_key, from_day);

-- person: A parent or carer.
create table person (
    county int not null,             -- tenant
    id int not null,                 -- row id
    name text not null,              -- full name, '' unknown
    sex int not null,                -- GB/T 2261.1
    birth_day int,                   -- date of birth
    id_no bytes,                     -- sealed
    id_hash bytes,                   -- keyed hash for equality
    phone bytes,                     -- sealed; several separated by a space
    phone_hash bytes,                -- keyed hash of the first
    address bytes,                   -- sealed
    work text not null,              -- occupation in words
    batch int not null,              -- import that made it, 0 by hand
    primary key (county, id)
);
create index person_by_id_no on person (county, id_hash);
create index person_by_phone on person (county, phone_hash);

-- kin: How a person stands to a child, from when to when.
create table kin (
    county int not null,             -- tenant
    child int not null,              -- whose
    id int not null,                 -- row id
    person int not null,             -- who
    relation text not null,          -- GB/T 4761 two digits, relation to the child: 51 father 52 mother 61 grandfather …
    guardian int not null,           -- 1: legal guardian
    carer int not null,              -- 1: looks after the child day by day
    from_day int not null,           -- since
    to_day int,                      -- until
    batch int not null,              -- import that made it, 0 by hand
    primary key (county, child, id)
);
create index kin_by_person on kin (county, person);

-- fact: A dated fact about a child or one of its parents. Kinds are data (schemes/codes/facts.yaml, and file fields of schemes).
create table fact (
    county int not null,             -- tenant
    child int not null,              -- about whom
    id int not null,                 -- row id
    kind text not null,              -- key, e.g. absence, capacity, care, household, poverty, disability, roll_code, boarding, thought_state
    who text not null,               -- '' the child; father, mother, or a kin relation code
    code text not null,              -- value from the kind's code list, or short text
    place text not null,             -- division code (absence), '' otherwise
    from_day int not null,           -- true since
    to_day int,                      -- true until
    note bytes,                      -- sealed words
    recorded_at int not null,        -- when it was entered
    recorded_by int not null,        -- staff, 0 import
    source text not null,            -- roll, sheet, page, command
    batch int not null,              -- import that made it, 0 by hand
    voided_at int,                   -- taken back on; a mistake is voided, not overwritten
    primary key (county, child, id)
);
create index fact_by_kind on fact (county, kind, code, child);

-- pairing: Who is responsible for a child, who helps (1+N), which peer goes along (1+1).
create table pairing (
    county int not null,             -- tenant
    id int not null,                 -- row id
    child int not null,              -- for whom
    relation text not null,          -- key of a scheme's relation: responsible, helper, peer, proxy_parent …
    staff int not null,              -- who, 0 when it is not a member of staff
    peer int not null,               -- another child (peer support), else 0
    helper_kind text not null,       -- leader, class_teacher, party_teacher, subject_teacher, proxy_parent, volunteer, peer …
    helper_name text not null,       -- words, when it is neither staff nor child
    from_day int not null,           -- since
    to_day int,                      -- until
    end_reason text not null,        -- '', left, moved, changed, graduated, error
    made_at int not null,            -- entered
    made_by int not null,            -- by whom
    batch int not null,              -- import that made it, 0 by hand
    primary key (county, id)
);
create index pairing_by_child on pairing (county, child, relation, from_day);
create index pairing_by_staff on pairing (county, staff, relation, child);

-- sight: Why a member of staff may see a child outside the places of their roles: derived from pairings, kept in the same transaction.
create table sight (
    county int not null,             -- tenant
    staff int not null,              -- who
    child int not null,              -- whom
    from_day int not null,           -- since
    to_day int,                      -- until
    pairing int not null,            -- because of
    primary key (county, staff, child, pairing)
);
create index sight_by_child on sight (county, child);

-- encounter: A record of real work: talk, visit, call, letter, activity. Append-only: a mistake is voided and written anew.
create table encounter (
    county int not null,             -- tenant
    id int not null,                 -- row id
    kind text not null,              -- key of schemes/codes/kinds.yaml
    mode text not null,              -- face, phone, video, letter, visit
    occurred_day int not null,       -- local date it happened
    occurred_minute int,             -- minute of that day, when told
    minutes int,                     -- how long, when told
    met text not null,               -- who was met, keys separated by a space: child father mother carer …
    place_key int not null,          -- class or school where it belongs, at that time
    actor int not null,              -- staff who did it
    recorder int not null,           -- staff who entered it
    recorded_at int not null,        -- server time
    recorded_day int not null,       -- its local date
    device_at int,                   -- the device's time, when told
    late int not null,               -- 1: entered more than two days after what it tells, or after a window that it credits had ended
    sentence bytes,                  -- sealed: what was said or done, in a sentence
    form bytes,                      -- sealed: the other answers as JSON
    follow_day int,                  -- follow-up due on
    voided_at int,                   -- taken back on
    voided_by int,                   -- by whom
    void_reason text not null,       -- why, '' when valid
    replaces int not null,           -- the voided record that this one is written instead of, 0 none
    source text not null,            -- page, command, sheet
    batch int not null,              -- import, 0 by hand
    primary key (county, id)
);
create index encounter_by_actor on encounter (county, actor, occurred_day);
create index encounter_by_place on encounter (county, place_key, occurred_day);

-- encounter_child: One line for each child that an encounter was with; what the cadence engine reads, in its order.
create table encounter_child (
    county int not null,             -- tenant
    child int not null,              -- with whom
    occurred_day int not null,       -- as in the encounter
    encounter int not null,          -- which
    kind int not null,               -- number of the kind (kinds.yaml)
    mode int not null,               -- number of the mode (kinds.yaml)
    met int not null,                -- bits of who was met (kinds.yaml)
    minutes int not null,            -- 0 when not told
    roles int not null,              -- bits of the roles the actor held for this child that day (roles.yaml)
    actor int not null,              -- staff who did it
    recorded_day int not null,       -- known from this local date
    voided_day int,                  -- no longer counted from this local date; null when valid
    primary key (county, child, occurred_day, encounter)
);
create index encounter_child_by_encounter on encounter_child (county, encounter);

-- duty: The duties of the loaded schemes, under a number that stays.
create table duty (
    county int not null,             -- tenant
    id int not null,                 -- number, used in obligations and tallies
    scheme text not null,            -- scheme id
    version int not null,            -- scheme version
    key text not null,               -- id within the scheme
    title text not null,             -- words
    clause text not null,            -- clause of the scheme
    primary key (county, id)
);
create unique index duty_by_key on duty (county, scheme, version, key);

-- scheme: A loaded version of a scheme with its files; published versions are frozen.
create table scheme (
    county int not null,             -- tenant
    id text not null,                -- scheme id, e.g. yx-youxi
    version int not null,            -- as in the file
    title text not null,             -- words
    layer text not null,             -- law, county, township, school
    place int not null,              -- place it is in force at, with all below it
    from_day int not null,           -- takes over on
    to_day int,                      -- until the next version, or its own end
    files text not null,             -- the folder as one JSON object: name to text
    params text not null,            -- confirmed parameters, one key=value a line
    digest text not null,            -- sha-256 of `files`
    loaded_at int not null,          -- when
    loaded_by int not null,          -- by whom
    primary key (county, id, version)
);

-- exemption: A duty excused for a child and a span, with reason and approver.
create table exemption (
    county int not null,             -- tenant
    id int not null,                 -- row id
    child int not null,              -- whom
    duty int not null,               -- which duty, 0 all
    from_day int not null,           -- first excused day
    to_day int not null,             -- first day no longer excused
    reason bytes,                    -- sealed words
    reason_code text not null,       -- sick, away_with_parents, hospital, other
    asked_by int not null,           -- staff
    asked_at int not null,           -- when
    state text not null,             -- asked, approved, refused
    decided_by int,                  -- staff, never the one who asked
    decided_at int,                  -- when
    decided_day int,                 -- its local date: known from then
    primary key (county, id)
);
create index exemption_by_child on exemption (county, child);

-- obligation: What is open now: one row for each duty, child and window that is due or overdue. Kept by difference.
create table obligation (
    county int not null,             -- tenant
    child int not null,              -- about whom
    duty int not null,               -- which duty
    window_day int not null,         -- first day of the window
    due_day int not null,            -- last day of the window; overdue from the next
    have int not null,               -- encounters credited so far
    need int not null,               -- quota
    owner int not null,              -- staff who owes it now, 0 nobody holds the role
    place_key int not null,          -- the child's class
    primary key (county, child, duty, window_day)
);
create index obligation_by_owner on obligation (county, owner, due_day, child);
create index obligation_by_place on obligation (county, place_key, due_day, child);

-- tally: How many children of a class owed a duty in a window and what became of it. Sums of these are the dashboards.
create table tally (
    county int not null,             -- tenant
    place_key int not null,          -- the class
    duty int not null,               -- which duty
    window_day int not null,         -- first day of the window
    due_day int not null,            -- last day of the window
    expected int not null,           -- children for whom the window counts
    met int not null,                -- in time
    met_late int not null,           -- entered after the last day
    excused int not null,            -- approved exemptions
    primary key (county, place_key, duty, window_day)
);
create index tally_by_due on tally (county, due_day, place_key);

-- standing: What was last stored for a child, so that a difference can be taken: packed obligations of one child.
create table standing (
    county int not null,             -- tenant
    child int not null,              -- whom
    place_key int not null,          -- the class its tallies stand under
    packed bytes not null,           -- (duty, window, due, state, have, owner), sorted
    primary key (county, child)
);

-- alert: A fact that should not wait: under 16 and alone, no contact beyond the legal line. Raised and ended by rules of schemes.
create table alert (
    county int not null,             -- tenant
    child int not null,              -- whom
    scheme text not null,            -- which scheme
    key text not null,               -- which alert rule
    from_day int not null,           -- true since
    place_key int not null,          -- the child's class
    primary key (county, child, scheme, key)
);
create index alert_by_place on alert (county, place_key);

-- membership: In which targets and counting rules a child is today; spans are computed, this is the index for lists.
create table membership (
    county int not null,             -- tenant
    child int not null,              -- whom
    target text not null,            -- scheme:target or rule:ID
    from_day int not null,           -- member since
    until_day int,                   -- first day known not to be a member any more, null when open
    place_key int not null,          -- the child's class
    primary key (county, child, target)
);
create index membership_by_target on membership (county, target, place_key);

-- submission: A ledger handed up: frozen with its name list when submitted.
create table submission (
    county int not null,             -- tenant
    id int not null,                 -- row id
    ledger text not null,            -- class, school, county …
    place int not null,              -- whose ledger
    key_lo int not null,             -- that place's range
    key_hi int not null,             -- end of the range
    period_from_day int not null,    -- first day it speaks of
    as_of_day int not null,          -- last day it speaks of
    rule text not null,              -- counting rule
    state text not null,             -- draft, submitted, returned, accepted, locked
    frozen bytes,                    -- sealed: the view as JSON when submitted
    digest text not null,            -- sha-256 of what was frozen, '' before
    made_at int not null,            -- opened
    made_by int not null,            -- by whom
    version int not null,            -- rises with each change
    primary key (county, id)
);
create unique index submission_by_place on submission (county, ledger, place, as_of_day, rule);

-- submission_step: The trail of a ledger: who submitted, returned, accepted, locked, re-opened, and why.
create table submission_step (
    county int not null,             -- tenant
    submission int not null,         -- which
    step_no int not null,            -- 1, 2, 3 …
    state text not null,             -- state after the step
    comment text not null,           -- words; never about a child
    staff int not null,              -- who
    at int not null,                 -- when
    primary key (county, submission, step_no)
);

-- submission_row: The name list of a frozen ledger.
create table submission_row (
    county int not null,             -- tenant
    submission int not null,         -- which
    child int not null,              -- whom
    place_key int not null,          -- the class then
    columns text not null,           -- in which columns the child was counted, keys separated by a space
    primary key (county, submission, child)
);

-- batch: One imported file, which can be undone as a whole.
create table batch (
    county int not null,             -- tenant
    id int not null,                 -- row id
    kind text not null,              -- place, staff, roll, record, promotion
    place int not null,              -- school it speaks of, 0 the county
    key_lo int not null,             -- that place's range
    key_hi int not null,             -- end of the range
    file_name text not null,         -- as uploaded
    file_hash text not null,         -- sha-256 of the file
    state text not null,             -- reading, mapping, preview, failed, applying, applied, undoing, undone
    as_of_day int not null,          -- the day the file speaks of
    made_at int not null,            -- uploaded
    made_by int not null,            -- by whom
    applied_at int,                  -- carried out
    undone_at int,                   -- taken back
    rows_new int not null,           -- would add or added
    rows_changed int not null,       -- would change or changed
    rows_same int not null,          -- nothing to do
    rows_refused int not null,       -- not taken
    rows_warned int not null,        -- taken with a warning
    summary text not null,           -- JSON: columns found, columns unknown, notes
    primary key (county, id)
);
create index batch_by_place on batch (county, key_lo, id);

-- import_row: What became of each row of a file, and what was there before, for undo.
create table import_row (
    county int not null,             -- tenant
    batch int not null,              -- which file
    row_no int not null,             -- as the spreadsheet shows it
    outcome text not null,           -- new, changed, same, refused; kept: not taken back with the others
    child int not null,              -- whom, 0 none
    given bytes,                     -- sealed: the normalised cells as JSON
    faults bytes,                    -- sealed: faults as JSON
    before bytes,                    -- sealed: what stood before as JSON, for differences and undo
    primary key (county, batch, row_no)
);

-- audit: Who did or saw what, chained by digests.
create table audit (
    county int not null,             -- tenant, 0 the installation
    seq int not null,                -- 1, 2, 3 …
    at int not null,                 -- when
    staff int not null,              -- who, 0 nobody signed in or the command line
    action text not null,            -- route or command
    noun text not null,              -- child, place, batch …
    object int not null,             -- its id, 0 none
    detail text not null,            -- fixed keys only: fields class, reason code, counts; never a name or number of a child
    previous bytes not null,         -- digest of the entry before
    digest bytes not null,           -- sha-256 over this entry and `previous`
    primary key (county, seq)
);
create index audit_by_object on audit (county, noun, object, seq);
create index audit_by_staff on audit (county, staff, seq);

-- idempotency: Keys of forms already handled, with where they led, so that a second press changes nothing.
create table idempotency (
    county int not null,             -- tenant
    staff int not null,              -- who
    key text not null,               -- random, from the form or header
    route text not null,             -- where it was used
    request text not null,           -- sha-256 of the body
    location text not null,          -- answer: where it led
    at int not null,                 -- when
    primary key (county, staff, key)
);

-- setting: What a county sets: home counting rule, overload line, calendar overrides.
create table setting (
    county int not null,             -- tenant
    key text not null,               -- key of the settings table
    value text not null,             -- value
    changed_at int not null,         -- when
    changed_by int not null,         -- by whom
    primary key (county, key)
);
