-- The work of goods factories: tasks that are to move so much and no more, and that may end with
-- the cargo aboard.
CREATE TABLE manufacturing_tasks_with_keep (
    id TEXT PRIMARY KEY,
    player_id BIGINT NOT NULL REFERENCES players (id),
    operation_id TEXT NOT NULL,
    pipeline_id TEXT NOT NULL,
    haul_id TEXT NOT NULL,
    task_type TEXT NOT NULL CHECK (task_type IN
        ('ACQUIRE', 'DELIVER', 'COLLECT', 'SELL', 'LIQUIDATE', 'KEEP')),
    status TEXT NOT NULL CHECK (status IN
        ('PENDING', 'READY', 'ASSIGNED', 'EXECUTING', 'COMPLETED', 'FAILED', 'CANCELLED')),
    good_symbol TEXT NOT NULL,
    wanted_quantity BIGINT NOT NULL DEFAULT 0,
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
INSERT INTO manufacturing_tasks_with_keep
    SELECT id, player_id, operation_id, pipeline_id, haul_id, task_type, status, good_symbol, 0,
        quantity, actual_quantity, source_market, target_market, factory_symbol, output_good,
        assigned_ship, retry_count, total_cost, total_revenue, error, created_at, ready_at,
        started_at, completed_at
    FROM manufacturing_tasks;
CREATE TABLE manufacturing_task_dependencies_with_keep (
    task_id TEXT NOT NULL REFERENCES manufacturing_tasks_with_keep (id) ON DELETE CASCADE,
    depends_on_id TEXT NOT NULL REFERENCES manufacturing_tasks_with_keep (id) ON DELETE CASCADE,
    PRIMARY KEY (task_id, depends_on_id)
);
INSERT INTO manufacturing_task_dependencies_with_keep
    SELECT task_id, depends_on_id FROM manufacturing_task_dependencies;
DROP TABLE manufacturing_task_dependencies;
DROP TABLE manufacturing_tasks;
ALTER TABLE manufacturing_tasks_with_keep RENAME TO manufacturing_tasks;
ALTER TABLE manufacturing_task_dependencies_with_keep RENAME TO manufacturing_task_dependencies;
CREATE INDEX idx_manufacturing_tasks_pipeline ON manufacturing_tasks (pipeline_id);
CREATE INDEX idx_manufacturing_tasks_open ON manufacturing_tasks (player_id)
    WHERE status IN ('PENDING', 'READY', 'ASSIGNED', 'EXECUTING');

-- What becomes of what was asked for, and what ships have done for it.
ALTER TABLE goods_factories ADD COLUMN disposal TEXT NOT NULL DEFAULT 'keep'
    CHECK (disposal IN ('keep', 'sell'));
ALTER TABLE goods_factories ADD COLUMN pipeline_id TEXT NOT NULL DEFAULT '';
ALTER TABLE goods_factories ADD COLUMN ships_used BIGINT NOT NULL DEFAULT 0;
ALTER TABLE goods_factories ADD COLUMN hauls BIGINT NOT NULL DEFAULT 0;
ALTER TABLE goods_factories ADD COLUMN market_queries BIGINT NOT NULL DEFAULT 0;
ALTER TABLE goods_factories ADD COLUMN at_work_ms BIGINT NOT NULL DEFAULT 0;
ALTER TABLE goods_factories ADD COLUMN critical_path_ms BIGINT NOT NULL DEFAULT 0;
-- The ships that carried for a piece of work, with spaces between them.
ALTER TABLE goods_factory_nodes ADD COLUMN ships TEXT NOT NULL DEFAULT '';
