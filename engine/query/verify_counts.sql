-- What must have its row in the audit, and how many rows there are.
SELECT 'decision', (SELECT count(*) FROM decision WHERE outcome <> 'alert'),
       (SELECT count(*) FROM audit WHERE action = 'decision')
UNION ALL
SELECT 'command', (SELECT count(*) FROM outbox),
       (SELECT count(*) FROM audit WHERE action = 'command')
UNION ALL
SELECT 'evidence', (SELECT count(*) FROM bundle),
       (SELECT count(*) FROM audit WHERE action = 'evidence')
UNION ALL
SELECT 'desk', (SELECT count(*) FROM desk_event), (SELECT count(*) FROM audit WHERE action = 'desk')
