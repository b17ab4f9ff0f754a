#!/bin/sh
# Makes the .env that docker-compose.yml reads: random passwords, readable by you alone. An .env that is there is never
# changed. Needs nothing but a shell; run it where docker-compose.yml is, or name the file to make.
set -eu
umask 077
file=${1:-.env}
if [ -e "$file" ]; then
  echo "$file is there already and was left as it is. Without its passwords the databases can't be opened." >&2
  exit 1
fi

# 48 hexadecimal digits: 192 random bits, of characters that mean nothing in a URL or a shell.
random() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }

socket=${DOCKER_SOCKET:-/var/run/docker.sock}
group=$(stat -c %g "$socket" 2>/dev/null || echo 0)
[ -S "$socket" ] || echo "There is no engine at $socket: set DOCKER_SOCKET and DOCKER_SOCKET_GROUP in $file." >&2

# Written beside it and put in place at once: half an .env would never be completed.
half="$file.$$"
trap 'rm -f "$half"' EXIT
cat > "$half" <<END
# Made by stack/production/init.sh. Keep a copy where the backups are not: docs/production.md says what each opens.
ERRAND_ADMIN_KEY=$(random)
MONGODB_ROOT_PASSWORD=$(random)
MONGODB_PASSWORD=$(random)
POSTGRES_PASSWORD=$(random)
TEMPORAL_DATABASE_PASSWORD=$(random)

# The container engine for Python actions, and the group that may use it.
DOCKER_SOCKET=$socket
DOCKER_SOCKET_GROUP=$group

# Where the API is reached; a proxy with TLS stands before it.
ERRAND_BIND=127.0.0.1
ERRAND_PUBLISHED_PORT=8080
ERRAND_PUBLIC_URL=
END
ln "$half" "$file"
echo "Made $file. Next: docker compose up --detach"
