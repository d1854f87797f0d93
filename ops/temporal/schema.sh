#!/bin/sh
# Temporal's own schema, in databases that its role owns. Run before each start: sets up what is empty, brings up to date
# what is older, leaves alone what is as it should be.
set -eu
SQL_PASSWORD=$(cat "$SQL_PASSWORD_FILE")
export SQL_PASSWORD

bring_up() {
  SQL_DATABASE=$1 temporal-sql-tool setup-schema -v 0.0
  SQL_DATABASE=$1 temporal-sql-tool update-schema --schema-name "postgresql/v12/$2"
}
bring_up temporal temporal
bring_up temporal_visibility visibility
