-- Who of the staff looked at the case's data, each time.
SELECT e.at_us AS "ts:time", e.actor || coalesce(' ' || e.agent, '') AS "who"
    FROM desk_event AS e WHERE e.case_id = :case AND e.kind = 'look'
    ORDER BY e.seq;
