#!/bin/sh
# Temporal's interface takes its secret at the identity provider from the environment only: here it comes from a file.
set -eu
TEMPORAL_AUTH_CLIENT_SECRET=$(cat "$TEMPORAL_AUTH_CLIENT_SECRET_FILE")
export TEMPORAL_AUTH_CLIENT_SECRET
exec ./start-ui-server.sh
