-- Three rules that people write first, as holds over a canonical log, for comparison:
--   1 a transfer of more than half the balance, to a payee new to the account, within 24 hours of a
--     device new to the account (this device, where the row names one)
--   2 a transfer after more than three failed logins within the hour
--   3 money out, above five times the largest of the account's last thirty days
-- A rule is asked at the attempt, whatever comes of it, as a wallet would ask it; what failed teaches it
-- nothing. An account's first day teaches and is not judged. Where a log knows no
-- balance or no device, rule 1 is silent. Run by bench/naive_rules.sh, which loads `raw`.

-- Rows that come twice count once. Times are cut by hand: SQLite's own know milliseconds only.
CREATE TEMP TABLE event (
    at INTEGER PRIMARY KEY, event_id TEXT UNIQUE, ts TEXT, ts_us INTEGER, account TEXT, type TEXT,
    status TEXT, ref TEXT, device TEXT, counterparty TEXT, amount REAL, balance REAL);
INSERT OR IGNORE INTO event
SELECT at, event_id, ts,
       CASE WHEN rest IS NOT NULL
            THEN unixepoch(upper(substr(ts, 1, 19) || ltrim(rest, '.0123456789'))) * 1000000 +
                 CASE WHEN substr(rest, 1, 1) = '.'
                      THEN CAST(substr(substr(rest, 2, length(rest) - 1 -
                                              length(ltrim(rest, '.0123456789'))) || '000000', 1, 6)
                                AS INTEGER)
                      ELSE 0 END
            WHEN abs(ts) < 100000000000 THEN ts * 1000000
            WHEN abs(ts) < 100000000000000 THEN ts * 1000
            ELSE CAST(ts AS INTEGER) END,
       account, type, coalesce(nullif(status, ''), 'ok'), ref, device, counterparty,
       CAST(nullif(amount, '') AS REAL), CAST(nullif(balance, '') AS REAL)
  FROM (SELECT rowid AS at, *, CASE WHEN ts LIKE '____-__-__T%' THEN substr(ts, 20) END AS rest
          FROM raw)
 ORDER BY at;

-- `before` is the balance before the row; a later word on an open attempt (with ref) is no attempt.
CREATE TEMP TABLE attempt AS
SELECT at, event_id, ts, account, ts_us, type, device, counterparty, amount, status <> 'failed' AS counts,
       CASE status WHEN 'ok' THEN balance + amount ELSE balance END AS before
  FROM event
 WHERE type IN ('transfer', 'withdraw', 'payment') AND ref = '' AND status <> 'reversed';
CREATE INDEX attempt_account ON attempt (account, ts_us);

CREATE TEMP TABLE known AS SELECT account, min(ts_us) AS since_us FROM event GROUP BY account;
CREATE INDEX known_account ON known (account, since_us);
CREATE TEMP TABLE new_device AS
SELECT d.account, d.device, d.since_us
  FROM (SELECT account, device, min(ts_us) AS since_us
          FROM event WHERE device <> '' GROUP BY account, device) AS d
  JOIN known AS k ON k.account = d.account AND d.since_us > k.since_us + 86400000000;
CREATE INDEX new_device_account ON new_device (account, since_us);
CREATE TEMP TABLE first_paid AS
SELECT account, counterparty, min(at) AS at FROM attempt WHERE counts GROUP BY account, counterparty;
CREATE INDEX first_paid_account ON first_paid (account, counterparty, at);
CREATE TEMP TABLE failed_login AS
SELECT account, ts_us FROM event WHERE type = 'login' AND status = 'failed';
CREATE INDEX failed_login_account ON failed_login (account, ts_us);

CREATE TEMP TABLE held (rule INTEGER, at INTEGER, account TEXT, ts TEXT, event_id TEXT);

INSERT INTO held
SELECT 1, a.at, a.account, a.ts, a.event_id
  FROM attempt AS a
 WHERE a.type = 'transfer' AND a.counterparty <> '' AND a.amount > a.before / 2
   AND NOT EXISTS (SELECT 1 FROM first_paid AS p
                    WHERE p.account = a.account AND p.counterparty = a.counterparty AND p.at < a.at)
   AND EXISTS (SELECT 1 FROM new_device AS d
                WHERE d.account = a.account AND d.since_us <= a.ts_us
                  AND d.since_us > a.ts_us - 86400000000
                  AND (a.device = '' OR a.device = d.device));

INSERT INTO held
SELECT 2, a.at, a.account, a.ts, a.event_id
  FROM attempt AS a JOIN known AS k ON k.account = a.account
 WHERE a.type = 'transfer' AND a.ts_us > k.since_us + 86400000000
   AND (SELECT count(*) FROM failed_login AS f
         WHERE f.account = a.account AND f.ts_us BETWEEN a.ts_us - 3600000000 AND a.ts_us) > 3;

INSERT INTO held
SELECT 3, a.at, a.account, a.ts, a.event_id
  FROM (SELECT a.*, max(CASE WHEN counts THEN amount END) OVER (PARTITION BY account ORDER BY ts_us
                        RANGE BETWEEN 2592000000000 PRECEDING AND 1 PRECEDING) AS most
          FROM attempt AS a) AS a
  JOIN known AS k ON k.account = a.account
 WHERE a.amount > 5 * a.most AND a.ts_us > k.since_us + 86400000000;
