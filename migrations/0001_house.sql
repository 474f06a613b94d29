-- Times are milliseconds since 1970 UTC in the game's clock, money and units whole numbers, ids
-- "<kind>-<run>-<sequence>". A player is one agent in one era (the game's reset date), so rows that
-- name a player name the era with it.

CREATE TABLE players (
    id INTEGER PRIMARY KEY,
    agent_symbol TEXT NOT NULL,
    era TEXT NOT NULL,
    faction TEXT NOT NULL,
    headquarters TEXT NOT NULL,
    token TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (agent_symbol, era)
);

-- One row for each start of a process: the source of ids.
CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    started_at BIGINT NOT NULL,
    seed TEXT NOT NULL
);

-- Long-running operations; the first requirements call them containers.
CREATE TABLE operations (
    id TEXT PRIMARY KEY,
    player_id BIGINT NOT NULL REFERENCES players (id),
    kind TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN
        ('PENDING', 'RUNNING', 'STOPPING', 'COMPLETED', 'FAILED', 'STOPPED', 'INTERRUPTED')),
    parent_id TEXT REFERENCES operations (id),
    config TEXT NOT NULL,
    error TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX idx_operations_player ON operations (player_id, created_at);
-- A duty that is being done is not started a second time.
CREATE UNIQUE INDEX unique_active_operation ON operations (player_id, kind)
    WHERE status IN ('PENDING', 'RUNNING', 'STOPPING', 'INTERRUPTED');

CREATE TABLE operation_logs (
    id INTEGER PRIMARY KEY,
    operation_id TEXT NOT NULL REFERENCES operations (id),
    at BIGINT NOT NULL,
    level TEXT NOT NULL,
    message TEXT NOT NULL
);
CREATE INDEX idx_operation_logs_operation ON operation_logs (operation_id, id);

CREATE TABLE ships (
    player_id BIGINT NOT NULL REFERENCES players (id),
    symbol TEXT NOT NULL,
    role TEXT NOT NULL,
    frame TEXT NOT NULL,
    cargo_capacity BIGINT NOT NULL,
    fuel_capacity BIGINT NOT NULL,
    speed BIGINT NOT NULL,
    bought_at BIGINT,
    price BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (player_id, symbol)
);

-- One owner per ship. A ship without a row is idle; the version rises with every change of owner.
CREATE TABLE ship_assignments (
    player_id BIGINT NOT NULL,
    ship_symbol TEXT NOT NULL,
    owner_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    assigned_at BIGINT NOT NULL,
    PRIMARY KEY (player_id, ship_symbol)
);

CREATE TABLE waypoints (
    player_id BIGINT NOT NULL REFERENCES players (id),
    symbol TEXT NOT NULL,
    system_symbol TEXT NOT NULL,
    type TEXT NOT NULL,
    x BIGINT NOT NULL,
    y BIGINT NOT NULL,
    traits TEXT NOT NULL,
    PRIMARY KEY (player_id, symbol)
);

-- The last look at each market good, and its state inferred from that look and our trades since.
CREATE TABLE market_goods (
    player_id BIGINT NOT NULL REFERENCES players (id),
    waypoint_symbol TEXT NOT NULL,
    good_symbol TEXT NOT NULL,
    trade_type TEXT NOT NULL,
    trade_volume BIGINT NOT NULL,
    supply TEXT NOT NULL,
    activity TEXT,
    ask BIGINT NOT NULL,
    bid BIGINT NOT NULL,
    margin BIGINT,
    stock BIGINT,
    looked_at BIGINT NOT NULL,
    PRIMARY KEY (player_id, waypoint_symbol, good_symbol)
);

CREATE TABLE market_price_history (
    player_id BIGINT NOT NULL,
    waypoint_symbol TEXT NOT NULL,
    good_symbol TEXT NOT NULL,
    at BIGINT NOT NULL,
    supply TEXT NOT NULL,
    activity TEXT,
    trade_volume BIGINT NOT NULL,
    ask BIGINT NOT NULL,
    bid BIGINT NOT NULL,
    PRIMARY KEY (player_id, waypoint_symbol, good_symbol, at)
);

