#include "kernel/crowd.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>

#include "kernel/resident.h"

namespace argosy::kernel {
namespace {

// How long all starts together may take in virtual time.
constexpr auto kLongestStart = std::chrono::hours(1);
constexpr auto kLongestSettling = std::chrono::hours(1);
constexpr auto kSettlingStep = std::chrono::milliseconds(100);

}  // namespace

struct Crowd::Member {
    std::int64_t number;
    std::unique_ptr<Resident> process;
    std::unique_ptr<Company> company;
};

Crowd::Crowd(CrowdOptions options, std::unique_ptr<sim::Universe> universe, core::TimePoint start)
    : options_(std::move(options)),
      universe_(std::move(universe)),
      truth_(*universe_),
      start_(start),
      loop_(start) {}

// Suspended tasks hold references to the companies and must go first.
Crowd::~Crowd() {
    loop_.destroy_tasks();
}

Result<std::unique_ptr<Crowd>> Crowd::create(CrowdOptions options) {
    sim::Scenario scenario = sim::recorded_scenario();
    ARGOSY_TRY(const core::TimePoint start, core::parse_time(scenario.reset_date + "T00:00:00Z"));
    sim::UniverseOptions world{.seed = options.seed,
                               .start = start,
                               .starting_credits = options.credits,
                               .gifts = {{model::ShipType("SHIP_LIGHT_HAULER"), options.haulers}}};
    ARGOSY_TRY(auto universe, sim::Universe::create(std::move(scenario), std::move(world)));
    std::unique_ptr<Crowd> crowd(new Crowd(std::move(options), std::move(universe), start));
    for (std::int64_t number = 1; number <= crowd->options_.agents; ++number) {
        ARGOSY_TRY(auto process,
                   Resident::create(*crowd->universe_, crowd->loop_, crowd->options_.seed,
                                    fmt::format("member/{}", number)));
        crowd->members_.push_back(
            std::make_unique<Member>(Member{number, std::move(process), nullptr}));
        Member& member = *crowd->members_.back();
        member.process->runtime().spawn(crowd->begin_counted(member));
    }
    crowd->loop_.run_until(start + kLongestStart);
    if (!crowd->troubles_.empty()) return crowd->troubles_.front();
    if (crowd->begun_ != crowd->members_.size()) {
        return core::Error{core::ErrorCode::kStopped,
                           fmt::format("{} of {} players had begun after an hour, expected all",
                                       crowd->begun_, crowd->members_.size())};
    }
    return crowd;
}

Task<void> Crowd::begin_counted(Member& member) {
    const Result<void> begun = co_await begin(member);
    if (begun) {
        ++begun_;
    } else {
        troubles_.push_back(begun.error());
    }
}

Task<Result<void>> Crowd::begin(Member& member) {
    Resident& process = *member.process;
    ARGOSY_CO_TRY(Player player, co_await process.enrol(
                                     model::AgentSymbol(fmt::format("CROWD-{}", member.number))));
    member.company = std::make_unique<Company>(process.runtime(), process.store(), process.game(),
                                               std::move(player), options_.settings);
    ARGOSY_CO_CHECK(co_await member.company->open());
    ARGOSY_CO_CHECK(co_await member.company->start_manufacturing(ManufacturingRequest{}));
    co_return Result<void>();
}

void Crowd::run_for(core::Duration length) {
    const core::TimePoint end = loop_.clock().now() + length;
    loop_.run_until(end);
    universe_->advance(end);
}

Result<void> Crowd::settle() {
    const auto is_trading = [](const std::unique_ptr<Member>& member) {
        return !member->company->ledger().open_intents().empty();
    };
    const core::TimePoint end = loop_.clock().now() + kLongestSettling;
    while (std::any_of(members_.begin(), members_.end(), is_trading)) {
        if (loop_.clock().now() >= end) {
            return core::Error{core::ErrorCode::kStopped,
                               "some company was trading at every moment of an hour"};
        }
        run_for(kSettlingStep);
    }
    return Result<void>();
}

std::int64_t Crowd::goods_apart() const {
    std::map<model::TradeSymbol, core::Units> apart;
    for (const auto& [waypoint, market] : truth_.markets()) {
        for (const sim::MarketGoodState& good : market.goods)
            apart[good.good] += good.flows.bought - good.flows.sold;
    }
    for (const auto& [symbol, record] : universe_->all_ships()) {
        for (const auto& [good, units] : record.ship.cargo.items)
            apart[good] -= units;
    }
    apart.erase(model::TradeSymbol("FUEL"));
    return std::count_if(apart.begin(), apart.end(),
                         [](const auto& entry) { return entry.second != core::Units(0); });
}

CrowdReport Crowd::report() const {
    CrowdReport report{.seed = options_.seed,
                       .hours = double((universe_->state().now - start_).count()) / 3'600'000.0,
                       .agents = std::int64_t(members_.size())};
    core::DecisionHash all;
    for (const auto& member : members_) {
        const model::AgentSymbol& agent = member->company->player().agent;
        const ledger::Ledger& ledger = member->company->ledger();
        const core::Credits credits = truth_.credits(agent);
        const core::Credits purse = options_.credits - truth_.spent(agent) + truth_.earned(agent);
        report.credits_start += options_.credits;
        report.credits_end += credits;
        report.ledgers_apart += ledger.balance() == credits ? 0 : 1;
        report.purses_apart += purse == credits ? 0 : 1;
        report.errors += member->process->errors();
        all.mix(member->process->decision_hash());
    }
    for (const auto& [waypoint, market] : truth_.markets()) {
        for (const sim::MarketGoodState& good : market.goods) {
            report.bought += good.flows.bought;
            report.sold += good.flows.sold;
        }
    }
    report.goods_apart = goods_apart();
    report.stocks_apart = truth_.unbalanced_good() == nullptr ? 0 : 1;
    report.decision_hash = all.hex();
    return report;
}

std::string to_json(const CrowdReport& report) {
    return fmt::format(
        R"({{"seed":{},"hours":{:.3f},"agents":{},"bought":{},"sold":{},"credits_start":{},)"
        R"("credits_end":{},"ledgers_apart":{},"purses_apart":{},"goods_apart":{},)"
        R"("stocks_apart":{},"errors":{},"decision_hash":"{}"}})",
        report.seed, report.hours, report.agents, report.bought, report.sold, report.credits_start,
        report.credits_end, report.ledgers_apart, report.purses_apart, report.goods_apart,
        report.stocks_apart, report.errors, report.decision_hash);
}

}  // namespace argosy::kernel
