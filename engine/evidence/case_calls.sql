-- Each attempt to reach the customer, and how the talk ended. What was said stays with the operator's
-- recordings. :about is the audience.
SELECT e.at_us AS "ts:time",
       iif(:about = 'customer', NULL, e.actor || coalesce(' ' || e.agent, '')) AS "who",
       CASE e.kind WHEN 'task' THEN 'call' WHEN 'bad_contact' THEN 'bad contact' ELSE e.kind END AS "what",
       iif(e.kind IN ('dial', 'bad_contact'), e.ref, lower(replace(e.ref, '_', ' '))) AS "said",
       lower(replace(e.to_state, '_', ' ')) AS "state"
    FROM desk_event AS e
    WHERE e.case_id = :case
      AND (e.kind IN ('dial', 'code', 'disposition', 'bad_contact')
           OR (e.kind = 'task' AND e.to_state IN ('REACHED', 'RETRY_WAIT', 'NO_CONTACT', 'VERIFIED', 'FAILED_IDV',
                                                  'ESCALATED', 'COMPLETED', 'CANCELLED')))
    ORDER BY e.seq;
