-- Of a sale: its amount less what the cargo had cost. Null for all other rows.
ALTER TABLE transactions ADD COLUMN realised BIGINT;
CREATE INDEX idx_transactions_operation ON transactions (player_id, operation_id);

-- What the cargo aboard has cost: one row for each purchase of which something is left.
CREATE TABLE cargo_lots (
    id TEXT PRIMARY KEY REFERENCES intents (id),
    player_id BIGINT NOT NULL REFERENCES players (id),
    ship_symbol TEXT NOT NULL,
    good_symbol TEXT NOT NULL,
    source_symbol TEXT NOT NULL,
    units BIGINT NOT NULL CHECK (units > 0),
    cost BIGINT NOT NULL CHECK (cost >= 0),
    operation_id TEXT NOT NULL,
    pipeline_id TEXT NOT NULL,
    task_id TEXT NOT NULL,
    opened_at BIGINT NOT NULL
);
CREATE INDEX idx_cargo_lots_player ON cargo_lots (player_id, ship_symbol, good_symbol);

-- What each sale took of which lot; a lane's profit is told from it. No lot: cargo that was not
-- bought. No intent and no sink: cargo that went down with its ship, or was gone without a sale.
CREATE TABLE lot_sales (
    id INTEGER PRIMARY KEY,
    player_id BIGINT NOT NULL REFERENCES players (id),
    lot_id TEXT NOT NULL,
    intent_id TEXT REFERENCES intents (id),
    at BIGINT NOT NULL,
    ship_symbol TEXT NOT NULL,
    good_symbol TEXT NOT NULL,
    source_symbol TEXT NOT NULL,
    sink_symbol TEXT NOT NULL,
    units BIGINT NOT NULL CHECK (units > 0),
    cost BIGINT NOT NULL CHECK (cost >= 0),
    revenue BIGINT NOT NULL CHECK (revenue >= 0),
    load_task_id TEXT NOT NULL,
    task_id TEXT NOT NULL
);
CREATE INDEX idx_lot_sales_player ON lot_sales (player_id, at);

-- Credits set aside for purchases to come, by a haul that is bound and has not bought yet.
CREATE TABLE earmarks (
    player_id BIGINT NOT NULL REFERENCES players (id),
    id TEXT NOT NULL,
    operation_id TEXT NOT NULL,
    credits BIGINT NOT NULL CHECK (credits >= 0),
    PRIMARY KEY (player_id, id)
);

-- What an operation may have invested: paid and not earned back. No row: as much as there is.
CREATE TABLE operation_budgets (
    player_id BIGINT NOT NULL REFERENCES players (id),
    operation_id TEXT NOT NULL,
    credits BIGINT NOT NULL CHECK (credits >= 0),
    PRIMARY KEY (player_id, operation_id)
);
