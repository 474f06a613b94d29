#pragma once

/// @file
/// Daemons that share an account, with nothing else to do: each offers a server more requests than
/// it takes. The server counts as the game does, in virtual time.

#include <memory>
#include <string>
#include <vector>

#include "core/virtual_loop.h"
#include "kernel/account_shares.h"
#include "kernel/testing/pausable.h"
#include "sim/http_limits.h"
#include "store/engine.h"
#include "store/inline_store.h"

namespace argosy::kernel::testing {

class Sharers;

/// One daemon.
class Sharer final {
  public:
    Sharer(Sharers& world, std::int64_t run);

    Pause& process() { return pause_; }
    AccountShares& shares() { return shares_; }
    const game::RequestBudget& budget() const { return *budget_; }
    const std::string& name() const { return name_; }

    /// Shares in the account from now on, as a daemon that takes a player does.
    void begin();
    /// Ends as a daemon that is told to.
    void close();

    bool closed() const { return closed_; }
    std::int64_t admitted() const { return admitted_; }
    /// Returns its divisor in the account; 0: none.
    std::int64_t divisor() const;

  private:
    friend class Sharers;

    /// Offers requests in bursts, with a rest between two of them.
    static core::Task<void> demand(Sharer& self, std::int64_t number);
    static core::Task<void> arrive(Sharer& self);
    static core::Task<void> join(Sharer& self);
    static core::Task<void> say_goodbye(Sharer& self);

    Sharers& world_;
    std::string name_;
    Pause pause_;
    PausableClock clock_;
    core::Rng rng_;
    core::RandomStream latency_;
    core::Log log_;
    core::IdSource ids_;
    core::DecisionHash decisions_;
    core::Runtime runtime_;
    store::InlineStore database_;
    PausableStore store_;
    std::shared_ptr<game::RequestBudget> budget_;
    AccountShares shares_;
    game::BudgetMember member_;
    std::shared_ptr<game::RequestGuard> guard_;
    bool closed_ = false;
    std::int64_t admitted_ = 0;
};

class Sharers final {
  public:
    static constexpr const char* kAccount = "account";

    /// @param engine  Migrated; outlives this.
    Sharers(store::Engine& engine, LeaseTerms terms, std::uint64_t seed);
    ~Sharers();

    /// Adds a daemon; it begins with begin().
    Sharer& add();
    void run_for(core::Duration length);
    core::TimePoint now() { return loop_.clock().now(); }

    /// Requests that the server has refused, as it told.
    const std::vector<std::string>& refused() const { return refused_; }
    std::int64_t admitted() const;

    /// Returns the sum of all published shares: 1 is the whole account.
    double published() const;
    std::int64_t rows() const;

  private:
    friend class Sharer;

    class Quiet final : public core::LogSink {
      public:
        void write(const core::LogEvent&) override {}
    };

    store::Engine& engine_;
    LeaseTerms terms_;
    std::uint64_t seed_;
    Quiet sink_;
    sim::RateLimits limits_;
    std::vector<std::string> refused_;
    core::VirtualLoop loop_;
    std::vector<std::unique_ptr<Sharer>> sharers_;
};

}  // namespace argosy::kernel::testing
