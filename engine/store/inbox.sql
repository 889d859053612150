-- name: put_fact
INSERT INTO inbox (event_id, line) VALUES (?1, ?2) ON CONFLICT (event_id) DO NOTHING;
