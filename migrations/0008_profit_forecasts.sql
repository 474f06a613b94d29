-- What a forecast was made of, when it was frozen, and how its two halves turned out: the product
-- sold, and the factories fed.
ALTER TABLE profit_forecasts ADD COLUMN estimated_sale BIGINT NOT NULL DEFAULT 0;
ALTER TABLE profit_forecasts ADD COLUMN sale_basis TEXT NOT NULL DEFAULT 'PRICES'
    CHECK (sale_basis IN ('PRICES', 'EXPERIENCE'));
ALTER TABLE profit_forecasts ADD COLUMN actual_sale BIGINT;
ALTER TABLE profit_forecasts ADD COLUMN break_even_quantity BIGINT NOT NULL DEFAULT 0;
ALTER TABLE profit_forecasts ADD COLUMN confidence_level TEXT NOT NULL DEFAULT 'MEDIUM'
    CHECK (confidence_level IN ('HIGH', 'MEDIUM', 'LOW'));
ALTER TABLE profit_forecasts ADD COLUMN price_snapshots TEXT NOT NULL DEFAULT '[]';
ALTER TABLE profit_forecasts ADD COLUMN valid_until BIGINT NOT NULL DEFAULT 0;
ALTER TABLE profit_forecasts ADD COLUMN frozen_at BIGINT;
CREATE INDEX idx_profit_forecasts_good ON profit_forecasts (target_good);
