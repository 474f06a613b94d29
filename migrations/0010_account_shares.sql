-- The game's account that the player's agent belongs to; empty where nobody has told it yet.
ALTER TABLE players ADD COLUMN account TEXT NOT NULL DEFAULT '';

-- What each daemon takes of an account's requests: one divisor says it all, 1/divisor of the whole,
-- 0 nothing. A row whose beats stand still is a dead daemon's, one whose beats are negative is of a
-- daemon that has left; both count until the server has forgotten what was sent under them.
DROP TABLE account_shares;
CREATE TABLE account_shares (
    account TEXT NOT NULL REFERENCES accounts (account),
    run_id BIGINT NOT NULL,
    owner TEXT NOT NULL,
    divisor BIGINT NOT NULL,
    beats BIGINT NOT NULL,
    PRIMARY KEY (account, run_id)
);
