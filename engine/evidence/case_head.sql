-- The case itself. :about is the audience.
SELECT c.short_number AS "case",
       iif(:about = 'partner', NULL, c.account) AS "account",
       c.case_id AS "case_id",
       lower(replace(k.state, '_', ' ')) AS "state",
       lower(replace(k.outcome, '_', ' ')) AS "outcome",
       iif(:about = 'partner', NULL, c.incident_start_us) AS "began:time",
       c.opened_us AS "opened:time",
       k.contained_us AS "contained:time",
       k.decided_us AS "decided:time",
       k.closed_us AS "closed:time",
       iif(:about = 'partner', NULL, c.exposed_minor) AS "at_stake:money",
       iif(:about = 'partner', NULL,
           (SELECT sum(m.amount_minor) FROM mark AS m WHERE m.case_id = c.case_id AND m.mark = 'NOT_MINE'))
           AS "not_theirs:money",
       iif(:about = 'partner', NULL,
           (SELECT sum(r.returned_minor) FROM recall AS r WHERE r.case_id = c.case_id)) AS "returned:money",
       c.currency AS "currency:currency",
       c.incident_start_us AS "since:time:hidden",
       c.event_id AS "event_id:text:hidden",
       (SELECT count(*) FROM audit) AS "audit_rows:count:hidden"
    FROM theft_case AS c
    LEFT JOIN case_desk AS k ON k.case_id = c.case_id
    WHERE c.case_id = :case;
