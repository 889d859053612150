-- Holds that want a person: those that end while their case is open, and those that have stood long on
-- the customer's word. The first stay until the hold stands longer, is released, or the case has ended;
-- the second until somebody has done something about the case, each once.
SELECT e.kind AS "alarm",
       c.short_number AS "case",
       c.account AS "account",
       h.reason AS "reason",
       h.scope AS "scope",
       h.state AS "state",
       e.at_us AS "told:time",
       h.acked_us AS "since:time",
       nullif(h.expires_us, 9223372036854775807) AS "ends:time",
       h.hold_id AS "hold_id"
    FROM case_desk AS s
    JOIN theft_case AS c ON c.case_id = s.case_id
    JOIN desk_event AS e ON e.case_id = s.case_id AND e.kind IN ('alarm', 'review')
    JOIN hold AS h ON h.hold_id = e.ref
    WHERE s.state NOT IN ('FALSE_ALARM', 'CLOSED') AND h.state IN ('held', 'expired')
      AND CASE e.kind WHEN 'alarm' THEN e.until_us = h.expires_us
                      ELSE NOT EXISTS (SELECT 1 FROM desk_event AS p
                                           WHERE p.case_id = e.case_id AND p.seq > e.seq
                                             AND (p.agent IS NOT NULL OR (p.kind = 'review' AND p.ref = e.ref))) END
      AND (:account IS NULL OR c.account = :account)
      AND (:case IS NULL OR c.short_number = :case OR c.case_id = :case)
    ORDER BY e.kind, h.expires_us, h.hold_id
    LIMIT :limit;
