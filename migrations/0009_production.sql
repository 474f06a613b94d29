-- When the stocks of a market move: the last update known, and how far apart updates were.
CREATE TABLE market_rhythms (
    player_id BIGINT NOT NULL REFERENCES players (id),
    waypoint_symbol TEXT NOT NULL,
    updated_after BIGINT NOT NULL,
    updated_by BIGINT NOT NULL,
    gaps BIGINT NOT NULL,
    gap_sum BIGINT NOT NULL,
    deviation_sum BIGINT NOT NULL,
    PRIMARY KEY (player_id, waypoint_symbol)
);

-- When a fed factory is expected to have its output ready. The rate is in units an hour.
CREATE TABLE production_estimates (
    id TEXT PRIMARY KEY,
    player_id BIGINT NOT NULL REFERENCES players (id),
    factory_symbol TEXT NOT NULL,
    output_good TEXT NOT NULL,
    pipeline_id TEXT NOT NULL REFERENCES manufacturing_pipelines (id) ON DELETE CASCADE,
    inputs_delivered_at TEXT NOT NULL DEFAULT '{}',
    all_inputs_at BIGINT,
    estimated_ready_at BIGINT NOT NULL,
    production_rate BIGINT NOT NULL,
    confidence_level TEXT NOT NULL CHECK (confidence_level IN ('HIGH', 'MEDIUM', 'LOW')),
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    UNIQUE (pipeline_id, factory_symbol, output_good)
);
