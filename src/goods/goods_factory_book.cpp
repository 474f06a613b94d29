#include "goods/goods_factory_book.h"

#include <boost/json.hpp>

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

Result<GoodsFactory> factory_of(const store::Row& row) {
    ARGOSY_TRY(SupplyChainNode tree, parse_tree(row.text("dependency_tree")));
    ARGOSY_TRY(Metadata metadata, parse_metadata(row.text("metadata")));
    const auto status = parse_factory_status(row.text("status"));
    const auto strategy = parse_factory_strategy(row.text("strategy"));
    ARGOSY_ASSERT(status.has_value() && strategy.has_value());
    GoodsFactory factory =
        GoodsFactory::planned(GoodsFactoryId(row.text("id")),
                              {.good = model::TradeSymbol(row.text("target_good")),
                               .quantity = core::Units(row.integer("quantity")),
                               .strategy = *strategy,
                               .system = model::SystemSymbol(row.text("system_symbol"))},
                              std::move(tree), core::from_millis(row.integer("created_at")));
    factory.status = *status;
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
        active_.insert_or_assign(factory.id, std::move(factory));
    co_return Result<void>();
}

void GoodsFactoryBook::add(GoodsFactory factory, store::Transaction& transaction) {
    ARGOSY_ASSERT(factory.status == FactoryStatus::kPending);
    transaction.add(
        "INSERT INTO goods_factories (id, player_id, target_good, quantity, strategy,"
        " system_symbol, dependency_tree, status, metadata, created_at, updated_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, 'PENDING', $8, $9, $9)",
        {factory.id.str(), player_, factory.target.good.str(), factory.target.quantity.count(),
         std::string(to_string(factory.target.strategy)), factory.target.system.str(),
         to_json(factory.tree), text_of(factory.metadata), core::to_millis(factory.created_at)});
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

void GoodsFactoryBook::start(const GoodsFactoryId& id, store::Transaction& transaction) {
    GoodsFactory& factory = change(id, FactoryStatus::kActive);
    factory.started_at = factory.updated_at;
    transaction.add(
        "UPDATE goods_factories SET status = 'ACTIVE', started_at = $2, updated_at = $2"
        " WHERE id = $1 AND status = 'PENDING'",
        {id.str(), core::to_millis(factory.updated_at)}, store::Expect::kOneRow);
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
    transaction.add(
        "UPDATE goods_factory_nodes SET acquired = $3, spent = $4, returned = $5,"
        " completed_at = $6 WHERE factory_id = $1 AND node_number = $2",
        {id.str(), std::int64_t(position), node.yield.units.count(), node.yield.spent.count(),
         node.yield.returned.count(), maybe(node.completed_at)},
        store::Expect::kOneRow);
    transaction.add("UPDATE goods_factories SET updated_at = $2 WHERE id = $1",
                    {id.str(), core::to_millis(factory.updated_at)}, store::Expect::kOneRow);
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
                                            " completed_at FROM goods_factory_nodes"
                                            " WHERE factory_id = $1 ORDER BY node_number",
                                            {factory.id.str()}));
        ARGOSY_ASSERT(nodes.size() == factory.nodes.size());
        for (const store::Row& stored : nodes) {
            FactoryNode& node = factory.nodes.at(std::size_t(stored.integer("node_number")));
            node.yield = {.units = core::Units(stored.integer("acquired")),
                          .spent = core::Credits(stored.integer("spent")),
                          .returned = core::Credits(stored.integer("returned"))};
            node.completed_at = time_at(stored, "completed_at");
        }
        factories.push_back(std::move(factory));
    }
    co_return factories;
}

}  // namespace argosy::goods
