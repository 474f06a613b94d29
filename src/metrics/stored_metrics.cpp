#include "metrics/metrics.h"

namespace argosy::metrics {
namespace {

using Type = StoredMetric::Type;

// The play of one era: other eras are history, and metrics are of now. Pipelines of goods factories
// have no market to sell at; they are counted as goods factories, not as pipelines.
const std::vector<StoredMetric> kMetrics = {
    {"argosy_account_share_divisor",
     Type::kGauge,
     "How daemons share the requests of an account: 1/divisor of them each, 0 none. Only on"
     " PostgreSQL.",
     {"account", "owner"},
     "SELECT account, owner, divisor AS value FROM account_shares WHERE $1 <> '' AND beats >= 0"
     " ORDER BY account, owner"},
    {"argosy_agents",
     Type::kGauge,
     "Agents that play in this era.",
     {"era"},
     "SELECT era, COUNT(*) AS value FROM players WHERE era = $1 GROUP BY era"},
    {"argosy_credits",
     Type::kGauge,
     "The ledger's balance: the agent's credits, as far as they are booked.",
     {"agent"},
     "SELECT p.agent_symbol AS agent, CAST(SUM(t.amount) AS BIGINT) AS value"
     " FROM players p JOIN transactions t ON t.player_id = p.id"
     " WHERE p.era = $1 GROUP BY p.agent_symbol ORDER BY p.agent_symbol"},
    {"argosy_credits_paid_total",
     Type::kCounter,
     "Credits paid, by what for.",
     {"agent", "category"},
     "SELECT p.agent_symbol AS agent, t.category AS category,"
     " CAST(SUM(-t.amount) AS BIGINT) AS value"
     " FROM players p JOIN transactions t ON t.player_id = p.id"
     " WHERE p.era = $1 AND t.amount < 0 AND t.type <> 'OPENING'"
     " GROUP BY p.agent_symbol, t.category ORDER BY p.agent_symbol, t.category"},
    {"argosy_credits_received_total",
     Type::kCounter,
     "Credits received, by what for.",
     {"agent", "category"},
     "SELECT p.agent_symbol AS agent, t.category AS category,"
     " CAST(SUM(t.amount) AS BIGINT) AS value"
     " FROM players p JOIN transactions t ON t.player_id = p.id"
     " WHERE p.era = $1 AND t.amount > 0 AND t.type <> 'OPENING'"
     " GROUP BY p.agent_symbol, t.category ORDER BY p.agent_symbol, t.category"},
    {"argosy_declines_total",
     Type::kCounter,
     "Decisions against doing something, by reason.",
     {"agent", "reason"},
     "SELECT p.agent_symbol AS agent, d.reason AS reason, CAST(SUM(d.times) AS BIGINT) AS value"
     " FROM players p JOIN declines d ON d.player_id = p.id"
     " WHERE p.era = $1 GROUP BY p.agent_symbol, d.reason ORDER BY p.agent_symbol, d.reason"},
    {"argosy_factory_reservations",
     Type::kGauge,
     "Reservations of factories, by status: ACTIVE ones may be fed by their pipelines alone.",
     {"agent", "status"},
     "SELECT p.agent_symbol AS agent, r.status AS status, COUNT(*) AS value"
     " FROM players p JOIN factory_reservations r ON r.player_id = p.id"
     " WHERE p.era = $1 GROUP BY p.agent_symbol, r.status ORDER BY p.agent_symbol, r.status"},
    {"argosy_forecast_credits_total",
     Type::kCounter,
     "Profit of ended pipelines as it was forecast before their first credit was spent.",
     {"agent"},
     "SELECT p.agent_symbol AS agent, CAST(SUM(f.estimated_profit) AS BIGINT) AS value"
     " FROM players p JOIN manufacturing_pipelines m ON m.player_id = p.id"
     " JOIN profit_forecasts f ON f.pipeline_id = m.id"
     " WHERE p.era = $1 AND f.actual_profit IS NOT NULL AND f.frozen_at IS NOT NULL"
     " GROUP BY p.agent_symbol ORDER BY p.agent_symbol"},
    {"argosy_forecasts_total",
     Type::kCounter,
     "Ended pipelines that spent something, by how far their forecast was off: 5 %, 20 %, more.",
     {"agent", "within"},
     "SELECT agent, within, COUNT(*) AS value FROM ("
     " SELECT p.agent_symbol AS agent, CASE"
     "  WHEN ABS(f.actual_profit - f.estimated_profit) * 20 <= ABS(f.estimated_profit) THEN '5'"
     "  WHEN ABS(f.actual_profit - f.estimated_profit) * 5 <= ABS(f.estimated_profit) THEN '20'"
     "  ELSE 'more' END AS within"
     " FROM players p JOIN manufacturing_pipelines m ON m.player_id = p.id"
     " JOIN profit_forecasts f ON f.pipeline_id = m.id"
     " WHERE p.era = $1 AND f.actual_profit IS NOT NULL AND f.frozen_at IS NOT NULL) AS judged"
     " GROUP BY agent, within ORDER BY agent, within"},
    {"argosy_goods_credits_total",
     Type::kCounter,
     "Credits that goods factories paid, and received from factories and buyers, by what was asked"
     " for, good of its tree and direction.",
     {"agent", "product", "good", "direction"},
     "SELECT agent, product, good, direction, CAST(SUM(credits) AS BIGINT) AS value FROM ("
     " SELECT p.agent_symbol AS agent, f.target_good AS product, n.good_symbol AS good,"
     "  'paid' AS direction, n.spent AS credits FROM players p"
     " JOIN goods_factories f ON f.player_id = p.id"
     " JOIN goods_factory_nodes n ON n.factory_id = f.id WHERE p.era = $1"
     " UNION ALL"
     " SELECT p.agent_symbol, f.target_good, n.good_symbol, 'received', n.returned FROM players p"
     " JOIN goods_factories f ON f.player_id = p.id"
     " JOIN goods_factory_nodes n ON n.factory_id = f.id WHERE p.era = $1) AS moved"
     " GROUP BY agent, product, good, direction ORDER BY agent, product, good, direction"},
    {"argosy_goods_factories",
     Type::kGauge,
     "Goods factories, by status.",
     {"agent", "status"},
     "SELECT p.agent_symbol AS agent, f.status AS status, COUNT(*) AS value"
     " FROM players p JOIN goods_factories f ON f.player_id = p.id"
     " WHERE p.era = $1 GROUP BY p.agent_symbol, f.status ORDER BY p.agent_symbol, f.status"},
    {"argosy_goods_factories_ended_total",
     Type::kCounter,
     "Goods factories that have ended, by what was asked for and how; COMPLETED of "
     "COMPLETED and FAILED is the rate of success.",
     {"agent", "good", "status"},
     "SELECT p.agent_symbol AS agent, f.target_good AS good, f.status AS status,"
     " COUNT(*) AS value FROM players p JOIN goods_factories f ON f.player_id = p.id"
     " WHERE p.era = $1 AND f.status IN ('COMPLETED', 'FAILED', 'STOPPED')"
     " GROUP BY p.agent_symbol, f.target_good, f.status"
     " ORDER BY p.agent_symbol, f.target_good, f.status"},
    {"argosy_goods_factories_started_total",
     Type::kCounter,
     "Goods factories that are ACTIVE or have ended, by what was asked for.",
     {"agent", "good"},
     "SELECT p.agent_symbol AS agent, f.target_good AS good, COUNT(*) AS value"
     " FROM players p JOIN goods_factories f ON f.player_id = p.id"
     " WHERE p.era = $1 AND f.status <> 'PENDING'"
     " GROUP BY p.agent_symbol, f.target_good ORDER BY p.agent_symbol, f.target_good"},
    {"argosy_goods_hauls_total",
     Type::kCounter,
     "Hauls carried for goods factories, by what was asked for.",
     {"agent", "good"},
     "SELECT p.agent_symbol AS agent, f.target_good AS good,"
     " CAST(SUM(f.hauls) AS BIGINT) AS value"
     " FROM players p JOIN goods_factories f ON f.player_id = p.id"
     " WHERE p.era = $1 GROUP BY p.agent_symbol, f.target_good"
     " ORDER BY p.agent_symbol, f.target_good"},
    {"argosy_goods_market_queries_total",
     Type::kCounter,
     "Looks at markets for goods factories, by what was asked for.",
     {"agent", "good"},
     "SELECT p.agent_symbol AS agent, f.target_good AS good,"
     " CAST(SUM(f.market_queries) AS BIGINT) AS value"
     " FROM players p JOIN goods_factories f ON f.player_id = p.id"
     " WHERE p.era = $1 GROUP BY p.agent_symbol, f.target_good"
     " ORDER BY p.agent_symbol, f.target_good"},
    {"argosy_goods_nodes",
     Type::kGauge,
     "Pieces of work of ACTIVE goods factories: complete, and open.",
     {"agent", "state"},
     "SELECT agent, state, COUNT(*) AS value FROM ("
     " SELECT p.agent_symbol AS agent,"
     "  CASE WHEN n.completed_at IS NULL THEN 'open' ELSE 'complete' END AS state"
     " FROM players p JOIN goods_factories f ON f.player_id = p.id AND f.status = 'ACTIVE'"
     " JOIN goods_factory_nodes n ON n.factory_id = f.id WHERE p.era = $1) AS pieces"
     " GROUP BY agent, state ORDER BY agent, state"},
    {"argosy_goods_seconds_total",
     Type::kCounter,
     "Time of COMPLETED goods factories, by what was asked for: from start to end (elapsed), of all"
     " ships together (at_work), of the longest chain of hauls (critical_path). at_work / elapsed "
     "is the speed-up reached, at_work / critical_path what it would be by that chain alone.",
     {"agent", "good", "span"},
     "SELECT agent, good, span, CAST(SUM(ms) / 1000 AS BIGINT) AS value FROM ("
     " SELECT p.agent_symbol AS agent, f.target_good AS good, 'elapsed' AS span,"
     "  f.completed_at - f.started_at AS ms FROM players p"
     " JOIN goods_factories f ON f.player_id = p.id AND f.status = 'COMPLETED' WHERE p.era = $1"
     " UNION ALL"
     " SELECT p.agent_symbol, f.target_good, 'at_work', f.at_work_ms FROM players p"
     " JOIN goods_factories f ON f.player_id = p.id AND f.status = 'COMPLETED' WHERE p.era = $1"
     " UNION ALL"
     " SELECT p.agent_symbol, f.target_good, 'critical_path', f.critical_path_ms FROM players p"
     " JOIN goods_factories f ON f.player_id = p.id AND f.status = 'COMPLETED' WHERE p.era = $1)"
     " AS spans GROUP BY agent, good, span ORDER BY agent, good, span"},
    {"argosy_goods_ships_used_total",
     Type::kCounter,
     "Ships that carried for goods factories, by what was asked for; each counts once a factory.",
     {"agent", "good"},
     "SELECT p.agent_symbol AS agent, f.target_good AS good,"
     " CAST(SUM(f.ships_used) AS BIGINT) AS value"
     " FROM players p JOIN goods_factories f ON f.player_id = p.id"
     " WHERE p.era = $1 GROUP BY p.agent_symbol, f.target_good"
     " ORDER BY p.agent_symbol, f.target_good"},
    {"argosy_goods_units_total",
     Type::kCounter,
     "Units of what was asked for that goods factories have obtained.",
     {"agent", "good"},
     "SELECT p.agent_symbol AS agent, f.target_good AS good,"
     " CAST(SUM(n.acquired) AS BIGINT) AS value"
     " FROM players p JOIN goods_factories f ON f.player_id = p.id"
     " JOIN goods_factory_nodes n ON n.factory_id = f.id AND n.node_number = 0"
     " WHERE p.era = $1 GROUP BY p.agent_symbol, f.target_good"
     " ORDER BY p.agent_symbol, f.target_good"},
    {"argosy_haul_seconds_total",
     Type::kCounter,
     "Ship time spent in tasks that have ended; against the ships' number, their utilisation.",
     {"agent"},
     "SELECT p.agent_symbol AS agent,"
     " CAST(SUM(t.completed_at - t.started_at) / 1000 AS BIGINT) AS value"
     " FROM players p JOIN manufacturing_tasks t ON t.player_id = p.id"
     " WHERE p.era = $1 AND t.completed_at IS NOT NULL AND t.started_at IS NOT NULL"
     " GROUP BY p.agent_symbol ORDER BY p.agent_symbol"},
    {"argosy_hauls_saved_total",
     Type::kCounter,
     "Hauls that pipelines did not need, because another's factory had what they would have made.",
     {"agent"},
     "SELECT p.agent_symbol AS agent,"
     " CAST(COALESCE(SUM(r.hauls_saved), 0) AS BIGINT) AS value FROM players p"
     " LEFT JOIN pool_reservations r ON r.player_id = p.id AND r.consumed = 1"
     " WHERE p.era = $1 GROUP BY p.agent_symbol ORDER BY p.agent_symbol"},
    {"argosy_intents_open",
     Type::kGauge,
     "Trades that were asked of the game and are not settled: a few for a moment, none for long.",
     {"agent"},
     "SELECT p.agent_symbol AS agent, COUNT(i.id) AS value FROM players p"
     " LEFT JOIN intents i ON i.player_id = p.id AND i.status = 'OPEN'"
     " WHERE p.era = $1 GROUP BY p.agent_symbol ORDER BY p.agent_symbol"},
    {"argosy_looks_total",
     Type::kCounter,
     "Looks at markets.",
     {"agent"},
     "SELECT p.agent_symbol AS agent, CAST(COALESCE(SUM(l.looks), 0) AS BIGINT) AS value"
     " FROM players p LEFT JOIN market_looks l ON l.player_id = p.id"
     " WHERE p.era = $1 GROUP BY p.agent_symbol ORDER BY p.agent_symbol"},
    {"argosy_markets_known",
     Type::kGauge,
     "Markets that have been looked at.",
     {"agent"},
     "SELECT p.agent_symbol AS agent, COUNT(DISTINCT g.waypoint_symbol) AS value FROM players p"
     " LEFT JOIN market_goods g ON g.player_id = p.id"
     " WHERE p.era = $1 GROUP BY p.agent_symbol ORDER BY p.agent_symbol"},
    {"argosy_operation_restarts_total",
     Type::kCounter,
     "How often operations were started again after a failure.",
     {"agent", "kind"},
     "SELECT p.agent_symbol AS agent, o.kind AS kind, CAST(SUM(o.restarts) AS BIGINT) AS value"
     " FROM players p JOIN operations o ON o.player_id = p.id"
     " WHERE p.era = $1 GROUP BY p.agent_symbol, o.kind ORDER BY p.agent_symbol, o.kind"},
    {"argosy_operations",
     Type::kGauge,
     "Operations, by kind and status.",
     {"agent", "kind", "status"},
     "SELECT p.agent_symbol AS agent, o.kind AS kind, o.status AS status, COUNT(*) AS value"
     " FROM players p JOIN operations o ON o.player_id = p.id"
     " WHERE p.era = $1 GROUP BY p.agent_symbol, o.kind, o.status"
     " ORDER BY p.agent_symbol, o.kind, o.status"},
    {"argosy_pipeline_credits_total",
     Type::kCounter,
     "Credits that ended pipelines received and paid, by product and direction.",
     {"agent", "product", "direction"},
     "SELECT agent, product, direction, CAST(SUM(credits) AS BIGINT) AS value FROM ("
     " SELECT p.agent_symbol AS agent, m.product_good AS product, 'received' AS direction,"
     "  m.total_revenue AS credits"
     " FROM players p JOIN manufacturing_pipelines m ON m.player_id = p.id"
     " WHERE p.era = $1 AND m.sell_market <> ''"
     " UNION ALL"
     " SELECT p.agent_symbol, m.product_good, 'paid', m.total_cost"
     " FROM players p JOIN manufacturing_pipelines m ON m.player_id = p.id"
     " WHERE p.era = $1 AND m.sell_market <> '')"
     " AS moved GROUP BY agent, product, direction ORDER BY agent, product, direction"},
    {"argosy_pipeline_seconds_total",
     Type::kCounter,
     "From planning to end, of ended pipelines, by status.",
     {"agent", "status"},
     "SELECT p.agent_symbol AS agent, m.status AS status,"
     " CAST(SUM(m.completed_at - m.created_at) / 1000 AS BIGINT) AS value"
     " FROM players p JOIN manufacturing_pipelines m ON m.player_id = p.id"
     " WHERE p.era = $1 AND m.sell_market <> '' AND m.completed_at IS NOT NULL"
     " GROUP BY p.agent_symbol, m.status ORDER BY p.agent_symbol, m.status"},
    {"argosy_pipelines",
     Type::kGauge,
     "Pipelines, by status.",
     {"agent", "status"},
     "SELECT p.agent_symbol AS agent, m.status AS status, COUNT(*) AS value"
     " FROM players p JOIN manufacturing_pipelines m ON m.player_id = p.id"
     " WHERE p.era = $1 AND m.sell_market <> ''"
     " GROUP BY p.agent_symbol, m.status ORDER BY p.agent_symbol, m.status"},
    {"argosy_price_forecasts_total",
     Type::kCounter,
     "Prices that were seen after they were forecast, by how far that was off: 3 %, 6 %, more.",
     {"agent", "type", "within"},
     "SELECT p.agent_symbol AS agent, e.trade_type AS type,"
     " CASE WHEN e.error_to <= 300 THEN '3' WHEN e.error_to <= 600 THEN '6' ELSE 'more' END"
     " AS within, CAST(SUM(e.prices) AS BIGINT) AS value"
     " FROM players p JOIN market_forecast_errors e ON e.player_id = p.id"
     " WHERE p.era = $1 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"},
    {"argosy_prices_kept",
     Type::kGauge,
     "Looks at a market good that showed something new, as far as price history goes back.",
     {"agent"},
     "SELECT p.agent_symbol AS agent, COUNT(h.at) AS value FROM players p"
     " LEFT JOIN market_price_history h ON h.player_id = p.id"
     " WHERE p.era = $1 GROUP BY p.agent_symbol ORDER BY p.agent_symbol"},
    {"argosy_process_starts_total",
     Type::kCounter,
     "How often a daemon was started on this database, in any era.",
     {},
     "SELECT COUNT(*) AS value FROM runs WHERE $1 <> ''"},
    {"argosy_shared_units_total",
     Type::kCounter,
     "Units that pipelines took from a pool instead of making them, by good.",
     {"agent", "good"},
     "SELECT p.agent_symbol AS agent, g.good AS good, CAST(SUM(r.units) AS BIGINT) AS value"
     " FROM players p JOIN pool_reservations r ON r.player_id = p.id AND r.consumed = 1"
     " JOIN intermediate_good_pools g ON g.id = r.pool_id"
     " WHERE p.era = $1 GROUP BY p.agent_symbol, g.good ORDER BY p.agent_symbol, g.good"},
    {"argosy_ships",
     Type::kGauge,
     "Ships, by what has them: idle, hauling, scouting, manual (a player's orders), other.",
     {"agent", "state"},
     "SELECT agent, state, COUNT(*) AS value FROM ("
     " SELECT p.agent_symbol AS agent, CASE COALESCE(a.owner_id, '')"
     "  WHEN '' THEN 'idle' WHEN 'scout' THEN 'scouting'"
     "  WHEN 'manual' THEN 'manual' WHEN 'player' THEN 'manual'"
     "  ELSE CASE WHEN a.owner_id LIKE 'haul-%' THEN 'hauling' ELSE 'other' END END AS state"
     " FROM players p JOIN ships s ON s.player_id = p.id"
     " LEFT JOIN ship_assignments a ON a.player_id = s.player_id AND a.ship_symbol = s.symbol"
     " WHERE p.era = $1) AS owned GROUP BY agent, state ORDER BY agent, state"},
    {"argosy_trades_total",
     Type::kCounter,
     "Rows of the ledger, by type.",
     {"agent", "type"},
     "SELECT p.agent_symbol AS agent, t.type AS type, COUNT(*) AS value"
     " FROM players p JOIN transactions t ON t.player_id = p.id"
     " WHERE p.era = $1 AND t.type <> 'OPENING'"
     " GROUP BY p.agent_symbol, t.type ORDER BY p.agent_symbol, t.type"},
};

}  // namespace

const std::vector<StoredMetric>& stored_metrics() {
    return kMetrics;
}

}  // namespace argosy::metrics
