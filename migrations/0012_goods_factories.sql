-- What a person asked for, and how it is to be made.
CREATE TABLE goods_factories (
    id TEXT PRIMARY KEY,
    player_id BIGINT NOT NULL REFERENCES players (id),
    target_good TEXT NOT NULL,
    quantity BIGINT NOT NULL,
    strategy TEXT NOT NULL CHECK (strategy IN ('buy', 'smart', 'fabricate')),
    system_symbol TEXT NOT NULL,
    dependency_tree TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('PENDING', 'ACTIVE', 'COMPLETED', 'FAILED', 'STOPPED')),
    metadata TEXT NOT NULL DEFAULT '{}',
    error TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    started_at BIGINT,
    completed_at BIGINT
);
CREATE INDEX idx_goods_factories_player ON goods_factories (player_id);
CREATE INDEX idx_goods_factories_status ON goods_factories (status);

-- How far each piece of work of a tree has come: its nodes breadth first, each good, method and
-- market once.
CREATE TABLE goods_factory_nodes (
    factory_id TEXT NOT NULL REFERENCES goods_factories (id) ON DELETE CASCADE,
    node_number BIGINT NOT NULL,
    good_symbol TEXT NOT NULL,
    acquisition_method TEXT NOT NULL CHECK (acquisition_method IN ('BUY', 'FABRICATE')),
    market_symbol TEXT NOT NULL,
    quantity BIGINT NOT NULL,
    acquired BIGINT NOT NULL DEFAULT 0,
    spent BIGINT NOT NULL DEFAULT 0,
    returned BIGINT NOT NULL DEFAULT 0,
    completed_at BIGINT,
    PRIMARY KEY (factory_id, node_number)
);
