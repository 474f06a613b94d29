#pragma once

/// @file
/// One run of a program that trades, in virtual time: it can be crashed, and started again on what
/// it stored and on the world it left.

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "core/virtual_loop.h"
#include "ledger/ledger.h"
#include "ledger/testing/fake_game.h"
#include "store/inline_store.h"
#include "store/sqlite_engine.h"

namespace argosy::ledger::testing {

inline constexpr std::int64_t kPlayer = 1;

/// What outlives a crash: the server and the disk.
struct Remains {
    Remains();
    /// On a database that has the schema and no rows, where making one takes longer than a test.
    explicit Remains(std::unique_ptr<store::Engine> empty);

    FakeWorld world;
    std::unique_ptr<store::Engine> engine;
    core::TimePoint now{std::chrono::hours(480'000)};
    std::int64_t runs = 0;

    /// Returns the only number that a statement selects, as `n`.
    std::int64_t number(std::string_view sql) const;
};

class Process {
  public:
    explicit Process(Remains& remains, Settings settings = {}, std::uint64_t seed = 1);
    /// Crashes.
    ~Process();

    /// Every task ends where it is: for owners of things that the tasks refer to.
    void crash();

    /// Runs the loop for so long, or until nothing is left to do.
    void run_for(core::Duration length);

    /// Runs so many events.  @returns false when nothing was left to do before that
    bool run_events(std::uint64_t count);

    /// Runs a task to its end and returns its result.
    template <class T>
    T run(core::Task<T> task) {
        std::optional<T> result;
        runtime.spawn(keep(std::move(task), result));
        run_for(std::chrono::hours(1));
        EXPECT_TRUE(result.has_value()) << "the task did not end within an hour";
        return std::move(result).value();
    }

  private:
    struct Counting final : core::LogSink {
        void write(const core::LogEvent& event) override { ++events[event.name]; }
        std::map<std::string, std::int64_t> events;
    };
    template <class T>
    static core::Task<void> keep(core::Task<T> task, std::optional<T>& result) {
        result.emplace(co_await std::move(task));
    }

    Remains& remains_;
    std::unique_ptr<core::VirtualLoop> loop_;
    Counting sink_;
    core::Log log_;
    core::Rng rng_;
    core::IdSource ids_;
    core::DecisionHash decisions_;

  public:
    const core::Runtime runtime;
    store::InlineStore store;
    FakeGame game;
    Ledger ledger;

    std::uint64_t errors() const { return log_.errors(); }
    /// Returns how many events of this name were logged.
    std::int64_t logged(const std::string& event) const {
        const auto found = sink_.events.find(event);
        return found == sink_.events.end() ? 0 : found->second;
    }
};

}  // namespace argosy::ledger::testing
