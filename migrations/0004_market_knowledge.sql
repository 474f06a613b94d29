-- What is known of a market good beyond its last look: every margin and stock that all looks leave
-- possible (model/price_belief.h), when it was last traded, and how its stock moved against what
-- its kind led to expect, in millionths of a trade volume.
ALTER TABLE market_goods ADD COLUMN belief TEXT NOT NULL DEFAULT '';
ALTER TABLE market_goods ADD COLUMN source TEXT NOT NULL DEFAULT 'LOOK';
ALTER TABLE market_goods ADD COLUMN traded_at BIGINT;
ALTER TABLE market_goods ADD COLUMN drift_moved BIGINT NOT NULL DEFAULT 0;
ALTER TABLE market_goods ADD COLUMN drift_expected BIGINT NOT NULL DEFAULT 0;

-- The same of goods of a kind. Statistics, written every few minutes: a crash may lose the last.
CREATE TABLE market_drift (
    player_id BIGINT NOT NULL REFERENCES players (id),
    trade_type TEXT NOT NULL,
    activity TEXT NOT NULL,
    trading TEXT NOT NULL,
    trade_volume BIGINT NOT NULL,
    moved BIGINT NOT NULL,
    expected BIGINT NOT NULL,
    PRIMARY KEY (player_id, trade_type, activity, trading, trade_volume)
);

-- How many prices were forecast from a look that old or older and then seen to be off by at most
-- that much, in basis points, and more than the class below.
CREATE TABLE market_forecast_errors (
    player_id BIGINT NOT NULL REFERENCES players (id),
    trade_type TEXT NOT NULL,
    activity TEXT NOT NULL,
    trading TEXT NOT NULL,
    age_from BIGINT NOT NULL,
    error_to BIGINT NOT NULL,
    prices BIGINT NOT NULL,
    PRIMARY KEY (player_id, trade_type, activity, trading, age_from, error_to)
);
