-- Totals, positions and the rows of each table. Sizes of files follow from stats.c.
SELECT 1 AS "place:count:hidden", 'total' AS "what", name AS "name", value AS "value:count", NULL AS "note"
    FROM counter
UNION ALL
SELECT 2, 'position', 'records', records, 'records of the input log in this database' FROM position
UNION ALL
SELECT 2, 'position', 'watermark_us', watermark_us,
       CASE WHEN watermark_us > 0
            THEN datetime(watermark_us / 1000000, 'unixepoch', '+7 hours') || ' +07:00' END
    FROM position
UNION ALL
SELECT 3, 'source', name, bytes, 'bytes read, ' || lines || ' lines' FROM source
UNION ALL SELECT 4, 'rows', 'decision', count(*), NULL FROM decision
UNION ALL SELECT 4, 'rows', 'evidence', count(*), NULL FROM evidence
UNION ALL SELECT 4, 'rows', 'theft_case', count(*), NULL FROM theft_case
UNION ALL SELECT 4, 'rows', 'hold', count(*), NULL FROM hold
UNION ALL SELECT 4, 'rows', 'task', count(*), NULL FROM task
UNION ALL SELECT 4, 'rows', 'outbox', count(*),
       nullif(sum(state = 'new'), 0) || ' still to send' FROM outbox
UNION ALL SELECT 4, 'rows', 'inbox', count(*),
       nullif(sum(record IS NULL), 0) || ' still to take up' FROM inbox
UNION ALL SELECT 4, 'rows', 'reject', count(*), 'the first thousand of each reason' FROM reject
UNION ALL SELECT 4, 'rows', 'fence', count(*), 'accounts that were sent a command' FROM fence
ORDER BY 1, 3;
