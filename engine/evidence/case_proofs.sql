-- How the caller proved who they are: the ways, never the answers.
SELECT e.at_us AS "ts:time",
       iif(:about = 'customer', NULL, e.actor || coalesce(' ' || e.agent, '')) AS "who",
       e.kind AS "what",
       e.ref AS "way"
    FROM desk_event AS e
    WHERE e.case_id = :case AND e.kind IN ('proof', 'failure')
    ORDER BY e.seq;
