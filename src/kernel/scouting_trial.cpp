#include "kernel/scouting_trial.h"

#include "kernel/company.h"

namespace argosy::kernel {
namespace {

// So short that at most a request or two lie between a decision and its judgement.
constexpr core::Duration kStep = std::chrono::seconds(1);
// As a patrol does.
constexpr core::Duration kSendInterval = scouting::Patrols::kPassInterval;
constexpr core::Duration kLongestStart = std::chrono::minutes(2);

struct Entrant {
    scouting::Policy policy;
    Sight sight;
    ScoutingParty party;
    std::map<std::size_t, PriceErrors> errors;  ///< By number of the use.
    PriceErrors sum;                            ///< Over the trades so far.

    PartyReport report(std::int64_t trades) const {
        const auto mean = [&](double all) { return trades == 0 ? 0 : all / double(trades); };
        return {party.requests(), party.looks(), {mean(sum.planned), mean(sum.forecast)}};
    }
};

// One universe with a company in it that manufactures, and the parties beside it.
class Trial {
  public:
    static Result<std::unique_ptr<Trial>> create(const ScoutingTrialOptions& options);
    // Suspended tasks hold references to what is destroyed before the loop.
    ~Trial() { loop_.destroy_tasks(); }

    Result<void> add(scouting::Policy policy, Sight sight, const TradeTrace* future = nullptr);
    Result<void> run();

    PartyReport report(scouting::Policy policy, Sight sight) const;
    std::int64_t trades() const { return trades_; }
    core::Credits earned() const {
        return company_->ledger().balance() - company_->ledger().opening();
    }
    std::string decision_hash() const { return trader_->decision_hash(); }
    const TradeTrace& trace() const { return trace_; }

  private:
    Trial(ScoutingTrialOptions options, std::unique_ptr<sim::Universe> universe,
          core::TimePoint start)
        : options_(std::move(options)),
          universe_(std::move(universe)),
          truth_(*universe_),
          start_(start),
          loop_(start) {
        for (const auto& [waypoint, market] : truth_.markets()) {
            for (const sim::MarketGoodState& good : market.goods)
                told_.push_back({{waypoint, good.good}, good, traded_by_ships(good)});
        }
    }

    Result<void> begin_company();
    Result<void> finish(Task<Result<void>> beginning);
    void advance(core::Duration length);
    void step();
    void tell_trades();
    void judge_decisions();
    void judge_task(const hauls::ManufacturingTask& task);
    void share_hauler_looks();
    bool hauler_is_at(const model::WaypointSymbol& market) const;
    Result<void> weigh_trades();

    // What the parties know to have been traded.
    struct Told {
        MarketGoodKey place;
        const sim::MarketGoodState& good;
        core::Units traded;
    };

