#pragma once

/// @file
/// A program with operations in virtual time, whose duties do what a test says: it can be crashed,
/// and started again on what it stored.

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <memory>
#include <optional>
#include <stdexcept>

#include "core/virtual_loop.h"
#include "operations/supervisor.h"
#include "store/inline_store.h"
#include "store/sqlite_engine.h"

namespace argosy::operations::testing {

inline constexpr std::int64_t kPlayer = 1;

/// What the next attempt of a duty does.
struct Attempt {
    enum class Outcome : std::uint8_t { kWorks, kEnds, kFails, kThrows } outcome = Outcome::kWorks;
    core::Error error{core::ErrorCode::kRejected, ""};  ///< With kFails.
    core::Duration after{0};                            ///< How long it works before that.
};

/// What is said of one kind, and what its duties did.
struct Script {
    std::deque<Attempt> attempts;         ///< Taken in order; then it works until it is stopped.
    core::Duration winding_down{0};       ///< What it takes to finish once stopped.
    std::vector<core::TimePoint> begins;  ///< One for each attempt.
    std::optional<core::TimePoint> ended;
};

/// What outlives a crash.
struct Remains {
    Remains() {
        auto opened = store::open_sqlite(std::string(store::kInMemory));
        ARGOSY_ASSERT(opened.ok());
        engine = *std::move(opened);
        ARGOSY_ASSERT(store::migrate(*engine).ok());
        store::Transaction player;
        player.add(
            "INSERT INTO players (id, agent_symbol, era, faction, headquarters, token, created_at)"
            " VALUES ($1, 'ARGOSY', '2025-04-06', 'COSMIC', 'X1-AD75-A1', 't', 0)",
            {kPlayer});
        ARGOSY_ASSERT(engine->commit(player, store::Durability::kNormal).ok());
    }

    /// Returns what is stored of an operation's status; empty when it is not stored.
    std::string status_of(const core::OperationId& operation) const {
        const auto rows =
            engine->query("SELECT status FROM operations WHERE id = $1", {operation.str()});
        return rows.ok() && rows->size() == 1 ? rows->front().text("status") : "";
    }

    std::unique_ptr<store::Engine> engine;
    core::TimePoint now{std::chrono::hours(480'000)};
    std::int64_t runs = 0;
};

class Program {
  public:
    /// @param scripts  What its kinds do, by name; kinds are registered from it.
    explicit Program(Remains& remains, std::map<std::string, Script> script = {})
        : scripts(std::move(script)), remains_(remains) {
        for (auto& [kind, script_of_kind] : scripts) {
            supervisor.add_kind(kind, [this, &says = script_of_kind](const Operation&) {
                return Result<std::unique_ptr<Duty>>(std::make_unique<Scripted>(runtime, says));
            });
        }
        EXPECT_TRUE(wait(registry.load()).ok());
    }
    /// Crashes: every task ends where it is.
    ~Program() {
        remains_.now = loop_.clock().now();
        loop_.destroy_tasks();
    }
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;

    void run_for(core::Duration length) { loop_.run_until(loop_.clock().now() + length); }

    template <class T>
    T wait(Task<T> task) {
        std::optional<T> result;
        runtime.spawn(keep(std::move(task), result));
        // An event more than it needs would be a step further than a test means.
        while (!result && loop_.run_one()) {
        }
        EXPECT_TRUE(result.has_value());
        return *std::move(result);
    }
    void wait(Task<void> task) { EXPECT_TRUE(wait(with_result(std::move(task))).ok()); }

    Result<void> commit(store::Transaction transaction) {
        return wait(store.commit(std::move(transaction), store::Durability::kNormal));
    }

    void move(const core::OperationId& operation, OperationStatus status) {
        store::Transaction transaction;
        registry.transition(operation, status, transaction);
        EXPECT_TRUE(commit(std::move(transaction)).ok());
    }

    /// Starts an operation that nothing speaks against.
    core::OperationId start(const std::string& kind, const core::OperationId& parent = {}) {
        const auto started = wait(supervisor.start(kind, "{}", parent));
        EXPECT_TRUE(started.ok());
        return started.ok() ? started->id : core::OperationId();
    }

    OperationStatus status(const core::OperationId& operation) const {
        return registry.find(operation)->status;
    }

    std::vector<OperationLog> log_of(const core::OperationId& operation, LogQuery query = {}) {
        return wait(registry.logs(operation, query)).value();
    }
    std::int64_t lines_with(const core::OperationId& operation, std::string_view text) {
        const auto lines = log_of(operation);
        return std::count_if(lines.begin(), lines.end(), [&](const OperationLog& line) {
            return line.message.find(text) != std::string::npos;
        });
    }

    std::map<std::string, Script> scripts;

  private:
    class Scripted final : public Duty {
      public:
        Scripted(const core::Runtime& runtime, Script& script)
            : runtime_(runtime), script_(script), timer_(runtime.clock.make_timer()) {}

        Task<Result<void>> run() override {
            script_.begins.push_back(runtime_.now());
            Attempt attempt;
            if (!script_.attempts.empty()) {
                attempt = script_.attempts.front();
                script_.attempts.pop_front();
            }
            co_await runtime_.clock.sleep_for(attempt.after);
            if (attempt.outcome == Attempt::Outcome::kFails) co_return attempt.error;
            if (attempt.outcome == Attempt::Outcome::kThrows) throw std::runtime_error("a bug");
            while (attempt.outcome == Attempt::Outcome::kWorks && !stopped_)
                co_await timer_->wait_until(runtime_.now() + std::chrono::hours(1));
            if (stopped_) co_await runtime_.clock.sleep_for(script_.winding_down);
            script_.ended = runtime_.now();
            co_return Result<void>();
        }
        void stop() override {
            stopped_ = true;
            timer_->wake();
        }

      private:
        const core::Runtime& runtime_;
        Script& script_;
        std::unique_ptr<core::Timer> timer_;
        bool stopped_ = false;
    };

    struct Quiet final : core::LogSink {
        void write(const core::LogEvent&) override {}
    };
    template <class T>
    static Task<void> keep(Task<T> task, std::optional<T>& result) {
        result.emplace(co_await std::move(task));
    }
    static Task<Result<void>> with_result(Task<void> task) {
        co_await std::move(task);
        co_return Result<void>();
    }

    Remains& remains_;
    core::VirtualLoop loop_{remains_.now};
    Quiet sink_;
    core::Log log_{loop_.clock(), sink_};
    core::Rng rng_{1};
    core::IdSource ids_{++remains_.runs};
    core::DecisionHash decisions_;

  public:
    const core::Runtime runtime{loop_.executor(), loop_.clock(), log_, rng_, ids_, decisions_};
    store::InlineStore store{*remains_.engine, loop_.clock(), rng_};
    OperationRegistry registry{runtime, store, kPlayer};
    Supervisor supervisor{runtime, store, registry};
};

}  // namespace argosy::operations::testing