-- Written, durably, before a request that moves money or cargo leaves; settled with the transaction
-- it became. What is OPEN at a start is settled by looking.
CREATE TABLE intents (
    id TEXT PRIMARY KEY,
    player_id BIGINT NOT NULL REFERENCES players (id),
    kind TEXT NOT NULL CHECK (kind IN ('PURCHASE', 'SELL', 'REFUEL', 'SHIP_PURCHASE')),
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
CREATE INDEX idx_intents_open ON intents (player_id) WHERE status = 'OPEN';

-- The ledger: one row for each change of the agent's credits. amount is signed; balance_after is
-- the game's own figure, or ours where the answer was lost and the trade found by looking.
CREATE TABLE transactions (
    id INTEGER PRIMARY KEY,
    player_id BIGINT NOT NULL REFERENCES players (id),
    intent_id TEXT UNIQUE REFERENCES intents (id),
    at BIGINT NOT NULL,
    type TEXT NOT NULL CHECK (type IN
        ('OPENING', 'PURCHASE_CARGO', 'SELL_CARGO', 'REFUEL', 'PURCHASE_SHIP', 'RECONCILIATION')),
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
CREATE INDEX idx_transactions_player ON transactions (player_id, id);
CREATE INDEX idx_transactions_task ON transactions (player_id, task_id);
CREATE INDEX idx_transactions_pipeline ON transactions (player_id, pipeline_id);

CREATE TABLE manufacturing_pipelines (
    id TEXT PRIMARY KEY,
    player_id BIGINT NOT NULL REFERENCES players (id),
    operation_id TEXT NOT NULL REFERENCES operations (id),
    sequence_number BIGINT NOT NULL,
    product_good TEXT NOT NULL,
    sell_market TEXT NOT NULL,
    expected_price BIGINT NOT NULL,
    status TEXT NOT NULL CHECK (status IN
        ('PLANNING', 'EXECUTING', 'COMPLETED', 'FAILED', 'CANCELLED')),
    total_cost BIGINT NOT NULL DEFAULT 0,
    total_revenue BIGINT NOT NULL DEFAULT 0,
    net_profit BIGINT NOT NULL DEFAULT 0,
    error TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL,
    completed_at BIGINT
);
CREATE INDEX idx_manufacturing_pipelines_player ON manufacturing_pipelines (player_id, status);

CREATE TABLE manufacturing_tasks (
    id TEXT PRIMARY KEY,
    player_id BIGINT NOT NULL REFERENCES players (id),
    operation_id TEXT NOT NULL,
    pipeline_id TEXT NOT NULL,
    haul_id TEXT NOT NULL,
    task_type TEXT NOT NULL CHECK (task_type IN
        ('ACQUIRE', 'DELIVER', 'COLLECT', 'SELL', 'LIQUIDATE')),
    status TEXT NOT NULL CHECK (status IN
        ('PENDING', 'READY', 'ASSIGNED', 'EXECUTING', 'COMPLETED', 'FAILED', 'CANCELLED')),
    good_symbol TEXT NOT NULL,
    quantity BIGINT NOT NULL DEFAULT 0,
    actual_quantity BIGINT NOT NULL DEFAULT 0,
    source_market TEXT NOT NULL DEFAULT '',
    target_market TEXT NOT NULL DEFAULT '',
    factory_symbol TEXT NOT NULL DEFAULT '',
    output_good TEXT NOT NULL DEFAULT '',
    assigned_ship TEXT NOT NULL DEFAULT '',
    retry_count BIGINT NOT NULL DEFAULT 0,
    total_cost BIGINT NOT NULL DEFAULT 0,
    total_revenue BIGINT NOT NULL DEFAULT 0,
    error TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL,
    ready_at BIGINT,
    started_at BIGINT,
    completed_at BIGINT
);
CREATE INDEX idx_manufacturing_tasks_pipeline ON manufacturing_tasks (pipeline_id);
CREATE INDEX idx_manufacturing_tasks_open ON manufacturing_tasks (player_id)
    WHERE status IN ('PENDING', 'READY', 'ASSIGNED', 'EXECUTING');

CREATE TABLE manufacturing_task_dependencies (
    task_id TEXT NOT NULL REFERENCES manufacturing_tasks (id) ON DELETE CASCADE,
    depends_on_id TEXT NOT NULL REFERENCES manufacturing_tasks (id) ON DELETE CASCADE,
    PRIMARY KEY (task_id, depends_on_id)
);

CREATE TABLE manufacturing_factory_states (
    factory_symbol TEXT NOT NULL,
    output_good TEXT NOT NULL,
    pipeline_id TEXT NOT NULL REFERENCES manufacturing_pipelines (id) ON DELETE CASCADE,
    status TEXT NOT NULL CHECK (status IN
        ('AWAITING_INPUTS', 'INPUTS_PARTIAL', 'INPUTS_COMPLETE', 'PRODUCTION_IN_PROGRESS',
         'READY_FOR_COLLECTION')),
    required_inputs TEXT NOT NULL,
    delivered_inputs TEXT NOT NULL,
    previous_supply TEXT NOT NULL DEFAULT '',
    current_supply TEXT NOT NULL DEFAULT '',
    updated_at BIGINT NOT NULL,
    ready_at BIGINT,
    PRIMARY KEY (factory_symbol, output_good, pipeline_id)
);

-- One pipeline at a time may feed a factory.
CREATE TABLE factory_reservations (
    id TEXT PRIMARY KEY,
    factory_symbol TEXT NOT NULL,
    output_good TEXT NOT NULL,
    pipeline_id TEXT NOT NULL REFERENCES manufacturing_pipelines (id) ON DELETE CASCADE,
    player_id BIGINT NOT NULL REFERENCES players (id),
    status TEXT NOT NULL DEFAULT 'ACTIVE' CHECK (status IN ('ACTIVE', 'RELEASED')),
    reserved_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX unique_active_factory_reservation
    ON factory_reservations (player_id, factory_symbol, output_good) WHERE status = 'ACTIVE';
CREATE INDEX idx_factory_reservations_pipeline ON factory_reservations (pipeline_id);

-- What a pipeline was expected to earn when it was let through the gate, and what it earned.
CREATE TABLE profit_forecasts (
    id TEXT PRIMARY KEY,
    pipeline_id TEXT NOT NULL REFERENCES manufacturing_pipelines (id) ON DELETE CASCADE,
    target_good TEXT NOT NULL,
    estimated_cost BIGINT NOT NULL,
    estimated_revenue BIGINT NOT NULL,
    estimated_profit BIGINT NOT NULL,
    profit_margin_bp BIGINT NOT NULL,
    actual_profit BIGINT,
    created_at BIGINT NOT NULL
);
CREATE INDEX idx_profit_forecasts_pipeline ON profit_forecasts (pipeline_id);

-- Why something was not done. Repeats of one reason for one subject are one row, counted.
CREATE TABLE declines (
    player_id BIGINT NOT NULL REFERENCES players (id),
    subject TEXT NOT NULL,
    reason TEXT NOT NULL,
    detail TEXT NOT NULL,
    first_at BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    times BIGINT NOT NULL DEFAULT 1,
    PRIMARY KEY (player_id, subject, reason)
);
