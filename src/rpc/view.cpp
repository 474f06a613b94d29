#include "rpc/view.h"

namespace argosy::rpc {

using hauls::ManufacturingTask;
using hauls::TaskStatus;

namespace {

// Older ones tell of prices that have changed.
constexpr core::Duration kDeclineMemory = std::chrono::minutes(10);

const goods::GoodsFactory* goods_factory_of(const core::PipelineId& pipeline,
                                            const kernel::Company& company) {
    if (pipeline.empty()) return nullptr;
    for (const auto& [id, factory] : company.goods().book().active()) {
        if (factory.pipeline == pipeline) return &factory;
    }
    return nullptr;
}

std::string wait_for_supply(const ManufacturingTask& collect, const kernel::Company& company) {
    if (const auto* running = company.manufacturing()) return running->waits_for(collect);
    const auto* producing = company.goods().coordinator();
    return producing == nullptr ? "" : producing->waits_for(collect);
}

std::string cause_of_wait(const ManufacturingTask& task, const kernel::Company& company) {
    switch (task.status) {
        case TaskStatus::kReady: {
            const core::TimePoint now = company.fleet().runtime.now();
            const manufacturing::Decline* decline = company.declines().latest(
                manufacturing::subject_of(company.tasks().haul(task.haul)), now - kDeclineMemory);
            if (decline == nullptr) return "a free ship";
            return fmt::format("{}: {}", decline->reason, decline->detail);
        }
        case TaskStatus::kPending:
            if (!hauls::loads(task.type)) return "its cargo to be loaded";
            return wait_for_supply(task, company);
        case TaskStatus::kAssigned:
            return hauls::loads(task.type) ? "its ship to begin" : "its cargo to be loaded";
        default:
            return "";
    }
}

}  // namespace

v1::Player to_message(const kernel::KnownPlayer& known) {
    v1::Player message;
    message.set_id(known.player.id);
    message.set_agent(known.player.agent.str());
    message.set_era(known.player.era);
    message.set_faction(known.player.faction);
    message.set_headquarters(known.player.headquarters.str());
    if (known.company != nullptr) {
        message.set_credits(known.company->ledger().balance().count());
        message.set_ships(std::int64_t(known.company->fleet().ships.all().size()));
        message.set_here(true);
    }
    message.set_current(known.current);
    message.set_token_known(!known.player.token.empty());
    message.set_owner(known.owner);
    message.set_fencing_token(known.fencing_token);
    message.set_late_acts(known.late_acts);
    message.set_created_at(core::to_millis(known.created_at));
    if (known.ended_at) message.set_ended_at(core::to_millis(*known.ended_at));
    message.set_ended_because(known.ended_because);
    message.set_trouble(known.trouble);
    return message;
}

v1::Operation to_message(const operations::Operation& operation, const std::string& agent) {
    v1::Operation message;
    message.set_id(operation.id.str());
    message.set_kind(operation.kind);
    message.set_status(std::string(operations::to_string(operation.status)));
    message.set_error(operation.error);
    message.set_created_at(core::to_millis(operation.created_at));
    message.set_updated_at(core::to_millis(operation.updated_at));
    message.set_agent(agent);
    message.set_parent(operation.parent.str());
    message.set_waits_for(operation.waits_for);
    message.set_restarts(operation.restarts);
    message.set_config(operation.config);
    return message;
}

v1::Ship to_message(const model::Ship& ship, const std::string& doing, core::TimePoint now) {
    v1::Ship message;
    const model::NavStatus status = model::status_at(ship.nav, now);
    message.set_symbol(ship.symbol.str());
    message.set_role(ship.role);
    message.set_status(std::string(model::to_string(status)));
    message.set_waypoint(ship.nav.waypoint.str());
    if (status == model::NavStatus::kInTransit) {
        message.set_arrival(core::to_millis(ship.nav.route.arrival));
    }
    message.set_fuel(ship.fuel.current);
    message.set_fuel_capacity(ship.fuel.capacity);
    message.set_cargo_units(ship.cargo.used().count());
    message.set_cargo_capacity(ship.cargo.capacity.count());
    message.set_doing(doing);
    return message;
}

v1::MarketGood to_message(const market::Listing& listing,
                          const std::optional<market::Forecast>& now) {
    v1::MarketGood message;
    message.set_good(listing.good.str());
    message.set_type(std::string(model::to_string(listing.type)));
    message.set_supply(std::string(model::to_string(listing.supply)));
    if (listing.activity) message.set_activity(std::string(model::to_string(*listing.activity)));
    message.set_volume(listing.volume.count());
    message.set_ask(listing.ask.count());
    message.set_bid(listing.bid.count());
    message.set_looked_at(core::to_millis(listing.looked_at));
    message.set_source(std::string(market::to_string(listing.source)));
    message.set_pairs(listing.belief.size());
    if (listing.state) {
        message.set_margin(listing.state->margin);
        message.set_stock(listing.state->stock.count());
    }
    if (now) {
        message.set_forecast_ask(now->ask.count());
        message.set_forecast_bid(now->bid.count());
        message.set_forecast_error_bp(now->error_bp);
    }
    return message;
}

v1::Opportunity to_message(const manufacturing::ManufacturingOpportunity& opportunity) {
    v1::Opportunity message;
    message.set_good(opportunity.good.str());
    message.set_sell_market(opportunity.sell_market.str());
    message.set_bid(opportunity.bid.count());
    message.set_factory(opportunity.tree.market.str());
    message.set_forecast_units(opportunity.sale.units.count());
    message.set_forecast_cost(opportunity.whole.cost.count());
    message.set_forecast_revenue(opportunity.whole.revenue.count());
    message.set_forecast_profit(opportunity.whole.profit().count());
    message.set_verdict(opportunity.verdict);
    message.set_clears(opportunity.clears);
    // The requirements count the levels of inputs, the tree those of goods.
    message.set_depth(opportunity.tree.total_depth() - 1);
    for (const goods::SupplyChainNode& input : opportunity.tree.children)
        message.add_inputs(input.good.str());
    return message;
}

v1::PreviewedPipeline to_message(const manufacturing::PreviewedPipeline& pipeline) {
    v1::PreviewedPipeline message;
    *message.mutable_opportunity() = to_message(pipeline.opportunity);
    for (const manufacturing::PreviewedLeg& leg : pipeline.legs) {
        v1::PreviewedLeg& line = *message.add_legs();
        line.set_good(leg.good.str());
        line.set_from(leg.from.str());
        line.set_to(leg.to.str());
        line.set_load(std::string(hauls::to_string(leg.load)));
        line.set_unload(std::string(hauls::to_string(leg.unload)));
        line.set_units(leg.units.count());
        line.set_cost(leg.cost.count());
        line.set_revenue(leg.revenue.count());
        line.set_verdict(leg.verdict);
    }
    message.set_starts(pipeline.obstacle.empty());
    message.set_reason(pipeline.obstacle);
    return message;
}

v1::Pipeline to_message(const manufacturing::ManufacturingPipeline& pipeline,
                        const kernel::Company& company) {
    v1::Pipeline message;
    message.set_id(pipeline.id.str());
    message.set_product(pipeline.product.str());
    message.set_sell_market(pipeline.sell_market.str());
    message.set_status(std::string(manufacturing::to_string(pipeline.status)));
    message.set_expected_price(pipeline.expected_price.count());
    message.set_created_at(core::to_millis(pipeline.created_at));
    core::Credits cost, revenue;
    std::int32_t done = 0, total = 0;
    for (const ManufacturingTask* task : company.tasks().of_pipeline(pipeline.id)) {
        cost += task->total_cost;
        revenue += task->total_revenue;
        done += hauls::is_terminal(task->status) ? 1 : 0;
        ++total;
    }
    message.set_cost(cost.count());
    message.set_revenue(revenue.count());
    message.set_tasks_done(done);
    message.set_tasks_total(total);
    if (const auto* forecast = company.pipelines().forecasts().find(pipeline.id)) {
        message.set_forecast_profit(forecast->profit().count());
        message.set_confidence(std::string(manufacturing::to_string(forecast->confidence)));
    }
    for (const manufacturing::FactoryState* state : company.factories().of_pipeline(pipeline.id)) {
        v1::Factory& factory = *message.add_factories();
        factory.set_waypoint(state->factory.str());
        factory.set_good(state->output.str());
        factory.set_status(std::string(manufacturing::to_string(state->status)));
        if (state->supply) factory.set_supply(std::string(model::to_string(*state->supply)));
    }
    return message;
}

v1::Task to_message(const ManufacturingTask& task, const kernel::Company& company) {
    v1::Task message;
    message.set_id(task.id.str());
    message.set_pipeline(task.pipeline.str());
    message.set_type(std::string(hauls::to_string(task.type)));
    message.set_status(std::string(hauls::to_string(task.status)));
    message.set_good(task.good.str());
    message.set_quantity(task.quantity.count());
    if (hauls::loads(task.type)) {
        message.set_from(task.place().str());
    } else {
        message.set_to(task.place().str());
    }
    message.set_ship(task.ship.str());
    message.set_haul(task.haul.str());
    for (const core::TaskId& before : task.depends_on)
        message.add_depends_on(before.str());
    const manufacturing::PipelineBook& pipelines = company.pipelines();
    for (const auto* book : {&pipelines.active(), &pipelines.requested()}) {
        const auto pipeline = book->find(task.pipeline);
        if (pipeline != book->end()) message.set_product(pipeline->second.product.str());
    }
    const goods::GoodsFactory* factory = goods_factory_of(task.pipeline, company);
    if (factory != nullptr) message.set_goods_factory(factory->id.str());
    if (task.status == TaskStatus::kExecuting) message.set_doing(company.doing(task.ship));
    message.set_waits_for(cause_of_wait(task, company));
    return message;
}

v1::Diagnosis to_message(const kernel::Findings& findings) {
    v1::Diagnosis message;
    for (const kernel::Finding& finding : findings) {
        v1::Finding& line = *message.add_findings();
        line.set_level(std::string(kernel::to_string(finding.level)));
        line.set_check(finding.check);
        line.set_what(finding.what);
        line.set_advice(finding.advice);
    }
    return message;
}

v1::ConfigSettings to_message(const std::vector<kernel::EffectiveSetting>& settings) {
    v1::ConfigSettings message;
    for (const kernel::EffectiveSetting& setting : settings) {
        v1::ConfigSetting& line = *message.add_settings();
        line.set_key(setting.key);
        line.set_value(setting.value);
        line.set_origin(setting.origin);
    }
    return message;
}

bool is_of_manufacturing(const ManufacturingTask& task, const kernel::Company& company) {
    const operations::Operation* operation = company.operations().find(task.operation);
    return operation == nullptr || operation->kind == kernel::kManufacturing;
}

v1::TaskCounts count_tasks(const kernel::Company& company) {
    v1::TaskCounts counts;
    for (const auto& [id, task] : company.tasks().all()) {
        if (!is_of_manufacturing(task, company)) continue;
        switch (task.status) {
            case TaskStatus::kPending:
                counts.set_pending(counts.pending() + 1);
                break;
            case TaskStatus::kReady:
                counts.set_ready(counts.ready() + 1);
                break;
            case TaskStatus::kAssigned:
                counts.set_assigned(counts.assigned() + 1);
                break;
            case TaskStatus::kExecuting:
                counts.set_executing(counts.executing() + 1);
                break;
            case TaskStatus::kCompleted:
            case TaskStatus::kFailed:
            case TaskStatus::kCancelled:
                break;
        }
    }
    return counts;
}

v1::FleetCounts count_fleet(const kernel::Company& company) {
    v1::FleetCounts counts;
    for (const auto& [symbol, ship] : company.fleet().ships.all()) {
        const std::string& owner = company.fleet().claims.owner_of(symbol);
        counts.set_ships(counts.ships() + 1);
        if (owner.empty()) {
            counts.set_idle(counts.idle() + 1);
        } else if (owner == scouting::Scout::kOwner) {
            counts.set_scouting(counts.scouting() + 1);
        } else if (company.orders().has(symbol)) {
            counts.set_manual(counts.manual() + 1);
        } else {
            counts.set_working(counts.working() + 1);
        }
    }
    return counts;
}

}  // namespace argosy::rpc
