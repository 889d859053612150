-- Three rules that people write first, as holds over a canonical log, for comparison:
--   1 a device new to the account, then a transfer to a payee new to it of more than half the balance
--   2 more than three failed logins within the hour, then a transfer
--   3 an amount above five times the largest of the account's last thirty days
-- An account's first day teaches and is not judged. Run by bench/compare.sh, which loads `event`.
CREATE TEMP TABLE money AS
SELECT rowid AS at, event_id, account, ts_us, type, device, counterparty,
       CAST(amount AS REAL) AS amount, CAST(NULLIF(balance, '') AS REAL) AS left
  FROM event
 WHERE type IN ('transfer', 'withdraw', 'payment') AND status IN ('', 'ok');
CREATE INDEX money_account ON money (account, ts_us);

CREATE TEMP TABLE first_device AS
SELECT account, device, min(ts_us) AS since_us FROM event WHERE device <> '' GROUP BY 1, 2;
CREATE INDEX first_device_of ON first_device (account, device);
CREATE TEMP TABLE first_payee AS
SELECT account, counterparty, min(at) AS at FROM money WHERE counterparty <> '' GROUP BY 1, 2;
CREATE INDEX first_payee_of ON first_payee (account, counterparty);
CREATE TEMP TABLE known AS SELECT account, min(ts_us) AS since_us FROM event GROUP BY 1;
CREATE INDEX known_of ON known (account);

CREATE TEMP TABLE latest_device AS
SELECT account, max(since_us) AS since_us, device FROM first_device GROUP BY account;

CREATE TABLE held (rule INTEGER, account TEXT, ts INTEGER, event_id TEXT);

-- Where the log writes no device on money rows, the account's latest new device stands for it.
INSERT INTO held
SELECT 1, m.account, m.ts_us, m.event_id
  FROM money AS m
  JOIN first_payee AS p ON p.account = m.account AND p.counterparty = m.counterparty AND p.at = m.at
  JOIN known AS k ON k.account = m.account
 WHERE m.type = 'transfer' AND m.left IS NOT NULL AND m.amount > m.left
   AND EXISTS (SELECT 1 FROM first_device AS d
                WHERE d.account = m.account AND d.since_us <= m.ts_us
                  AND d.since_us > m.ts_us - 86400000000 AND d.since_us > k.since_us + 86400000000
                  AND (m.device = '' OR d.device = m.device));

CREATE TEMP TABLE failed AS
SELECT account, ts_us FROM event WHERE type = 'login' AND status = 'failed';
CREATE INDEX failed_account ON failed (account, ts_us);
INSERT INTO held
SELECT 2, m.account, m.ts_us, m.event_id
  FROM money AS m JOIN known AS k ON k.account = m.account
 WHERE m.type = 'transfer' AND m.ts_us > k.since_us + 86400000000
   AND (SELECT count(*) FROM failed AS f WHERE f.account = m.account
           AND f.ts_us BETWEEN m.ts_us - 3600000000 AND m.ts_us) > 3;

INSERT INTO held
SELECT 3, account, ts_us, event_id
  FROM (SELECT m.*, max(amount) OVER (PARTITION BY account ORDER BY ts_us
                    RANGE BETWEEN 2592000000000 PRECEDING AND 1 PRECEDING) AS most
          FROM money AS m)
 WHERE most IS NOT NULL AND amount > 5 * most;
