-- A player whose universe is no more stays, for its history.
ALTER TABLE players ADD COLUMN ended_at BIGINT;
ALTER TABLE players ADD COLUMN ended_because TEXT NOT NULL DEFAULT '';

-- Why an intent was abandoned, when nobody looked.
ALTER TABLE intents ADD COLUMN reason TEXT NOT NULL DEFAULT '';

-- The player meant by commands that name none.
CREATE TABLE current_player (
    slot BIGINT PRIMARY KEY CHECK (slot = 1),
    player_id BIGINT NOT NULL REFERENCES players (id)
);

-- Who acts for a player. The token rises with every change of owner, and every write of an owner
-- holds only while the token is its own. A lease whose renewals stand still may be taken.
CREATE TABLE player_leases (
    player_id BIGINT PRIMARY KEY REFERENCES players (id),
    owner TEXT NOT NULL,
    fencing_token BIGINT NOT NULL,
    renewals BIGINT NOT NULL
);

-- Requests that reached the game after their sender had lost the lease: what they did is booked by
-- the successor, who looks when one appears here.
CREATE TABLE late_acts (
    id INTEGER PRIMARY KEY,
    player_id BIGINT NOT NULL REFERENCES players (id),
    fencing_token BIGINT NOT NULL,
    request TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX idx_late_acts_player ON late_acts (player_id, id);

-- The daemons that share the requests of an account. Nobody takes more while the sum would be more
-- than the account has; the version of the account's row puts takers in order.
CREATE TABLE accounts (
    account TEXT PRIMARY KEY,
    version BIGINT NOT NULL
);
CREATE TABLE account_shares (
    account TEXT NOT NULL REFERENCES accounts (account),
    run_id BIGINT NOT NULL,
    owner TEXT NOT NULL,
    per_second BIGINT NOT NULL,
    burst BIGINT NOT NULL,
    beats BIGINT NOT NULL,
    PRIMARY KEY (account, run_id)
);
