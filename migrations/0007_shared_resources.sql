-- A reservation has an end, and says how it ended. Those of before ended with their pipelines.
CREATE TABLE factory_reservations_with_expiry (
    id TEXT PRIMARY KEY,
    factory_symbol TEXT NOT NULL,
    output_good TEXT NOT NULL,
    pipeline_id TEXT NOT NULL REFERENCES manufacturing_pipelines (id) ON DELETE CASCADE,
    player_id BIGINT NOT NULL REFERENCES players (id),
    status TEXT NOT NULL DEFAULT 'ACTIVE' CHECK (status IN
        ('ACTIVE', 'FULFILLED', 'EXPIRED', 'CANCELLED')),
    reserved_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    delivery_slots TEXT NOT NULL DEFAULT '[]',
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
INSERT INTO factory_reservations_with_expiry
    SELECT id, factory_symbol, output_good, pipeline_id, player_id,
        CASE status WHEN 'ACTIVE' THEN 'ACTIVE' ELSE 'CANCELLED' END,
        reserved_at, reserved_at + 3600000, '[]', reserved_at, updated_at
    FROM factory_reservations;
DROP TABLE factory_reservations;
ALTER TABLE factory_reservations_with_expiry RENAME TO factory_reservations;
CREATE UNIQUE INDEX unique_active_factory_reservation
    ON factory_reservations (player_id, factory_symbol, output_good) WHERE status = 'ACTIVE';
CREATE INDEX idx_factory_reservations_pipeline ON factory_reservations (pipeline_id);

-- Units of a good that stand at factories our pipelines feed, above what those still need.
CREATE TABLE intermediate_good_pools (
    id TEXT PRIMARY KEY,
    player_id BIGINT NOT NULL REFERENCES players (id),
    good TEXT NOT NULL,
    system_symbol TEXT NOT NULL,
    available_units BIGINT NOT NULL DEFAULT 0 CHECK (available_units >= 0),
    reserved_units BIGINT NOT NULL DEFAULT 0 CHECK (reserved_units >= 0),
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    UNIQUE (player_id, good, system_symbol)
);

-- What a pipeline takes of a pool with one haul instead of making it. One that is not consumed and
-- whose time is over has been given back.
CREATE TABLE pool_reservations (
    id TEXT PRIMARY KEY,
    pool_id TEXT NOT NULL REFERENCES intermediate_good_pools (id) ON DELETE CASCADE,
    player_id BIGINT NOT NULL REFERENCES players (id),
    pipeline_id TEXT NOT NULL,
    haul_id TEXT NOT NULL,
    factory_symbol TEXT NOT NULL,
    units BIGINT NOT NULL CHECK (units > 0),
    reserved_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    consumed BIGINT NOT NULL DEFAULT 0 CHECK (consumed IN (0, 1)),
    hauls_saved BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX idx_pool_reservations_pool ON pool_reservations (pool_id);
CREATE INDEX idx_pool_reservations_pipeline ON pool_reservations (pipeline_id);
CREATE INDEX idx_pool_reservations_open ON pool_reservations (player_id) WHERE consumed = 0;