    ScoutingTrialOptions options_;
    std::unique_ptr<sim::Universe> universe_;
    sim::Truth truth_;
    core::TimePoint start_;
    core::VirtualLoop loop_;
    std::unique_ptr<Resident> trader_;
    std::unique_ptr<Company> company_;
    std::vector<std::unique_ptr<Entrant>> entrants_;
    TradeTrace trace_;
    std::map<core::TaskId, std::size_t> use_of_;
    std::vector<Told> told_;
    std::map<model::WaypointSymbol, core::TimePoint> looked_at_;
    std::int64_t last_entry_ = 0;
    core::Credits balance_;
    std::int64_t trades_ = 0;
};

Result<std::unique_ptr<Trial>> Trial::create(const ScoutingTrialOptions& options) {
    ARGOSY_TRY(sim::Scenario scenario, sim::recorded_scenario(options.scenario));
    ARGOSY_TRY(const core::TimePoint start, core::parse_time(scenario.reset_date + "T00:00:00Z"));
    // Every agent has a probe to begin with.
    sim::UniverseOptions world{.seed = options.seed,
                               .law = options.law,
                               .start = start,
                               .starting_credits = core::Credits(1'000'000),
                               .gifts = {{model::ShipType("SHIP_LIGHT_HAULER"), options.haulers},
                                         {model::ShipType("SHIP_PROBE"), options.probes - 1}}};
    ARGOSY_TRY(auto universe, sim::Universe::create(std::move(scenario), std::move(world)));
    std::unique_ptr<Trial> trial(new Trial(options, std::move(universe), start));
    ARGOSY_CHECK(trial->begin_company());
    return trial;
}

Task<Result<void>> open_company(Resident& process, std::unique_ptr<Company>& company) {
    ARGOSY_CO_TRY(Player player, co_await process.enrol(model::AgentSymbol("TRADER")));
    company = std::make_unique<Company>(process.runtime(), process.store(), process.game(),
                                        std::move(player), CompanySettings{});
    ARGOSY_CO_CHECK(co_await company->open());
    ARGOSY_CO_CHECK(co_await company->start_manufacturing({}));
    co_return Result<void>();
}

Result<void> Trial::begin_company() {
    ARGOSY_TRY(trader_, Resident::create(*universe_, loop_, options_.seed, "trader"));
    return finish(open_company(*trader_, company_));
}

Task<void> keep(Task<Result<void>> work, std::shared_ptr<std::optional<Result<void>>> kept) {
    kept->emplace(co_await std::move(work));
}

Result<void> Trial::finish(Task<Result<void>> beginning) {
    auto outcome = std::make_shared<std::optional<Result<void>>>();
    trader_->runtime().spawn(keep(std::move(beginning), outcome));
    const core::TimePoint latest = loop_.clock().now() + kLongestStart;
    while (!*outcome && loop_.clock().now() < latest)
        advance(kStep);
    if (*outcome) return *std::move(*outcome);
    return core::Error{core::ErrorCode::kStopped, "a player had not begun after two minutes"};
}

Result<void> Trial::add(scouting::Policy policy, Sight sight, const TradeTrace* future) {
    const std::string name = fmt::format("SCOUTS-{}", entrants_.size() + 1);
    ARGOSY_TRY(auto process, Resident::create(*universe_, loop_, options_.seed, name));
    scouting::Settings settings;
    settings.policy = policy;
    settings.requests_per_hour = options_.requests_per_hour;
    entrants_.push_back(std::make_unique<Entrant>(
        Entrant{policy, sight, ScoutingParty(std::move(process)), {}, {}}));
    return finish(
        entrants_.back()->party.begin(model::AgentSymbol(name), std::move(settings), future));
}

void Trial::advance(core::Duration length) {
    const core::TimePoint end = loop_.clock().now() + length;
    loop_.run_until(end);
    universe_->advance(end);
}

Result<void> Trial::run() {
    core::TimePoint next_send = start_;
    while (loop_.clock().now() < start_ + options_.length) {
        if (loop_.clock().now() >= next_send) {
            for (auto& entrant : entrants_)
                entrant->party.send();
            next_send = loop_.clock().now() + kSendInterval;
        }
        advance(kStep);
        step();
        ARGOSY_CHECK(weigh_trades());
    }
    std::uint64_t troubles = trader_->errors();
    for (const auto& entrant : entrants_)
        troubles += entrant->party.troubles();
    if (troubles == 0) return Result<void>();
    return core::Error{core::ErrorCode::kRejected,
                       "the run logged errors; its figures are not to be trusted"};
}

// Trades are known to all before they are judged; looks made since a decision only after it.
void Trial::step() {
    tell_trades();
    trace_.observe(truth_, loop_.clock().now());
    judge_decisions();
    share_hauler_looks();
}

void Trial::tell_trades() {
    for (Told& told : told_) {
        const core::Units traded = traded_by_ships(told.good);
        if (traded == told.traded) continue;
        for (auto& entrant : entrants_)
            entrant->party.learn_trade(told.place, traded - told.traded, told.good.price.volume);
        told.traded = traded;
    }
}

void Trial::judge_decisions() {
    for (const hauls::Haul& haul : company_->tasks().open_hauls()) {
        for (const hauls::ManufacturingTask* task : {haul.load, haul.unload}) {
            if (task == nullptr || task->place().empty()) continue;
            if (task->ship.empty()) {
                use_of_.erase(task->id);
            } else if (task->actual_quantity.count() == 0 && !hauls::is_terminal(task->status)) {
                judge_task(*task);
            }
        }
    }
}

// A trade is decided when its haul is bound to a ship, and again when it goes elsewhere.
void Trial::judge_task(const hauls::ManufacturingTask& task) {
    const MarketGoodKey place{task.place(), task.good};
    const auto known = use_of_.find(task.id);
    if (known != use_of_.end() && trace_.use(known->second).place == place) return;
    const sim::MarketGoodState& good = truth_.good(place.first, place.second);
    const std::size_t use =
        trace_.add({.place = place,
                    .side = hauls::loads(task.type) ? PriceSide::kAsk : PriceSide::kBid,
                    .at = loop_.clock().now(),
                    .truth = good.price,
                    .traded = traded_by_ships(good)});
    use_of_[task.id] = use;
    for (auto& entrant : entrants_)
        entrant->errors[use] = entrant->party.errors(trace_.use(use));
}

bool Trial::hauler_is_at(const model::WaypointSymbol& market) const {
    for (const auto& [symbol, ship] : company_->fleet().ships.all()) {
        if (fleet::ShipRegistry::is_hauler(ship) && ship.nav.waypoint == market &&
            model::status_at(ship.nav, trader_->runtime().now()) != model::NavStatus::kInTransit) {
            return true;
        }
    }
    return false;
}

void Trial::share_hauler_looks() {
    for (const auto& [waypoint, market] : truth_.markets()) {
        const auto looked_at = company_->markets().looked_at(waypoint);
        if (!looked_at || looked_at_[waypoint] == *looked_at) continue;
        looked_at_[waypoint] = *looked_at;
        if (!hauler_is_at(waypoint)) continue;
        const auto seen =
            universe_->market(waypoint, company_->player().agent, loop_.clock().now());
        if (!seen.ok() || !seen->goods) continue;  // It has left again within the step.
        for (auto& entrant : entrants_) {
            if (entrant->sight == Sight::kAllShips) entrant->party.learn_look(*seen);
        }
    }
}

Result<void> Trial::weigh_trades() {
    if (company_->ledger().balance() == balance_) return Result<void>();
    balance_ = company_->ledger().balance();
    ARGOSY_TRY(const store::Rows rows,
               trader_->stored("SELECT id, task_id FROM transactions WHERE id > $1"
                               " AND type IN ('PURCHASE_CARGO', 'SELL_CARGO') ORDER BY id",
                               {last_entry_}));
    for (const store::Row& row : rows) {
        last_entry_ = row.integer("id");
        const auto use = use_of_.find(core::TaskId(row.text("task_id")));
        if (use == use_of_.end()) continue;
        trace_.count_request(use->second);
        if (loop_.clock().now() < start_ + options_.warm_up) continue;
        ++trades_;
        for (auto& entrant : entrants_) {
            const PriceErrors& errors = entrant->errors.at(use->second);
            entrant->sum.planned += errors.planned;
            entrant->sum.forecast += errors.forecast;
        }
    }
    return Result<void>();
}

PartyReport Trial::report(scouting::Policy policy, Sight sight) const {
    for (const auto& entrant : entrants_) {
        if (entrant->policy == policy && entrant->sight == sight) return entrant->report(trades_);
    }
    return {};
}

}  // namespace

Result<ScoutingTrialReport> try_scouting(const ScoutingTrialOptions& options) {
    using scouting::Policy;
    ARGOSY_TRY(const auto trial, Trial::create(options));
    for (const Sight sight : kSights) {
        ARGOSY_CHECK(trial->add(Policy::kRoundRobin, sight));
        ARGOSY_CHECK(trial->add(Policy::kValue, sight));
    }
    ARGOSY_CHECK(trial->run());
    ScoutingTrialReport report{.trades = trial->trades(), .earned = trial->earned()};
    for (const Sight sight : kSights) {
        SightReport& of_sight = report.sights[std::size_t(sight)];
        of_sight.round_robin = trial->report(Policy::kRoundRobin, sight);
        of_sight.by_value = trial->report(Policy::kValue, sight);
    }
    if (!options.foresight) return report;
    ARGOSY_TRY(const auto again, Trial::create(options));
    for (const Sight sight : kSights)
        ARGOSY_CHECK(again->add(Policy::kValue, sight, &trial->trace()));
    ARGOSY_CHECK(again->run());
    if (again->decision_hash() != trial->decision_hash()) {
        return core::Error{core::ErrorCode::kRejected,
                           "the company traded otherwise beside other scouts"};
    }
    for (const Sight sight : kSights) {
        report.sights[std::size_t(sight)].foresight = again->report(Policy::kValue, sight);
    }
    return report;
}

}  // namespace argosy::kernel
