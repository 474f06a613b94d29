-- Jumps cost money: a kind of intent, and a type of ledger row. A list of allowed spellings cannot be
-- changed in place, so both tables are made anew with everything in them.

CREATE TABLE intents_with_jumps (
    id TEXT PRIMARY KEY,
    player_id BIGINT NOT NULL REFERENCES players (id),
    kind TEXT NOT NULL CHECK (kind IN ('PURCHASE', 'SELL', 'REFUEL', 'SHIP_PURCHASE', 'JUMP')),
    status TEXT NOT NULL CHECK (status IN ('OPEN', 'SETTLED', 'ABANDONED')),
    category TEXT NOT NULL,
    ship_symbol TEXT NOT NULL,
    waypoint_symbol TEXT NOT NULL,
    good_symbol TEXT NOT NULL,
    units BIGINT NOT NULL,
    unit_price BIGINT NOT NULL,
    units_before BIGINT NOT NULL,
    operation_id TEXT NOT NULL,
    pipeline_id TEXT NOT NULL,
    task_id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    settled_at BIGINT
);

CREATE TABLE transactions_with_jumps (
    id INTEGER PRIMARY KEY,
    player_id BIGINT NOT NULL REFERENCES players (id),
    intent_id TEXT UNIQUE REFERENCES intents_with_jumps (id),
    at BIGINT NOT NULL,
    type TEXT NOT NULL CHECK (type IN
        ('OPENING', 'PURCHASE_CARGO', 'SELL_CARGO', 'REFUEL', 'PURCHASE_SHIP', 'RECONCILIATION',
         'JUMP')),
    category TEXT NOT NULL,
    good_symbol TEXT NOT NULL,
    units BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    balance_after BIGINT NOT NULL,
    ship_symbol TEXT NOT NULL,
    waypoint_symbol TEXT NOT NULL,
    operation_id TEXT NOT NULL,
    pipeline_id TEXT NOT NULL,
    task_id TEXT NOT NULL
);

INSERT INTO intents_with_jumps SELECT * FROM intents;
INSERT INTO transactions_with_jumps SELECT * FROM transactions;
DROP TABLE transactions;
DROP TABLE intents;
ALTER TABLE intents_with_jumps RENAME TO intents;
ALTER TABLE transactions_with_jumps RENAME TO transactions;
CREATE INDEX idx_intents_open ON intents (player_id) WHERE status = 'OPEN';
CREATE INDEX idx_transactions_player ON transactions (player_id, id);
CREATE INDEX idx_transactions_task ON transactions (player_id, task_id);
CREATE INDEX idx_transactions_pipeline ON transactions (player_id, pipeline_id);

CREATE TABLE systems (
    player_id BIGINT NOT NULL REFERENCES players (id),
    symbol TEXT NOT NULL,
    x BIGINT NOT NULL,
    y BIGINT NOT NULL,
    PRIMARY KEY (player_id, symbol)
);

-- What a jump gate leads to: waypoints of other gates, with spaces between.
CREATE TABLE gates (
    player_id BIGINT NOT NULL REFERENCES players (id),
    symbol TEXT NOT NULL,
    connections TEXT NOT NULL,
    under_construction BIGINT NOT NULL,
    PRIMARY KEY (player_id, symbol)
);
