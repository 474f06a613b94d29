#include "rpc/view_goods.h"

#include <algorithm>
#include <set>

namespace argosy::rpc {
namespace {

using goods::FactoryNode;
using goods::SupplyChainNode;
using kernel::Company;
using manufacturing::NodeProgress;
using Nodes = std::vector<FactoryNode>;

std::int64_t millis_of(const std::optional<core::TimePoint>& at) {
    return at ? core::to_millis(*at) : 0;
}

std::int64_t millis_of(core::Duration length) {
    return length / std::chrono::milliseconds(1);
}

std::int64_t hundredths(std::int64_t sum, std::int64_t parts) {
    return parts == 0 ? 0 : 100 * sum / parts;
}

v1::GoodsFactoryNode to_message(const FactoryNode& node, const NodeProgress& progress,
                                const market::Listing* listing) {
    v1::GoodsFactoryNode message;
    message.set_good(node.work.good.str());
    message.set_method(std::string(goods::to_string(node.work.method)));
    message.set_market(node.work.market.str());
    message.set_quantity(node.work.quantity.count());
    message.set_acquired(node.yield.units.count());
    message.set_spent(node.yield.spent.count());
    message.set_returned(node.yield.returned.count());
    message.set_state(std::string(manufacturing::to_string(progress.state)));
    for (const model::ShipSymbol& ship : progress.ships)
        message.add_ships(ship.str());
    for (const model::ShipSymbol& ship : node.yield.ships)
        message.add_past_ships(ship.str());
    message.set_waits_for(progress.waits_for);
    message.set_completed_at(millis_of(node.completed_at));
    if (listing == nullptr) return message;
    message.set_supply(std::string(model::to_string(listing->supply)));
    if (listing->activity) message.set_activity(std::string(model::to_string(*listing->activity)));
    return message;
}

v1::GoodsTree tree_of(const SupplyChainNode& tree, const Nodes& nodes) {
    v1::GoodsTree message;
    const auto found = std::ranges::find_if(
        nodes, [&tree](const FactoryNode& node) { return goods::is_same_work(node.work, tree); });
    ARGOSY_ASSERT(found != nodes.end());
    message.set_node(std::int32_t(found - nodes.begin()));
    for (const SupplyChainNode& input : tree.children)
        *message.add_inputs() = tree_of(input, nodes);
    return message;
}

void add_ships(const kernel::GoodsFactoryReport& report, const Company& company,
               v1::GoodsFactory& message) {
    std::set<model::ShipSymbol> all;
    std::set<model::ShipSymbol> at_work;
    for (const FactoryNode& node : report.factory.nodes)
        all.insert(node.yield.ships.begin(), node.yield.ships.end());
    for (const NodeProgress& progress : report.nodes)
        at_work.insert(progress.ships.begin(), progress.ships.end());
    all.insert(at_work.begin(), at_work.end());
    for (const model::ShipSymbol& symbol : all) {
        v1::GoodsFactoryShip& ship = *message.add_ships();
        ship.set_symbol(symbol.str());
        ship.set_at_work(at_work.contains(symbol));
        ship.set_idle(company.fleet().ships.all().contains(symbol) &&
                      company.fleet().claims.owner_of(symbol).empty());
    }
}

}  // namespace

v1::GoodsFactory to_message(const goods::GoodsFactory& factory, const Company& company) {
    const core::TimePoint now = company.fleet().runtime.now();
    const goods::FactoryProgress progress = factory.progress();
    const goods::FactoryMetrics metrics = factory.metrics(now);
    v1::GoodsFactory message;
    message.set_id(factory.id.str());
    message.set_agent(company.player().agent.str());
    message.set_target_good(factory.target.good.str());
    message.set_quantity(factory.target.quantity.count());
    message.set_strategy(std::string(goods::to_string(factory.target.strategy)));
    message.set_system(factory.target.system.str());
    message.set_disposal(std::string(goods::to_string(factory.target.disposal)));
    message.set_status(std::string(goods::to_string(factory.status)));
    message.set_error(factory.error);
    message.set_quantity_acquired(metrics.quantity_acquired.count());
    message.set_total_cost(metrics.total_cost.count());
    message.set_nodes_completed(progress.completed_nodes);
    message.set_nodes_total(progress.total_nodes);
    message.set_created_at(core::to_millis(factory.created_at));
    message.set_started_at(millis_of(factory.started_at));
    message.set_completed_at(millis_of(factory.completed_at));
    message.set_now(core::to_millis(now));
    message.set_market_queries(factory.work.market_queries);
    message.set_hauls(factory.work.hauls);
    message.set_at_work_ms(millis_of(factory.work.at_work));
    message.set_critical_path_ms(millis_of(factory.work.critical_path));
    return message;
}

v1::GoodsFactory to_message(const kernel::GoodsFactoryReport& report, const Company& company) {
    const goods::GoodsFactory& factory = report.factory;
    v1::GoodsFactory message = to_message(factory, company);
    message.set_waits_for(report.waits_for);
    message.set_dependency_tree(goods::to_json(factory.tree));
    for (std::size_t at = 0; at < factory.nodes.size(); ++at) {
        const SupplyChainNode& work = factory.nodes[at].work;
        *message.add_nodes() = to_message(factory.nodes[at], report.nodes.at(at),
                                          company.markets().find(work.market, work.good));
    }
    *message.mutable_tree() = tree_of(factory.tree, factory.nodes);
    add_ships(report, company, message);
    return message;
}

v1::GoodsHistoryLine to_message(const goods::ProductionHistory& history) {
    v1::GoodsHistoryLine message;
    message.set_good(history.good.str());
    message.set_started(history.started);
    message.set_completed(history.completed);
    message.set_failed(history.failed);
    message.set_stopped(history.stopped);
    message.set_units(history.units.count());
    message.set_total_cost(history.cost.count());
    message.set_mean_ships(hundredths(history.work.ships, history.completed));
    if (history.completed > 0) {
        message.set_mean_elapsed_ms(millis_of(history.elapsed) / history.completed);
        message.set_mean_queries(history.work.market_queries / history.completed);
    }
    const std::int64_t at_work = millis_of(history.work.at_work);
    message.set_speed_up(hundredths(at_work, millis_of(history.elapsed)));
    message.set_speed_up_estimated(hundredths(at_work, millis_of(history.work.critical_path)));
    return message;
}

}  // namespace argosy::rpc
