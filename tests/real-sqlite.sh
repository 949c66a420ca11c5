# real-sqlite.sh - SQLite's shell works on a database file: the same output and an equal database from GNU ld's twin, images that hold the same.
# slow
# timeout: 900
. tests/common.sh
. tests/mingw.sh
. tests/real.sh
npm_source sqlite3 6.0.1
archive=$(ls "$source"/deps/sqlite-autoconf-*.tar.gz)
[ -d "$source/sqlite" ] || { mkdir "$source/sqlite.new" && tar -C "$source/sqlite.new" --strip-components=1 -xzf "$archive" && mv "$source/sqlite.new" "$source/sqlite"; }
source=$source/sqlite
compile sqlite $gcc -O1 -DSQLITE_ENABLE_FTS5 -DSQLITE_ENABLE_RTREE -DSQLITE_ENABLE_MATH_FUNCTIONS -DSQLITE_THREADSAFE=1 -- "$source/sqlite3.c" "$source/shell.c"
twins sqlite.exe $gcc -municode "${objects[@]}"
put "$t/work.sql" <<'END'
PRAGMA journal_mode=WAL;
CREATE TABLE city(id INTEGER PRIMARY KEY, name TEXT UNIQUE, people INTEGER);
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) INSERT INTO city SELECT i, 'city ' || i, i * 7919 % 10007 FROM n;
CREATE INDEX by_people ON city(people);
BEGIN; DELETE FROM city WHERE id % 3 = 0; ROLLBACK;
BEGIN; DELETE FROM city WHERE id % 5 = 0; COMMIT;
SELECT count(*), sum(people), min(name), max(people) FROM city;
SELECT name, people FROM city ORDER BY people DESC LIMIT 3;
EXPLAIN QUERY PLAN SELECT * FROM city WHERE people BETWEEN 10 AND 20;
CREATE VIRTUAL TABLE text USING fts5(body);
INSERT INTO text VALUES('the linker joins objects'), ('the loader maps images'), ('objects and images');
SELECT body FROM text WHERE text MATCH 'objects' ORDER BY rank;
SELECT json_extract('{"a":[1,2,{"b":"deep"}]}', '$.a[2].b'), printf('%.3f', sqrt(2)), hex(zeroblob(3)), upper('abc');
SELECT name, row_number() OVER (ORDER BY people) FROM city WHERE id < 4;
INSERT INTO city VALUES(1, 'twice', 0);
PRAGMA integrity_check;
.mode column
SELECT * FROM city WHERE id IN (1, 2, 4);
VACUUM;
END
cp "$t/work.sql" "$t/twin/"
# The shell goes on after an error in the script, and says so.
same_output '^4000\|' sqlite.exe data.db '.read work.sql'
same_output '^ok$' sqlite.exe data.db 'PRAGMA integrity_check; SELECT count(*) FROM text;'
same_output 'CREATE INDEX by_people' sqlite.exe data.db .dump
head -c 16 "$t/data.db" | grep -q '^SQLite format 3' || fail 'no database file'
same "$t/data.db" "$t/twin/data.db"
passed 3 "SQLite's shell (npm's sqlite3), C" 'a program' 'tables, indexes, full text, a database file'
