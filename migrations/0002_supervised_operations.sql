-- How often an operation was started again after a failure, and what it waits for when it has
-- nothing to do. Both are shown; neither decides anything.
ALTER TABLE operations ADD COLUMN restarts BIGINT NOT NULL DEFAULT 0;
ALTER TABLE operations ADD COLUMN waits_for TEXT NOT NULL DEFAULT '';
