#pragma once

/// @file
/// A universe, a database, and any number of daemons' sessions on them, in virtual time and on one
/// loop. Each of the daemons can be stopped and killed.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/virtual_loop.h"
#include "kernel/sessions.h"
#include "kernel/testing/pausable.h"
#include "sim/sim_game.h"
#include "sim/truth.h"
#include "store/engine.h"
#include "store/inline_store.h"

namespace argosy::kernel::testing {

class House;

/// Terms under which several daemons share a database.
inline constexpr LeaseTerms kShared{.database = LeaseTerms::Database::kShared,
                                    .length = std::chrono::seconds(15)};

/// What one daemon has to itself.
class Member final {
  public:
    Member(House& house, std::int64_t number);

    /// Opens the sessions, as a daemon does at its start.
    Result<void> open();
    /// Registers an agent and begins to act for it.
    Result<Company*> register_agent(const std::string& agent);

    Pause& process() { return pause_; }
    Sessions& sessions() { return sessions_; }
    /// The company of its only player.
    Company& company();
    const std::string& name() const { return name_; }

  private:
    friend class House;

    House& house_;
    std::string name_;
    Pause pause_;
    PausableClock clock_;
    core::Rng rng_;
    core::Log log_;
    core::IdSource ids_;
    core::DecisionHash decisions_;
    core::Runtime runtime_;
    store::InlineStore database_;
    PausableStore store_;
    sim::SimGame::Access access_;
    Sessions sessions_;
};

class House final {
  public:
    static constexpr const char* kAgent = "ARGOSY";

    explicit House(LeaseTerms terms);
    ~House();

    /// Adds a daemon, not yet open.
    Member& add();

    void run_for(core::Duration length);
    /// Lets this go on beside everything else.
    void spawn(Task<void> task) { core::spawn(loop_.executor(), std::move(task)); }

    template <class Value>
    Result<Value> call(Task<Result<Value>> task);
    Result<void> call(Task<Result<void>> task);

    /// Lets the universe end and another begin.
    void reset_universe(const std::string& date);

    /// Has somebody else at the daemons' address use up what the server admits at this moment.
    void use_up_requests();

    /// The first column `n` of one row, of the database as it is now.
    std::int64_t number(std::string_view sql) const;

    /// Changes the database behind the daemons' backs.
    void execute(std::string sql);

    core::Credits credits() const { return truth_->credits(model::AgentSymbol(kAgent)); }
    core::TimePoint now() { return loop_.clock().now(); }
    const sim::Universe& universe() const { return *universe_; }
    /// Warnings with this name so far, of all members.
    std::int64_t warnings(const std::string& name) const;

  private:
    friend class Member;

    class Sink final : public core::LogSink {
      public:
        void write(const core::LogEvent& event) override;
        std::map<std::string, std::int64_t> warnings;
    };

    LeaseTerms terms_;
    Sink sink_;
    std::unique_ptr<sim::Universe> universe_;
    std::shared_ptr<sim::RateLimits> limits_ = std::make_shared<sim::RateLimits>();
    std::unique_ptr<sim::Truth> truth_;
    std::unique_ptr<store::Engine> engine_;
    core::VirtualLoop loop_;
    std::vector<std::unique_ptr<Member>> members_;
};

template <class Value>
Result<Value> House::call(Task<Result<Value>> task) {
    auto answer = std::make_shared<std::optional<Result<Value>>>();
    const auto keep = [](Task<Result<Value>> work,
                         std::shared_ptr<std::optional<Result<Value>>> kept,
                         core::VirtualLoop& loop) -> Task<void> {
        kept->emplace(co_await std::move(work));
        loop.stop();
    };
    core::spawn(loop_.executor(), keep(std::move(task), answer, loop_));
    loop_.run_until(now() + std::chrono::hours(24));
    if (*answer) return *std::move(*answer);
    return core::Error{core::ErrorCode::kStopped, "the call did not end within a day"};
}

/// Adds a daemon that is open and has an agent, House::kAgent.
Member& add_owner(House& house);

void start_manufacturing(House& house, Member& member);

/// Ends the business, lets what is under way come to its end, and compares the books.
void expect_equal_books(House& house, Member& member);

}  // namespace argosy::kernel::testing
