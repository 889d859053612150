-- Runs, the first one first. `started` is the wall clock; all other times are event time.
SELECT r.number AS "run:count",
       r.kind AS "kind",
       r.state AS "state",
       r.started_us AS "started:time",
       (SELECT count(*) FROM run_source AS s WHERE s.number = r.number) AS "files:count",
       r.rows AS "rows:count",
       r.events AS "events:count",
       r.rejects AS "rejects:count",
       r.alerts AS "alerts:count",
       r.step_ups AS "step_ups:count",
       r.holds AS "holds:count",
       r.cases AS "cases:count",
       r.first_us AS "first:time",
       r.last_us AS "last:time",
       r.records_from AS "records_from:count:hidden",
       r.records_to AS "records_to:count:hidden",
       r.made_by AS "version",
       (SELECT group_concat(name, ';') FROM
           (SELECT name FROM run_source AS s WHERE s.number = r.number ORDER BY place)) AS "sources"
    FROM run AS r
    ORDER BY r.number
    LIMIT :limit;
