#pragma once

/// @file
/// How daemons with players of one account share its requests: each publishes the share it may take
/// and keeps its own budget within it. The sum of what is published never exceeds the whole, though
/// daemons come, go, die and stand still, and though no two of their clocks are ever compared.
/// docs/concepts/requests.md has the rule.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/runtime.h"
#include "game/request_budget.h"
#include "game/request_guard.h"
#include "kernel/account_book.h"
#include "kernel/lease_terms.h"

namespace argosy::kernel {

/// What is known here of an account that players of this process belong to.
struct AccountView {
    std::string account;
    std::int64_t divisor = 0;       ///< This process sends 1/divisor of its requests; 0: none.
    std::vector<ShareRow> holders;  ///< All daemons', this one's included, as last read.
};

class AccountShares final {
  public:
    /// What a process has to do with an account.
    enum class Part : std::uint8_t {
        kNone,
        kWatches,  ///< A player of it may have to be taken over: what others do is seen early.
        kShares,   ///< A player of it acts here, or will as soon as there is a share.
    };

    /// How long the server's windows remember a request: the 60 seconds of the burst, the second it
    /// may open in, and how much longer one request's way may be than another's.
    static constexpr core::Duration kMemory = std::chrono::milliseconds(61'200);

    /// @param machine  Real time, monotonic: for signs of life. Windows are of the game's time.
    /// @param budget   What all requests of this process go through.
    /// @pre Everything outlives this object and the loop's tasks.
    AccountShares(const core::Runtime& runtime, core::Clock& machine, store::Store& store,
                  LeaseTerms terms, std::shared_ptr<game::RequestBudget> budget);
    ~AccountShares();

    /// Starts to share, as the run of `runtime.ids`, where a database can have several daemons;
    /// otherwise nobody else is there and this process has the whole.
    /// @param owner  Names this process to the others.
    void open(std::string owner);

    /// Says what this process has to do with each account from now on; with those not named,
    /// nothing. What it had of an account in which it does not share any more is left to others.
    void set_parts(const std::map<std::string, Part>& parts);

    /// Shares in the account from now on.
    /// @returns whether requests may leave already
    core::Task<bool> join(std::string account);

    /// Returns a guard that stops requests for which this process has no share, and asks `inner`
    /// about the others.
    std::shared_ptr<game::RequestGuard> guard(std::string account,
                                              std::shared_ptr<game::RequestGuard> inner);

    /// Returns whether a request of the account may leave now: the share was confirmed so lately
    /// that nobody can have taken it for a dead daemon's.
    bool may_send(const std::string& account) const;

    /// Returns the accounts in which this process shares, by name.
    std::vector<AccountView> accounts() const;

    /// Returns why no request of the account may leave now, for people.
    std::string why_waiting(const std::string& account) const;

    /// Leaves every account. Nothing is sent for them any more.
    core::Task<void> close();

  private:
    struct Membership;

    bool shares() const { return terms_.database == LeaseTerms::Database::kShared; }
    Membership& membership(const std::string& account);
    core::Task<void> watch();
    core::Task<void> take_turn(Membership& mine);
    core::Task<void> renew(Membership& mine);
    void look(Membership& mine, core::TimePoint asked_at);
    void watch_others(Membership& mine);
    core::Task<void> drop_the_gone(Membership& mine);
    core::Task<void> grow_or_shrink(Membership& mine);
    core::Task<void> grow(Membership& mine, std::int64_t fair);
    core::Task<void> sign_off(Membership& mine);
    void set_divisor(Membership& mine, std::int64_t divisor);
    void warn(std::string_view what, const Membership& mine, const core::Error& error) const;

    const core::Runtime& runtime_;
    core::Clock& machine_;
    store::Store& store_;
    LeaseTerms terms_;
    std::shared_ptr<game::RequestBudget> budget_;
    std::string owner_;
    std::unique_ptr<core::Timer> timer_;
    bool closing_ = false;
    std::map<std::string, std::unique_ptr<Membership>> memberships_;  ///< By account.
};

}  // namespace argosy::kernel
