#include <algorithm>
#include <cmath>

#include "kernel/arbitrage_operation.h"
#include "rpc/daemon_handlers.h"
#include "rpc/view.h"

namespace argosy::rpc {
namespace {

using core::Error;
using core::ErrorCode;
using kernel::Company;

constexpr std::int64_t kUsualLanes = 20;
constexpr std::int64_t kUsualReasons = 10;
// What one answer lists at most.
constexpr std::int64_t kMostLanes = 1'000;

v1::ArbitrageLane to_message(const trading::ScannedLane& lane) {
    const hauls::Offer& offer = lane.trade.offer;
    v1::ArbitrageLane message;
    message.set_good(lane.trade.good.str());
    message.set_from(offer.from.str());
    message.set_to(offer.to.str());
    message.set_units(offer.price.units.count());
    message.set_ask(lane.ask.count());
    message.set_bid(lane.bid.count());
    message.set_cost(offer.price.cost.count());
    message.set_revenue(offer.price.revenue.count());
    message.set_profit(offer.profit.count());
    message.set_margin_bp(lane.margin_bp);
    message.set_time_ms(offer.time / std::chrono::milliseconds(1));
    message.set_credits_per_hour(std::int64_t(trading::rate_of(lane.trade) * 3'600));
    message.set_looked_at(core::to_millis(lane.looked_at));
    message.set_ship(offer.ship.str());
    return message;
}

const operations::Operation* latest_of(Company& company) {
    const operations::Operation* latest = nullptr;
    for (const auto& [id, operation] : company.operations().all()) {
        if (operation.kind != kernel::kArbitrage) continue;
        if (latest == nullptr || operation.created_at > latest->created_at) latest = &operation;
    }
    return latest;
}

v1::FleetGrowth to_message(const kernel::GrowthView& growth) {
    v1::FleetGrowth message;
    message.set_most(std::int32_t(growth.most));
    message.set_bought(std::int32_t(growth.bought));
    message.set_credits_per_hour(std::llround(growth.worth.credits_an_hour));
    message.set_seen_ms(growth.worth.seen.count());
    message.set_all_at_work_percent(std::llround(growth.worth.all_at_work * 100));
    message.set_price(growth.price.count());
    message.set_price_was_seen(growth.price_was_seen);
    if (const auto back = growth.pays_back_in()) message.set_pays_back_in_ms(back->count());
    message.set_time_left_ms(growth.time_left.count());
    message.set_why_not(growth.why_not());
    message.set_refused(growth.refused);
    return message;
}

v1::ArbitrageReason to_message(const trading::LaneReason& reason) {
    v1::ArbitrageReason message;
    message.set_good(reason.lane.good.str());
    message.set_from(reason.lane.from.str());
    message.set_to(reason.lane.to.str());
    message.set_rule(reason.rule.text());
    if (reason.source) {
        message.set_ask(model::ask_of(*reason.source).count());
        message.set_source_volumes(model::stock_ratio(*reason.source));
    }
    if (reason.sink) {
        message.set_bid(model::bid_of(*reason.sink).count());
        message.set_sink_volumes(model::stock_ratio(*reason.sink));
    }
    if (reason.trade) {
        const hauls::Offer& offer = reason.trade->offer;
        message.set_units(offer.price.units.count());
        message.set_profit(offer.profit.count());
        message.set_time_ms(offer.time / std::chrono::milliseconds(1));
        message.set_requests(offer.requests);
    }
    message.set_beyond_profit(std::llround(reason.score.beyond_profit));
    message.set_beyond_time_ms(std::llround(reason.score.beyond_time * 1'000));
    if (reason.score.rate) message.set_credits_per_second(*reason.score.rate);
    for (const trading::Figure& figure : reason.figures) {
        auto& line = *message.add_figures();
        line.set_name(figure.name);
        line.set_value(figure.value);
    }
    return message;
}

void add_trades(Company& company, const core::OperationId& operation, v1::ArbitrageStatus& status) {
    for (const trading::TradeUnderWay& trade : company.trades_of(operation)) {
        v1::ArbitrageTrade& line = *status.add_under_way();
        line.set_ship(trade.ship.str());
        line.set_good(trade.lane.good.str());
        line.set_from(trade.lane.from.str());
        line.set_to(trade.lane.to.str());
        line.set_units(trade.units.count());
        if (trade.profit) line.set_expected_profit(trade.profit->count());
        line.set_doing(company.doing(trade.ship));
    }
}

/// Returns the part of the status that is in the store. By value, because it may outlive its
/// caller.
Handled<v1::ArbitrageStatus> results_of(Company& company, core::OperationId operation) {
    v1::ArbitrageStatus status;
    ARGOSY_CO_TRY(const std::int64_t trades,
                  co_await company.tasks().count_completed(operation, hauls::TaskType::kSell));
    status.set_trades(trades);
    ARGOSY_CO_TRY(const auto by_operation,
                  co_await company.ledger().report(ledger::GroupBy::kOperation));
    for (const ledger::ReportRow& row : by_operation) {
        if (row.key != operation.str()) continue;
        status.set_revenue(row.revenue.count());
        status.set_cost(row.cost.count());
        status.set_realised(row.realised.count());
        status.set_profit(row.net().count());
    }
    co_return status;
}

}  // namespace

Handled<v1::ScanArbitrageResponse> DaemonHandlers::scan_arbitrage(
    v1::ScanArbitrageRequest request) {
    ARGOSY_CO_TRY(Company * company, daemon_.find(request.player().agent()));
    if (request.limit() < 0 || request.limit() > kMostLanes) {
        co_return Error{ErrorCode::kInvalidArgument,
                        fmt::format("limit was {}, expected 1 to {}", request.limit(), kMostLanes)};
    }
    const std::int64_t limit = request.limit() == 0 ? kUsualLanes : request.limit();
    ARGOSY_CO_TRY(const auto lanes,
                  company->scan_arbitrage(model::SystemSymbol(request.system()),
                                          {.good = model::TradeSymbol(request.good()),
                                           .min_margin_bp = request.min_margin_bp()}));
    v1::ScanArbitrageResponse response;
    response.set_system(request.system().empty() ? company->home_system().str() : request.system());
    response.set_now(core::to_millis(daemon_.runtime().now()));
    response.set_lanes_found(std::int64_t(lanes.size()));
    response.set_to_spend(company->ledger().to_spend().count());
    for (const trading::ScannedLane& lane : lanes) {
        if (response.lanes_size() >= limit) break;
        *response.add_lanes() = to_message(lane);
    }
    co_return response;
}

Handled<v1::WhyArbitrageResponse> DaemonHandlers::why_arbitrage(v1::WhyArbitrageRequest request) {
    ARGOSY_CO_TRY(Company * company, daemon_.find(request.player().agent()));
    if (request.limit() < 0 || request.limit() > kMostLanes) {
        co_return Error{ErrorCode::kInvalidArgument,
                        fmt::format("limit was {}, expected 1 to {}", request.limit(), kMostLanes)};
    }
    if (request.ship().empty() && request.good().empty()) {
        co_return Error{ErrorCode::kInvalidArgument,
                        "ship and good were empty, expected one of them"};
    }
    const trading::WhyQuery query{
        .ship = model::ShipSymbol(request.ship()),
        .good = model::TradeSymbol(request.good()),
        .from = model::WaypointSymbol(request.from()),
        .to = model::WaypointSymbol(request.to()),
        .limit = std::size_t(request.limit() == 0 ? kUsualReasons : request.limit())};
    ARGOSY_CO_TRY(const trading::Reasons reasons, company->why_arbitrage(query));
    v1::WhyArbitrageResponse response;
    response.set_strategy(std::string(company->arbitrage()->strategy().name()));
    response.set_ship(request.ship());
    if (!query.ship.empty()) response.set_doing(company->doing(query.ship));
    if (reasons.flown) *response.mutable_flown() = to_message(*reasons.flown);
    for (const trading::LaneReason& lane : reasons.lanes)
        *response.add_lanes() = to_message(lane);
    co_return response;
}

Handled<v1::Operation> DaemonHandlers::start_arbitrage(v1::StartArbitrageRequest request) {
    ARGOSY_CO_TRY(Company * company, daemon_.find(request.player().agent()));
    kernel::ArbitrageRequest wanted{.system = model::SystemSymbol(request.system())};
    wanted.max_workers = std::max(0, request.max_workers());
    wanted.growth.most = std::max(0, request.buy_ships());
    if (request.pay_back_within_ms() != 0)
        wanted.growth.within = core::Duration(request.pay_back_within_ms());
    if (request.runs_for_ms() != 0) wanted.runs_for = core::Duration(request.runs_for_ms());
    if (!request.strategy().empty()) {
        ARGOSY_CO_TRY(wanted.strategy, trading::parse_strategy_spec(request.strategy()));
    }
    const bool was_running = company->operations().active(kernel::kArbitrage) != nullptr;
    ARGOSY_CO_TRY(
        const operations::Operation operation,
        co_await daemon_.sessions().within(*company, company->start_arbitrage(std::move(wanted))));
    v1::Operation message = rpc::to_message(operation, company->player().agent.str());
    if (was_running) message.set_note("already running");
    co_return message;
}

// A universe that is not to end soon, as that of a simulator, is not worth a line.
void add_end(const Company& company, v1::ArbitrageStatus& status) {
    const auto end = company.arbitrage() == nullptr ? std::nullopt : company.arbitrage()->ends_at();
    if (!end || *end - core::from_millis(status.now()) > kernel::kLongestPayBack) return;
    status.set_ends_at(core::to_millis(*end));
    status.set_sells_out_at(core::to_millis(*end - trading::SellOut::kLength));
}

Handled<v1::ArbitrageStatus> DaemonHandlers::get_arbitrage(v1::GetArbitrageRequest request) {
    ARGOSY_CO_TRY(Company * company, daemon_.find(request.player().agent()));
    const operations::Operation* latest = latest_of(*company);
    if (latest == nullptr) {
        co_return Error{ErrorCode::kNotFound, fmt::format("{} has never traded: start with "
                                                          "`spacetraders arbitrage start`",
                                                          company->player().agent)};
    }
    const core::OperationId id = latest->id;
    v1::ArbitrageStatus status;
    *status.mutable_operation() = rpc::to_message(*latest, company->player().agent.str());
    status.set_now(core::to_millis(daemon_.runtime().now()));
    status.set_credits(company->ledger().balance().count());
    status.set_workers(company->runner().running(id));
    if (const auto request_of = kernel::ArbitrageOperation::read_config(latest->config)) {
        status.set_system(request_of->system.str());
        status.set_strategy(trading::to_string(request_of->strategy));
        status.set_max_workers(request_of->max_workers);
    }
    add_trades(*company, id, status);
    add_end(*company, status);
    if (const auto growth = company->growth()) *status.mutable_growth() = to_message(*growth);
    for (const model::ShipSymbol& ship : company->fleet().idle_ships()) {
        v1::IdleShip& line = *status.add_idle();
        line.set_ship(ship.str());
        line.set_reason(company->doing(ship));
    }
    ARGOSY_CO_TRY(const v1::ArbitrageStatus results,
                  co_await daemon_.sessions().within(*company, results_of(*company, id)));
    status.MergeFrom(results);
    co_return status;
}

Handled<v1::Operation> DaemonHandlers::stop_arbitrage(v1::StopArbitrageRequest request) {
    ARGOSY_CO_TRY(Company * company, daemon_.find(request.player().agent()));
    ARGOSY_CO_TRY(const operations::Operation operation,
                  co_await daemon_.sessions().within(*company, company->stop_arbitrage()));
    co_return rpc::to_message(operation, company->player().agent.str());
}

}  // namespace argosy::rpc
