-- The audit in order; the secret is the same in every row.
SELECT seq, at_us, actor, action, subject, detail, record, chain, (SELECT secret FROM audit_secret)
    FROM audit ORDER BY seq
