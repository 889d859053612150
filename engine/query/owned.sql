SELECT DISTINCT event_id FROM mark WHERE mark = 'MINE';
