#pragma once

/// @file
/// One player's whole business over the small world of the fleet's tests, in virtual time: every
/// room is the program's own, and a scenario can say of the world whatever it needs. Killed and
/// started again on what it stored.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "fleet/testing/fleet_process.h"
#include "kernel/company.h"
#include "tests/features/support/prices.h"

namespace argosy::tests {

using fleet::testing::Remains;

/// One life of the business.
class Business : public ledger::testing::Process {
  public:
    Business(Remains& remains, const kernel::CompanySettings& settings);
    ~Business();

    /// Runs one call of the company to its end.
    template <class T>
    core::Result<T> call(core::Task<core::Result<T>> task) {
        std::optional<core::Result<T>> answer;
        runtime.spawn(keep(std::move(task), answer));
        while (!answer && run_events(1)) {
        }
        if (!answer) return core::Error{core::ErrorCode::kStopped, "the call never ended"};
        return *std::move(answer);
    }

    kernel::Company company;

  private:
    template <class T>
    static core::Task<void> keep(core::Task<core::Result<T>> task,
                                 std::optional<core::Result<T>>& answer) {
        answer.emplace(co_await std::move(task));
    }
};

/// The world, and the business in it.
class Works {
  public:
    Works();

    /// Returns the waypoint that a scenario calls X1-A1: the plan names waypoints without their
    /// system, and here they are all of one.
    static model::WaypointSymbol waypoint(const std::string& name);

    /// Makes a market trade this good.
    void trade(const std::string& market, const std::string& good, model::PriceState state);
    void trade(const std::string& market, const std::string& good, model::TradeType type,
               std::int64_t volume, std::int64_t stock);
    model::PriceState& at(const std::string& market, const std::string& good);

    model::Ship& add_hauler(const std::string& symbol, std::int64_t hold = 80);
    /// Adds a ship without a hold, which stays and looks.
    void add_probe(const std::string& market);

    /// What a factory does with its inputs: so long after the first of `input` has been delivered,
    /// its output is in this state.
    struct Production {
        std::string factory;
        std::string input;
        std::string output;
        core::Duration after;
        model::PriceState then;
    };
    void produces(Production production) { productions_.push_back({std::move(production), {}}); }

    /// Starts the business, which knows every market as it is, and manufacturing.
    void start(kernel::ManufacturingRequest request = {});
    /// The same without manufacturing.
    void open();
    /// Kills the business and starts it again, which goes on with what it did.
    void restart();
    core::Result<operations::Operation> stop();

    /// Lives on for this long, or until something has come about.
    void live(core::Duration length);
    bool live_until(const std::function<bool()>& happened, core::Duration at_most);
    /// Stops manufacturing and lives until everything is at rest.
    void wind_up();

    Business& business() { return *business_; }
    kernel::Company& company() { return business_->company; }
    core::TimePoint now() const { return business_->runtime.now(); }
    std::int64_t number(std::string_view sql) const { return remains.number(sql); }
    store::Rows rows(std::string_view sql) const { return remains.engine->query(sql, {}).value(); }

    /// Returns the tasks, declines and pipelines as stored: what a failure shows.
    std::string describe() const;

    /// Returns the trades of a good at a market, the first one first; all markets: "".
    std::vector<model::MarketTransaction> trades(model::TransactionType type,
                                                 const std::string& good,
                                                 const std::string& market = "") const;
    core::Units traded(model::TransactionType type, const std::string& good) const;

    Remains remains;
    kernel::CompanySettings settings;

  private:
    struct Running {
        Production production;
        std::optional<core::TimePoint> begun;
    };

    void learn_markets();
    void produce();

    std::vector<Running> productions_;
    std::unique_ptr<Business> business_;
};

}  // namespace argosy::tests
