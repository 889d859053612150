-- The audit from the row before the case's first one to its end. The last column: 1 when the row is
-- the case's own. ?1: the case's spoken number or its key.
WITH the_case AS (SELECT case_id, account FROM theft_case WHERE short_number = ?1 OR case_id = ?1),
     told AS (
         SELECT a.seq,
                CASE a.action
                WHEN 'desk' THEN a.subject = c.case_id
                WHEN 'answer' THEN EXISTS (
                    SELECT 1 FROM outbox AS o WHERE o.account = c.account AND o.case_id = c.case_id
                        AND instr(a.detail, 'key=' || o.key || ';') = 1)
                WHEN 'label' THEN a.subject = c.account
                    AND instr(a.detail, 'about=' || c.case_id || ';') = 1
                ELSE a.subject = c.account
                    AND instr(a.detail || ';', ';case_id=' || c.case_id || ';') > 0
                END AS is_own
             FROM audit AS a JOIN the_case AS c)
SELECT a.seq, a.at_us, a.actor, a.action, a.subject, a.detail, a.record, a.chain,
       (SELECT secret FROM audit_secret), coalesce(t.is_own, 0)
    FROM audit AS a LEFT JOIN told AS t USING (seq)
    WHERE a.seq >= (SELECT min(seq) FROM told WHERE is_own) - 1
    ORDER BY a.seq
