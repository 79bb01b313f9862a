#!/bin/bash
# Run once by the PostgreSQL image, on an empty volume: a user for Karton, who is no superuser, and his database.
set -eu
psql --no-psqlrc --set=ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres <<'SQL'
\getenv password KARTON_PASSWORD
create role karton login password :'password';
create database karton owner karton;
SQL
