-- Calls to make, in the order in which to make them.
SELECT t.short_number AS "number",
       t.account AS "account",
       t.priority AS "priority:count",
       t.band AS "band:count",
       t.due_us AS "due:time",
       t.state AS "state",
       c.reason AS "reason",
       d.belief AS "score:belief",
       d.amount_minor AS "amount:money",
       c.exposed_minor AS "exposed:money",
       c.currency AS "currency:currency",
       t.task_id AS "task_id:text:hidden",
       t.case_id AS "case_id:text:hidden",
       d.expected_loss_minor AS "expected_loss:money"
    FROM task AS t
    JOIN theft_case AS c ON c.case_id = t.case_id
    LEFT JOIN decision AS d ON d.record = c.record
    WHERE (:account IS NULL OR t.account = :account)
      AND (:case IS NULL OR t.short_number = :case OR t.case_id = :case)
    ORDER BY t.state <> 'open', t.priority DESC, t.band, t.due_us, c.number
    LIMIT :limit;
