-- How often each market was looked at.
CREATE TABLE market_looks (
    player_id BIGINT NOT NULL REFERENCES players (id),
    waypoint_symbol TEXT NOT NULL,
    looks BIGINT NOT NULL,
    PRIMARY KEY (player_id, waypoint_symbol)
);
