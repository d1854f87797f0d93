#!/usr/bin/env bash
# Keycloak takes its passwords from the environment only: here they come from files. The realm is imported where it is
# missing; one that is there stays as it is.
set -eu
KC_DB_PASSWORD=$(< "$KC_DB_PASSWORD_FILE")
KC_BOOTSTRAP_ADMIN_PASSWORD=$(< "$KC_BOOTSTRAP_ADMIN_PASSWORD_FILE")
TEMPORAL_UI_SECRET=$(< "$TEMPORAL_UI_SECRET_FILE") # stands in the realm by this name
export KC_DB_PASSWORD KC_BOOTSTRAP_ADMIN_PASSWORD TEMPORAL_UI_SECRET
unset KC_DB_PASSWORD_FILE KC_BOOTSTRAP_ADMIN_PASSWORD_FILE TEMPORAL_UI_SECRET_FILE
exec "${KEYCLOAK_HOME:-/opt/keycloak}/bin/kc.sh" start --import-realm
