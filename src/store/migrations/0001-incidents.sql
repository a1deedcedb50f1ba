create sequence incident_number;

create table incident (
  id uuid primary key,
  number bigint not null unique,
  key text not null,
  title text not null,
  severity text not null,
  status text not null,
  service text,
  team text,
  opened_at timestamptz not null,
  acknowledged_at timestamptz,
  resolved_at timestamptz,
  nobody_told boolean not null,
  not_paged_because text,
  rests boolean not null,
  awaited_sources text[] not null,
  version integer not null
);
create unique index incident_open_key on incident (key) where status <> 'resolved';
create index incident_awaiting on incident using gin (awaited_sources) where status <> 'resolved';
create index incident_newest on incident (number desc);

create table event (
  incident_id uuid not null references incident,
  version integer not null,
  at timestamptz not null,
  body jsonb not null,
  primary key (incident_id, version)
);

-- An alert is in at most one open incident.
create table open_alert (
  fingerprint text primary key,
  incident_id uuid not null references incident
);
create index open_alert_incident on open_alert (incident_id);

create table source (
  source text primary key,
  life_at timestamptz not null
);

create table work (
  id bigint generated always as identity primary key,
  key text not null unique,
  incident_id uuid not null references incident,
  lane text not null,
  run_at timestamptz not null,
  body jsonb not null,
  tries integer not null default 0,
  lease uuid,
  leased_until timestamptz
);
create index work_due on work (lane, run_at);
create index work_incident on work (incident_id);

-- One row for each page ever requested; the key makes a second one impossible.
create table page (
  key text primary key,
  incident_id uuid not null references incident,
  requested_at timestamptz not null
);
create index page_incident on page (incident_id);

create table attempt (
  id uuid primary key,
  page_key text not null references page,
  started_at timestamptz not null,
  finished_at timestamptz,
  outcome text,
  detail text not null default ''
);
create index attempt_page on attempt (page_key);

create table token (
  hash text primary key,
  name text not null,
  scope text not null
);

create table setting (
  name text primary key,
  value text not null
);

create table heartbeat (
  one boolean primary key default true check (one),
  at timestamptz not null
);
