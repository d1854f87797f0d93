#!/bin/sh
# Runs a command as whoever may do everything in Temporal: its command line takes the token from the environment only, here
# it comes from a file. Certificates it reads itself.
set -eu
TEMPORAL_API_KEY=$(cat "$TEMPORAL_TOKEN_FILE")
export TEMPORAL_API_KEY
exec "$@"
