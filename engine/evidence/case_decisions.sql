-- The decisions of the case that disturbed somebody, to be given reasons for.
SELECT d.ts_us AS "ts:time",
       d.event_id AS "event_id",
       replace(d.outcome, '_', ' ') AS "outcome",
       d.belief AS "belief:belief",
       d.record AS "record:count:hidden"
    FROM decision AS d
    WHERE d.case_id = :case AND d.outcome IN ('hold', 'step_up')
    ORDER BY d.record;
