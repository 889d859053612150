-- The audit in order; the secret is the same in every row. is_told: of a row that was emptied, an act of
-- erasure names it.
SELECT a.seq, a.at_us, a.actor, a.action, a.subject, a.detail, a.record, a.chain,
       (SELECT secret FROM audit_secret), a.own,
       length(a.own) = 32 OR EXISTS (SELECT 1 FROM audit AS e
                                         WHERE e.action = 'erase' AND e.seq > a.seq
                                           AND instr(e.detail, ',' || a.seq || ',') > 0) AS is_told
    FROM audit AS a ORDER BY a.seq
