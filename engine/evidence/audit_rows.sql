-- The audit from the row before the case's first one to its end, and which of it the reader may see.
-- is_shown: 1 when the row belongs to the case and to what this reader is told of it; of others goes the
-- record's hash alone. taken_out: which fields stay inside, as a sum of 2 to the power of their place (4
-- who acted, 16 the subject, 32 the detail). :about is the audience, :case the case's key, :account what
-- a partner is called in the recalls.
WITH the_case AS (SELECT case_id, account FROM theft_case WHERE case_id = :case),
     -- What was asked of the ledger about receivers of the money: other people, but of this case.
     receiver_key AS (SELECT o.key FROM receiver_hold AS r JOIN outbox AS o ON o.hold_id = r.hold_id
                          WHERE r.case_id = :case),
     partner_recall AS (SELECT recall_id FROM recall
                            WHERE case_id = :case AND :account IN (institution, payee)),
     told AS (
         SELECT a.seq,
                a.action,
                CASE
                WHEN :about = 'partner' THEN a.action = 'recall' AND a.subject = c.case_id
                    AND EXISTS (SELECT 1 FROM partner_recall AS p
                                    WHERE instr(a.detail, 'recall_id=' || p.recall_id || ';') = 1)
                WHEN a.action IN ('desk', 'recall') THEN a.subject = c.case_id
                WHEN a.action = 'answer' THEN EXISTS (
                        SELECT 1 FROM outbox AS o WHERE o.account = c.account AND o.case_id = c.case_id
                            AND instr(a.detail, 'key=' || o.key || ';') = 1)
                    OR (:about <> 'customer' AND EXISTS (
                        SELECT 1 FROM receiver_key AS k WHERE instr(a.detail, 'key=' || k.key || ';') = 1))
                WHEN a.action = 'label' THEN a.subject = c.account
                    AND instr(a.detail, 'about=' || c.case_id || ';') = 1
                ELSE (a.subject = c.account AND instr(a.detail || ';', ';case_id=' || c.case_id || ';') > 0)
                    OR (:about <> 'customer' AND a.action = 'command' AND EXISTS (
                        SELECT 1 FROM receiver_key AS k WHERE instr(a.detail, 'key=' || k.key || ';') = 1))
                END AS is_shown
             FROM audit AS a JOIN the_case AS c)
SELECT a.seq, a.at_us, a.actor, a.action, a.subject, a.detail, a.record, a.chain,
       (SELECT secret FROM audit_secret), length(a.own) = 32 AND coalesce(t.is_shown, 0) AS is_shown,
       -- Who of the staff acted and what they wrote is not the customer's, nor is what an alarm weighs.
       CASE WHEN :about = 'customer' THEN CASE a.action WHEN 'desk' THEN 4 + 32 WHEN 'recall' THEN 4 + 32
                                                        WHEN 'decision' THEN 32 WHEN 'command' THEN 32
                                                        WHEN 'label' THEN 4 ELSE 0 END
            WHEN :about = 'partner' THEN 4
            ELSE 0 END AS taken_out,
       a.own
    FROM audit AS a LEFT JOIN told AS t USING (seq)
    -- A partner gets the same stretch of the chain as everybody else.
    WHERE a.seq >= (SELECT min(b.seq) FROM audit AS b, the_case AS c
                        WHERE b.subject = c.case_id
                           OR (b.subject = c.account
                               AND instr(b.detail || ';', ';case_id=' || c.case_id || ';') > 0)) - 1
      -- That files were made is no part of the case: two made of it in turn are equal.
      AND a.seq <= (SELECT max(b.seq) FROM audit AS b WHERE b.action <> 'evidence')
    ORDER BY a.seq
