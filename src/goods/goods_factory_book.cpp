#include "goods/goods_factory_book.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <boost/json.hpp>
#include <sstream>

namespace argosy::goods {
namespace {

using Metadata = std::map<std::string, std::string>;

store::Value maybe(const std::optional<core::TimePoint>& at) {
    return at ? store::Value(core::to_millis(*at)) : store::Value(nullptr);
}

std::optional<core::TimePoint> time_at(const store::Row& row, std::string_view column) {
    const auto millis = row.maybe_integer(column);
    if (!millis) return std::nullopt;
    return core::from_millis(*millis);
}

std::string text_of(const Metadata& metadata) {
    boost::json::object object;
    for (const auto& [key, value] : metadata)
        object[key] = value;
    return boost::json::serialize(object);
}

Result<Metadata> parse_metadata(const std::string& text) {
    boost::system::error_code failed;
    const boost::json::value parsed = boost::json::parse(text, failed);
    const auto metadata = boost::json::try_value_to<Metadata>(parsed);
    if (failed || !metadata) {
        return core::Error{core::ErrorCode::kInvalidArgument, "metadata is no object of texts"};
    }
    return *metadata;
}

std::string text_of(const std::set<model::ShipSymbol>& ships) {
    return fmt::format("{}", fmt::join(ships, " "));
}

std::set<model::ShipSymbol> parse_ships(const std::string& text) {
    std::set<model::ShipSymbol> ships;
    std::istringstream words(text);
    for (std::string ship; words >> ship;)
        ships.emplace(ship);
    return ships;
}

FactoryWork work_of(const store::Row& row) {
    return {.ships = row.integer("ships_used"),
            .hauls = row.integer("hauls"),
            .market_queries = row.integer("market_queries"),
            .at_work = core::Duration(row.integer("at_work_ms")),
            .critical_path = core::Duration(row.integer("critical_path_ms"))};
}

void move_all(SupplyChainNode& tree, const SupplyChainNode& work,
              const model::WaypointSymbol& market) {
    if (is_same_work(tree, work)) {
        tree.market = market;
    }
    for (SupplyChainNode& child : tree.children)
        move_all(child, work, market);
}

Result<GoodsFactory> factory_of(const store::Row& row) {
    ARGOSY_TRY(SupplyChainNode tree, parse_tree(row.text("dependency_tree")));
    ARGOSY_TRY(Metadata metadata, parse_metadata(row.text("metadata")));
    const auto status = parse_factory_status(row.text("status"));
    const auto strategy = parse_factory_strategy(row.text("strategy"));
    const auto disposal = parse_disposal(row.text("disposal"));
    ARGOSY_ASSERT(status.has_value() && strategy.has_value() && disposal.has_value());
    GoodsFactory factory =
        GoodsFactory::planned(GoodsFactoryId(row.text("id")),
                              {.good = model::TradeSymbol(row.text("target_good")),
                               .quantity = core::Units(row.integer("quantity")),
                               .strategy = *strategy,
                               .system = model::SystemSymbol(row.text("system_symbol")),
                               .disposal = *disposal},
                              std::move(tree), core::from_millis(row.integer("created_at")));
    factory.status = *status;
    factory.pipeline = core::PipelineId(row.text("pipeline_id"));
    factory.work = work_of(row);
    factory.metadata = std::move(metadata);
    factory.error = row.text("error");
    factory.updated_at = core::from_millis(row.integer("updated_at"));
    factory.started_at = time_at(row, "started_at");
    factory.completed_at = time_at(row, "completed_at");
    return factory;
}

}  // namespace

GoodsFactoryBook::GoodsFactoryBook(const core::Runtime& runtime, store::Store& store,
                                   std::int64_t player)
    : runtime_(runtime), store_(store), player_(player) {}

Task<Result<void>> GoodsFactoryBook::load() {
    ARGOSY_CO_TRY(store::Rows rows,
                  co_await store_.query("SELECT * FROM goods_factories WHERE player_id = $1"
                                        " AND status IN ('PENDING', 'ACTIVE') ORDER BY id",
                                        {player_}));
    ARGOSY_CO_TRY(std::vector<GoodsFactory> factories, co_await read(std::move(rows)));
    for (GoodsFactory& factory : factories)
        active_.try_emplace(factory.id, std::move(factory));
    co_return Result<void>();
}

void GoodsFactoryBook::add(GoodsFactory factory, store::Transaction& transaction) {
    ARGOSY_ASSERT(factory.status == FactoryStatus::kPending);
    transaction.add(
        "INSERT INTO goods_factories (id, player_id, target_good, quantity, strategy,"
        " system_symbol, disposal, dependency_tree, status, metadata, created_at, updated_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'PENDING', $9, $10, $10)",
        {factory.id.str(), player_, factory.target.good.str(), factory.target.quantity.count(),
         std::string(to_string(factory.target.strategy)), factory.target.system.str(),
         std::string(to_string(factory.target.disposal)), to_json(factory.tree),
         text_of(factory.metadata), core::to_millis(factory.created_at)});
    for (std::size_t position = 0; position < factory.nodes.size(); ++position) {
        const SupplyChainNode& work = factory.nodes[position].work;
        transaction.add(
            "INSERT INTO goods_factory_nodes (factory_id, node_number, good_symbol,"
            " acquisition_method, market_symbol, quantity) VALUES ($1, $2, $3, $4, $5, $6)",
            {factory.id.str(), std::int64_t(position), work.good.str(),
             std::string(to_string(work.method)), work.market.str(), work.quantity.count()});
    }
    const GoodsFactoryId id = factory.id;
    active_.insert_or_assign(id, std::move(factory));
}

void GoodsFactoryBook::start(const GoodsFactoryId& id, const core::PipelineId& pipeline,
                             store::Transaction& transaction) {
    GoodsFactory& factory = change(id, FactoryStatus::kActive);
    factory.started_at = factory.updated_at;
    factory.pipeline = pipeline;
    transaction.add(
        "UPDATE goods_factories SET status = 'ACTIVE', pipeline_id = $2, started_at = $3,"
        " updated_at = $3 WHERE id = $1 AND status = 'PENDING'",
        {id.str(), pipeline.str(), core::to_millis(factory.updated_at)}, store::Expect::kOneRow);
}

void GoodsFactoryBook::end(const GoodsFactoryId& id, FactoryStatus status,
                           const std::string& reason, store::Transaction& transaction) {
    const GoodsFactory& factory = change(id, status);
    transaction.add(
        "UPDATE goods_factories SET status = $2, error = $3, completed_at = $4, updated_at = $4"
        " WHERE id = $1 AND status IN ('PENDING', 'ACTIVE')",
        {id.str(), std::string(to_string(status)), reason, core::to_millis(factory.updated_at)},
        store::Expect::kOneRow);
    active_.erase(id);
}

void GoodsFactoryBook::record(const GoodsFactoryId& id, std::size_t position,
                              const NodeYield& yield, store::Transaction& transaction) {
    GoodsFactory& factory = active_.at(id);
    FactoryNode& node = factory.nodes.at(position);
    factory.updated_at = runtime_.now();
    node.yield += yield;
    if (!node.completed_at && node.yield.units >= node.work.quantity) {
        node.completed_at = factory.updated_at;
    }
    save_node(factory, position, transaction);
}

void GoodsFactoryBook::spare(const GoodsFactoryId& id, std::size_t position,
                             store::Transaction& transaction) {
    GoodsFactory& factory = active_.at(id);
    FactoryNode& node = factory.nodes.at(position);
    if (node.completed_at) return;
    factory.updated_at = runtime_.now();
    node.completed_at = factory.updated_at;
    save_node(factory, position, transaction);
}

void GoodsFactoryBook::reopen(const GoodsFactoryId& id, std::size_t position,
                              store::Transaction& transaction) {
    GoodsFactory& factory = active_.at(id);
    FactoryNode& node = factory.nodes.at(position);
    if (!node.completed_at) return;
    factory.updated_at = runtime_.now();
    node.completed_at.reset();
    save_node(factory, position, transaction);
}

void GoodsFactoryBook::move(const GoodsFactoryId& id, std::size_t position,
                            const model::WaypointSymbol& market, store::Transaction& transaction) {
    GoodsFactory& factory = active_.at(id);
    SupplyChainNode& work = factory.nodes.at(position).work;
    SupplyChainNode there = work;
    there.market = market;
    ARGOSY_ASSERT(!factory.position_of(there).has_value());
    const SupplyChainNode before = work;
    move_all(factory.tree, before, market);
    work.market = market;
    factory.updated_at = runtime_.now();
    transaction.add("UPDATE goods_factories SET dependency_tree = $2 WHERE id = $1",
                    {id.str(), to_json(factory.tree)}, store::Expect::kOneRow);
    save_node(factory, position, transaction);
}

void GoodsFactoryBook::save_node(const GoodsFactory& factory, std::size_t position,
                                 store::Transaction& transaction) const {
    const FactoryNode& node = factory.nodes.at(position);
    transaction.add(
        "UPDATE goods_factory_nodes SET acquired = $3, spent = $4, returned = $5, ships = $6,"
        " market_symbol = $7, completed_at = $8 WHERE factory_id = $1 AND node_number = $2",
        {factory.id.str(), std::int64_t(position), node.yield.units.count(),
         node.yield.spent.count(), node.yield.returned.count(), text_of(node.yield.ships),
         node.work.market.str(), maybe(node.completed_at)},
        store::Expect::kOneRow);
    transaction.add("UPDATE goods_factories SET updated_at = $2 WHERE id = $1",
                    {factory.id.str(), core::to_millis(factory.updated_at)},
                    store::Expect::kOneRow);
}

void GoodsFactoryBook::record_work(const GoodsFactoryId& id, const FactoryWork& work,
                                   store::Transaction& transaction) {
    FactoryWork& known = active_.at(id).work;
    FactoryWork wanted = work;
    // A haul looks where it loads and where it unloads.
    wanted.market_queries = known.market_queries + 2 * (work.hauls - known.hauls);
    if (known == wanted) return;
    known = wanted;
    transaction.add(
        "UPDATE goods_factories SET ships_used = $2, hauls = $3, at_work_ms = $4,"
        " critical_path_ms = $5, market_queries = $6 WHERE id = $1",
        {id.str(), known.ships, known.hauls, known.at_work.count(), known.critical_path.count(),
         known.market_queries},
        store::Expect::kOneRow);
}

void GoodsFactoryBook::count_looks(const GoodsFactoryId& id, std::int64_t looks,
                                   store::Transaction& transaction) {
    GoodsFactory& factory = active_.at(id);
    factory.work.market_queries += looks;
    transaction.add("UPDATE goods_factories SET market_queries = $2 WHERE id = $1",
                    {id.str(), factory.work.market_queries}, store::Expect::kOneRow);
}

void GoodsFactoryBook::note(const GoodsFactoryId& id, const std::string& key,
                            const std::string& value, store::Transaction& transaction) {
    GoodsFactory& factory = active_.at(id);
    factory.updated_at = runtime_.now();
    factory.metadata.insert_or_assign(key, value);
    transaction.add("UPDATE goods_factories SET metadata = $2, updated_at = $3 WHERE id = $1",
                    {id.str(), text_of(factory.metadata), core::to_millis(factory.updated_at)},
                    store::Expect::kOneRow);
}

Task<Result<std::vector<GoodsFactory>>> GoodsFactoryBook::latest(std::int64_t most) const {
    ARGOSY_CO_TRY(store::Rows rows,
                  co_await store_.query("SELECT * FROM goods_factories WHERE player_id = $1"
                                        " ORDER BY created_at DESC, id LIMIT $2",
                                        {player_, most}));
    co_return co_await read(std::move(rows));
}

Task<Result<std::vector<ProductionHistory>>> GoodsFactoryBook::history() const {
    ARGOSY_CO_TRY(
        const store::Rows rows,
        co_await store_.query(
            "SELECT f.target_good, f.status, COUNT(*) AS n, SUM(f.quantity) AS units,"
            " SUM(COALESCE(f.completed_at - f.started_at, 0)) AS elapsed_ms,"
            " SUM(f.ships_used) AS ships_used, SUM(f.hauls) AS hauls,"
            " SUM(f.market_queries) AS market_queries, SUM(f.at_work_ms) AS at_work_ms,"
            " SUM(f.critical_path_ms) AS critical_path_ms, SUM(c.cost) AS cost"
            " FROM goods_factories f JOIN (SELECT factory_id, SUM(spent - returned) AS cost"
            "  FROM goods_factory_nodes GROUP BY factory_id) c ON c.factory_id = f.id"
            " WHERE f.player_id = $1 AND f.status <> 'PENDING'"
            " GROUP BY f.target_good, f.status ORDER BY f.target_good, f.status",
            {player_}));
    std::vector<ProductionHistory> history;
    for (const store::Row& row : rows) {
        const model::TradeSymbol good(row.text("target_good"));
        if (history.empty() || history.back().good != good) history.push_back({.good = good});
        ProductionHistory& line = history.back();
        const std::int64_t factories = row.integer("n");
        line.started += factories;
        const auto status = parse_factory_status(row.text("status"));
        if (status == FactoryStatus::kFailed) line.failed = factories;
        if (status == FactoryStatus::kStopped) line.stopped = factories;
        if (status != FactoryStatus::kCompleted) continue;
        line.completed = factories;
        line.units = core::Units(row.integer("units"));
        line.cost = core::Credits(row.integer("cost"));
        line.elapsed = core::Duration(row.integer("elapsed_ms"));
        line.work = work_of(row);
    }
    co_return history;
}

Task<Result<GoodsFactory>> GoodsFactoryBook::find(GoodsFactoryId id) const {
    ARGOSY_CO_TRY(
        store::Rows rows,
        co_await store_.query("SELECT * FROM goods_factories WHERE player_id = $1 AND id = $2",
                              {player_, id.str()}));
    if (rows.empty()) {
        co_return core::Error{core::ErrorCode::kNotFound,
                              fmt::format("there is no goods factory {}", id)};
    }
    ARGOSY_CO_TRY(std::vector<GoodsFactory> factories, co_await read(std::move(rows)));
    co_return std::move(factories.front());
}

GoodsFactory& GoodsFactoryBook::change(const GoodsFactoryId& id, FactoryStatus status) {
    GoodsFactory& factory = active_.at(id);
    ARGOSY_MUST(check_transition(factory.status, status));
    factory.status = status;
    factory.updated_at = runtime_.now();
    return factory;
}

Task<Result<std::vector<GoodsFactory>>> GoodsFactoryBook::read(store::Rows rows) const {
    std::vector<GoodsFactory> factories;
    for (const store::Row& row : rows) {
        ARGOSY_CO_TRY(GoodsFactory factory, factory_of(row));
        ARGOSY_CO_TRY(const store::Rows nodes,
                      co_await store_.query("SELECT node_number, acquired, spent, returned,"
                                            " ships, completed_at FROM goods_factory_nodes"
                                            " WHERE factory_id = $1 ORDER BY node_number",
                                            {factory.id.str()}));
        ARGOSY_ASSERT(nodes.size() == factory.nodes.size());
        for (const store::Row& stored : nodes) {
            FactoryNode& node = factory.nodes.at(std::size_t(stored.integer("node_number")));
            node.yield = {.units = core::Units(stored.integer("acquired")),
                          .spent = core::Credits(stored.integer("spent")),
                          .returned = core::Credits(stored.integer("returned")),
                          .ships = parse_ships(stored.text("ships"))};
            node.completed_at = time_at(stored, "completed_at");
        }
        factories.push_back(std::move(factory));
    }
    co_return factories;
}

}  // namespace argosy::goods
