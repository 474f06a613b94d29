#include <algorithm>

#include "rpc/daemon_handlers.h"
#include "rpc/view_goods.h"
#include "rpc/words.h"

namespace argosy::rpc {
namespace {

using core::Error;
using core::ErrorCode;
using core::Result;
using goods::GoodsFactoryId;
using kernel::Company;

constexpr std::int64_t kUsualFactories = 20;
// What one answer lists at most.
constexpr std::int64_t kMostFactories = 200;

Result<goods::ProductionTarget> to_target(const v1::StartGoodsFactoryRequest& request) {
    if (request.target_good().empty()) {
        return Error{ErrorCode::kInvalidArgument, "target_good was \"\", expected a good"};
    }
    std::optional<goods::FactoryStrategy> strategy;
    ARGOSY_CHECK(read_word("strategy", request.strategy(), goods::parse_factory_strategy,
                           "buy, smart or fabricate", strategy));
    std::optional<goods::Disposal> disposal;
    ARGOSY_CHECK(
        read_word("disposal", request.disposal(), goods::parse_disposal, "keep or sell", disposal));
    goods::ProductionTarget target{.good = model::TradeSymbol(request.target_good()),
                                   .system = model::SystemSymbol(request.system())};
    if (request.quantity() != 0) target.quantity = core::Units(request.quantity());
    target.strategy = strategy.value_or(target.strategy);
    target.disposal = disposal.value_or(target.disposal);
    return target;
}

/// Returns what the plan is when it is nothing but a purchase.
std::string note_on(const goods::GoodsFactory& factory) {
    const goods::SupplyChainNode& target = factory.tree;
    if (target.method != goods::AcquisitionMethod::kBuy) return "";
    return fmt::format("one purchase: {} is sold at {}", target.good, target.market);
}

/// Says what to do about a good that can neither be bought nor made in a system by what is known of
/// its markets: one that nobody has looked at may be the one that is missing.
Error with_advice(const Company& company, const model::SystemSymbol& asked, Error error) {
    const model::SystemSymbol system = asked.empty() ? company.home_system() : asked;
    const auto markets = company.fleet().chart.with_trait("MARKETPLACE", system);
    if (error.code != ErrorCode::kNotFound || markets.empty()) return error;
    const auto unseen = std::ranges::count_if(
        markets, [&company](const auto& market) { return !company.markets().looked_at(market); });
    error.message += unseen == 0
                         ? fmt::format(
                               ": all markets of {} are known, so ask for another good, or with "
                               "another strategy",
                               system)
                         : fmt::format(
                               ": {} of {} markets of {} were never looked at, `spacetraders "
                               "scout start` does that",
                               unseen, markets.size(), system);
    return error;
}

// The company outlives these, see Sessions::within(); what else they are given is theirs.

Handled<v1::GoodsFactory> report_on(Company& company, GoodsFactoryId factory) {
    ARGOSY_CO_TRY(const auto report, co_await company.goods().report(std::move(factory)));
    co_return to_message(report, company);
}

Handled<v1::GoodsFactory> start(Company& company, goods::ProductionTarget target) {
    const auto factory = co_await company.produce_goods(target);
    if (!factory) co_return with_advice(company, target.system, factory.error());
    ARGOSY_CO_TRY(v1::GoodsFactory message, co_await report_on(company, factory->id));
    message.set_note(note_on(*factory));
    co_return message;
}

Handled<v1::GoodsFactory> stop(Company& company, GoodsFactoryId id) {
    ARGOSY_CO_CHECK(co_await company.goods().stop(id));
    ARGOSY_CO_TRY(v1::GoodsFactory message, co_await report_on(company, std::move(id)));
    if (message.completed_at() == 0) {
        message.set_note("nothing more is begun; STOPPED once what is under way is done");
    }
    co_return message;
}

Handled<v1::ListGoodsFactoriesResponse> list(Company& company, std::int64_t most) {
    const goods::GoodsFactoryBook& book = company.goods().book();
    ARGOSY_CO_TRY(const auto factories, co_await book.latest(most));
    v1::ListGoodsFactoriesResponse response;
    for (const goods::GoodsFactory& factory : factories) {
        v1::GoodsFactory line = to_message(factory, company);
        if (book.active().contains(factory.id)) {
            ARGOSY_CO_TRY(const auto report, co_await company.goods().report(factory.id));
            line.set_waits_for(report.waits_for);
        }
        *response.add_factories() = std::move(line);
    }
    co_return response;
}

Handled<v1::GoodsHistory> history(const Company& company) {
    ARGOSY_CO_TRY(const auto lines, co_await company.goods().book().history());
    v1::GoodsHistory message;
    for (const goods::ProductionHistory& line : lines)
        *message.add_lines() = to_message(line);
    co_return message;
}

}  // namespace

Handled<v1::GoodsFactory> DaemonHandlers::start_goods_factory(
    v1::StartGoodsFactoryRequest request) {
    ARGOSY_CO_TRY(Company * company, daemon_.find(request.player().agent()));
    ARGOSY_CO_TRY(goods::ProductionTarget target, to_target(request));
    co_return co_await daemon_.sessions().within(*company, start(*company, std::move(target)));
}

Handled<v1::GoodsFactory> DaemonHandlers::stop_goods_factory(v1::StopGoodsFactoryRequest request) {
    ARGOSY_CO_TRY(Company * company, daemon_.find(request.player().agent()));
    co_return co_await daemon_.sessions().within(
        *company, stop(*company, GoodsFactoryId(request.factory_id())));
}

Handled<v1::GoodsFactory> DaemonHandlers::get_factory_status(v1::GetFactoryStatusRequest request) {
    ARGOSY_CO_TRY(Company * company, daemon_.find(request.player().agent()));
    co_return co_await daemon_.sessions().within(
        *company, report_on(*company, GoodsFactoryId(request.factory_id())));
}

Handled<v1::ListGoodsFactoriesResponse> DaemonHandlers::list_goods_factories(
    v1::ListGoodsFactoriesRequest request) {
    ARGOSY_CO_TRY(Company * company, daemon_.find(request.player().agent()));
    const std::int64_t most = request.limit() > 0 ? request.limit() : kUsualFactories;
    co_return co_await daemon_.sessions().within(*company,
                                                 list(*company, std::min(most, kMostFactories)));
}

Handled<v1::GoodsHistory> DaemonHandlers::get_goods_history(v1::GetGoodsHistoryRequest request) {
    ARGOSY_CO_TRY(Company * company, daemon_.find(request.player().agent()));
    co_return co_await daemon_.sessions().within(*company, history(*company));
}

}  // namespace argosy::rpc
