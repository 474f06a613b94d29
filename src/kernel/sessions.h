#pragma once

/// @file
/// The players this process acts for: takes those that are free, opens their companies, renews
/// their leases, lets go of those it has lost, and ends those whose universe is no more. It knows
/// neither HTTP nor gRPC, so that two of them can share a universe and a database in a test.

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "kernel/account_shares.h"
#include "kernel/company.h"
#include "kernel/lease.h"
#include "kernel/leased_store.h"
#include "kernel/player_book.h"
#include "kernel/tenure.h"

namespace argosy::kernel {

/// What sessions stand on. Everything outlives them and the loop's tasks.
struct SessionsWorld {
    const core::Runtime& runtime;
    core::Clock& machine;  ///< Real time, monotonic.
    store::Store& store;
    LeaseTerms terms;
    std::shared_ptr<game::RequestBudget> budget;  ///< What all players' requests go through.
    /// Returns a port that asks this guard before every request.
    std::function<Result<std::unique_ptr<game::GamePort>>(std::shared_ptr<game::RequestGuard>)>
        make_port;
    std::function<CompanySettings()> settings;
};

class Sessions final {
  public:
    explicit Sessions(SessionsWorld world);
    ~Sessions();

    /// Closes what is left of earlier eras, opens every player of `era` that is free, and from then
    /// on takes those that become free. One that does not open is tried again later, and its
    /// trouble is told.
    /// @param owner  Names this process in leases.
    /// @error as Company::open(), with the player's name, where no player could be opened and none
    ///        is another daemon's
    Task<Result<void>> open(std::string era, std::string owner);

    /// The game's universe is that of `era` now: ends every player of an older one.
    Task<void> enter_era(std::string era);
    const std::string& era() const { return era_; }
    /// The game announces its next reset for then, nothing: it announces none. That holds for every
    /// company, those that are opened later too.
    void expect_reset(std::optional<core::TimePoint> at);

    /// Calls `heard` whenever a request of this era's players was answered with 4113.
    void on_reset(std::function<void()> heard) { heard_reset_ = std::move(heard); }

    /// Acts for a player just stored, unless another daemon does.
    /// @error kConflict  Another daemon has it, or it is taken here and waits for a share of its
    ///                   account's requests; the message says which.
    /// @error as Company::open()
    Task<Result<Company*>> admit(Player player);

    /// Returns the company of this agent; when `agent` is empty, of the current player, or of the
    /// only one.
    /// @error kNotFound         No such player; the message says how to register one.
    /// @error kInvalidArgument  There are several players, none was named and none is current.
    /// @error kConflict         Another daemon acts for it, or nobody does yet; the message says
    /// who.
    Result<Company*> find(const std::string& agent) const;

    /// Makes a player of this era the current one; it may be another daemon's.
    /// @error kNotFound  No such player.
    Task<Result<Player>> use(std::string agent);

    /// Returns the players, by id, as far as this process can tell.
    Task<Result<std::vector<KnownPlayer>>> players(Eras eras);

    /// Returns the player of this agent in an era, be it over or not; when `agent` is empty, of the
    /// current player's agent, or of the only one in that era.
    /// @error kNotFound         Nobody of that name played then; the message says who did.
    /// @error kInvalidArgument  Several played then, and none was named.
    Task<Result<KnownPlayer>> player_of_era(std::string agent, std::string era);

    /// Returns the companies that act here, by player id.
    std::vector<Company*> companies() const;
    /// @pre The company acts here.
    const game::GamePort& port_of(const Company& company) const;
    /// Runs what was asked of a company to its end, or to the end of the company's tenure: callers
    /// from outside it use this, because a company whose tenure is over never answers.
    /// @error kUniverseReset, kStopped  The tenure ended first.
    /// @pre The company acts here, or has acted here.
    template <class Value>
    Task<Result<Value>> within(const Company& company, Task<Result<Value>> work) {
        return Tenure::within(tenure_of(company), world_.runtime.executor, std::move(work));
    }

    /// Returns how this process shares the requests of its players' accounts with other daemons.
    const AccountShares& shares() const { return shares_; }

    /// Returns why players of this era that should act here do not, each with its name.
    std::vector<std::string> troubles() const;

    /// Gives the company a new token of the same agent.
    void use_token(const Company& company, core::Secret token);

    /// Returns what trades have brought here, fuel included: those of companies that were let go
    /// too.
    core::Credits traded() const;

    /// Requests that reached the game after this process had lost the lease they were sent under.
    std::int64_t late_acts() const { return late_acts_; }

    /// Stops every company and frees its lease. Nothing is opened any more.
    Task<void> close();

  private:
    struct Session;
    struct Absent;

    enum class From : std::uint8_t { kNobody, kAnOwner };
    /// A lease just taken, of a player that is not open yet.
    struct Taken {
        std::int64_t token = 0;
        core::TimePoint at;  ///< The machine's time, not later than the lease began.
        From from = From::kNobody;
    };

    Task<void> end_bygone();
    Task<Result<void>> take_free();
    bool may_take(const Player& player, const Lease& lease);
    std::optional<core::Error> why_not_again(const Player& player) const;
    std::optional<core::Error> why_nobody_opened() const;
    void put_off(std::int64_t player, core::Error trouble);
    Task<Result<Company*>> take(Player player, Lease seen);
    Task<Result<Taken>> take_over(Player player, Lease seen);
    Task<Result<Company*>> open_taken(Player player, Taken taken);
    Task<Result<Company*>> open_session(Player player, std::int64_t token,
                                        core::TimePoint taken_at);
    Task<void> watch();
    Task<void> renew(Session& session);
    Task<void> book_late_acts(Session& session);
    Task<void> audit_takeover(Session& session);
    Task<void> note_late_act(std::int64_t player, std::int64_t token, std::string request);
    Task<void> release(std::int64_t player, std::int64_t token);
    void on_tenure_end(Session& session);
    bool is_here(std::int64_t player) const;
    std::shared_ptr<Tenure> tenure_of(const Company& company) const;
    core::Error not_here(const Player& player) const;
    /// Returns why a player that should act here does not; nothing where it should not.
    std::optional<core::Error> why_not_here(const Absent& absent) const;

    SessionsWorld world_;
    AccountShares shares_;
    std::string era_;
    std::optional<core::TimePoint> next_reset_;
    std::string owner_;
    std::int64_t current_ = 0;  ///< A player's id; 0: none.
    bool closing_ = false;
    bool bygone_left_ = false;  ///< Players of an older era could not be ended yet.
    std::function<void()> heard_reset_;
    std::int64_t late_acts_ = 0;

    std::map<std::int64_t, std::unique_ptr<Session>> sessions_;  ///< By player.
    /// Players being opened: nobody else begins with them.
    std::set<std::int64_t> opening_;
    /// Companies whose time is over. Their suspended tasks refer to them and are never resumed, so
    /// both stay until the process ends.
    std::vector<std::unique_ptr<Session>> retired_;

    /// A player of this era that acts elsewhere or nowhere.
    struct Absent {
        Player player;
        Lease lease;
        LeaseWatch watch;
        std::optional<core::Error> trouble;  ///< Why it did not open.
        bool awaits_share = false;           ///< Of its account's requests.
        core::TimePoint retry_at{};          ///< The machine's time.
        core::Duration retry_after{0};
    };
    std::map<std::int64_t, Absent> absent_;
};

}  // namespace argosy::kernel
