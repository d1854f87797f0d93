#!/bin/sh
# Temporal's server takes its password from the environment only: here it comes from a file.
set -eu
POSTGRES_PWD=$(cat "$POSTGRES_PWD_FILE")
export POSTGRES_PWD
if [ -x /etc/temporal/entrypoint.sh ]; then exec /etc/temporal/entrypoint.sh; fi
exec temporal-server start
