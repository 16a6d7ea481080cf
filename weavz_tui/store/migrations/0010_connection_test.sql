-- The last test of a connection and how it ended: null where it was not tested yet, or not since it
-- was given another secret or address.
alter table connection add column tested_at text;
alter table connection add column test_ok bigint;
