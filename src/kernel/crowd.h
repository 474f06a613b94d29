#pragma once

/// @file
/// Many players at once: one universe, one loop, and for each agent a whole company with a store
/// and a port of its own, as if each ran its own daemon. For showing that nothing of one player
/// reaches another, and that a universe full of traders loses neither credits nor cargo.

#include <memory>
#include <string>
#include <vector>

#include "core/virtual_loop.h"
#include "kernel/company.h"
#include "sim/truth.h"

namespace argosy::kernel {

struct CrowdOptions {
    std::uint64_t seed = 1;
    std::int64_t agents = 50;
    /// Light haulers given to each, besides the command frigate and the probe.
    std::int64_t haulers = 1;
    core::Credits credits{1'000'000};
    CompanySettings settings;
};

/// What a run of a crowd shows. Sound when every count of trouble is 0.
struct CrowdReport {
    std::uint64_t seed = 0;
    double hours = 0;
    std::int64_t agents = 0;
    core::Units bought;  ///< From all markets, fuel included.
    core::Units sold;
    core::Credits credits_start;
    core::Credits credits_end;
    std::int64_t ledgers_apart = 0;  ///< Agents whose ledger is not what the game says they have.
    std::int64_t purses_apart = 0;   ///< Agents whose credits are not start - spent + earned.
    std::int64_t goods_apart = 0;    ///< Goods of which all holds carry another sum than bought -
                                     ///< sold; but for fuel, which goes into tanks.
    std::int64_t stocks_apart = 0;   ///< 1 when some stock is not what its flows make it.
    std::uint64_t errors = 0;        ///< Error events of all companies.
    std::string decision_hash;       ///< Of all companies, in their order.

    bool sound() const {
        return ledgers_apart + purses_apart + goods_apart + stocks_apart == 0 && errors == 0;
    }
};

class Crowd {
  public:
    /// Builds the universe, registers every agent and starts its manufacturing.
    /// @error as Company::open()
    static Result<std::unique_ptr<Crowd>> create(CrowdOptions options);
    ~Crowd();

    void run_for(core::Duration length);

    /// Lets the world live on until no purchase or sale of anybody is under way.
    /// @error kStopped  There was no such moment within an hour.
    Result<void> settle();

    /// Returns the figures so far.
    /// @pre settle() was the last call: ledgers lag behind the game while answers are under way.
    CrowdReport report() const;

    /// For tests that spoil the world to see it noticed.
    sim::Universe& universe() { return *universe_; }

  private:
    struct Member;

    Crowd(CrowdOptions options, std::unique_ptr<sim::Universe> universe, core::TimePoint start);
    Task<Result<void>> begin(Member& member);
    Task<void> begin_counted(Member& member);
    std::int64_t goods_apart() const;

    CrowdOptions options_;
    std::unique_ptr<sim::Universe> universe_;
    sim::Truth truth_;
    core::TimePoint start_;
    core::VirtualLoop loop_;
    std::vector<std::unique_ptr<Member>> members_;
    std::size_t begun_ = 0;
    std::vector<core::Error> troubles_;
};

/// Returns the report as one line of JSON.
std::string to_json(const CrowdReport& report);

}  // namespace argosy::kernel
