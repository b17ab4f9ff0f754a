#!/bin/sh
# Makes Temporal's tables where they are missing and brings them to the version of this image. Changes nothing where
# they are as they should be.
set -eu
for pair in temporal:temporal temporal_visibility:visibility; do
  database=${pair%%:*}
  temporal-sql-tool --database "$database" setup-schema --version 0.0
  temporal-sql-tool --database "$database" update-schema --schema-name "postgresql/v12/${pair#*:}"
done
