#!/bin/sh
# At the first start: roles and databases of Temporal and Keycloak, which share this server and nothing of the record.
# Doudi's own come with `doudi migrate`.
set -eu
neighbour() {
  psql --username postgres --set ON_ERROR_STOP=1 --set role="$1" --set password="$(cat "$2")" <<'SQL'
create role :"role" login nosuperuser nocreatedb nocreaterole password :'password';
SQL
}
neighbour temporal /run/secrets/temporal_database_password
neighbour keycloak /run/secrets/keycloak_database_password
psql --username postgres --set ON_ERROR_STOP=1 <<'SQL'
create database temporal owner temporal;
create database temporal_visibility owner temporal;
create database keycloak owner keycloak;
revoke connect on database temporal, temporal_visibility, keycloak from public;
SQL
