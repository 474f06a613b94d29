#include <gmock/gmock.h>

#include "tests/features/support/gherkin.h"
#include "tests/support/virtual_run.h"

namespace argosy::tests {
namespace {

using core::Result;
using kernel::VirtualWorld;
using operations::Operation;
using ::testing::Contains;
using ::testing::HasSubstr;

/// A company of the recorded system that may trade.
struct TradingWorld {
    std::unique_ptr<VirtualWorld> world;
    core::Credits before;
    std::optional<Operation> first;  ///< As it was started.
    std::optional<Result<Operation>> answer;
    std::optional<core::Error> refusal;
    std::int64_t most_at_once = 0;
    std::set<std::string> said;  ///< By idle ships.
    trading::Reasons reasons;
    trading::Lane flown;  ///< By the ship that was asked.

    kernel::Company& company() { return world->company(); }

    Result<Operation> start(const std::string& strategy, std::int64_t max_workers) {
        kernel::ArbitrageRequest request{.max_workers = max_workers};
        if (!strategy.empty()) {
            ARGOSY_TRY(request.strategy, trading::parse_strategy_spec(strategy));
        }
        return world->call(company().start_arbitrage(std::move(request)));
    }
    void start_well(const std::string& strategy = "", std::int64_t max_workers = 0) {
        const Result<Operation> started = start(strategy, max_workers);
        ASSERT_TRUE(started.ok()) << started.error().message;
        first = *started;
    }
    void ask_to_start(const std::string& strategy = "") {
        answer = start(strategy, 0);
        if (!answer->ok()) refusal = answer->error();
    }
    void live(core::Duration length) {
        const core::TimePoint end = world->now() + length;
        while (world->now() < end) {
            world->run_for(std::chrono::minutes(1));
            if (const auto* trading = company().arbitrage()) {
                most_at_once =
                    std::max(most_at_once, company().runner().running(trading->operation()));
            }
            for (const auto& [ship, why] : company().fleet().idle.all())
                said.insert(company().doing(ship));
        }
    }
    void stop() {
        ASSERT_TRUE(world->call(company().stop_arbitrage()).ok());
        const core::TimePoint end = world->now() + kLongestDrain;
        while (world->now() < end) {
            const bool trades = company().operations().active(kernel::kArbitrage) != nullptr;
            if (!trades && company().fleet().claims.all().empty()) return;
            world->run_for(std::chrono::minutes(1));
        }
        FAIL() << "trading did not stop";
    }
};

void define_starts(StepRegistry& steps) {
    steps.add("a company with {int} haulers", [](TradingWorld& trading, std::int64_t haulers) {
        trading.world = make_world({.haulers = haulers});
        trading.before = trading.world->truth().credits(trading.company().player().agent);
    });
    steps.add("the fleet trades", [](TradingWorld& trading) { trading.start_well(); });
    steps.add("the fleet trades with at most {int} ship",
              [](TradingWorld& trading, std::int64_t ships) { trading.start_well("", ships); });
    steps.add("the fleet trades by greedy-arbitrage:{word}",
              [](TradingWorld& trading, std::string parameters) {
                  trading.start_well("greedy-arbitrage:" + parameters);
              });
    steps.add("one starts trading", [](TradingWorld& trading) { trading.ask_to_start(); });
    steps.add("one starts trading with {}",
              [](TradingWorld& trading, std::string strategy) { trading.ask_to_start(strategy); });
    steps.add("one scans for lanes", [](TradingWorld& trading) {
        const auto lanes = trading.company().scan_arbitrage({}, {});
        if (!lanes.ok()) trading.refusal = lanes.error();
    });
    const auto refused = [](TradingWorld& trading, std::string code, std::string words) {
        ASSERT_TRUE(trading.refusal.has_value());
        EXPECT_EQ(core::to_string(trading.refusal->code), code);
        EXPECT_THAT(trading.refusal->message, HasSubstr(words));
    };
    steps.add("trading is refused as {word}, naming {string}", refused);
    steps.add("the scan is refused as {word}, naming {string}", refused);
    steps.add("the reasons are refused as {word}, naming {string}", refused);
    steps.add("that is the trading that was started", [](TradingWorld& trading) {
        ASSERT_TRUE(trading.answer.has_value() && trading.answer->ok());
        EXPECT_EQ((*trading.answer)->id, trading.first->id);
        EXPECT_EQ(number(*trading.world, "SELECT COUNT(*) AS n FROM operations"), 1);
    });
}

void define_ends(StepRegistry& steps) {
    steps.add("the fleet trades for {int} hours", [](TradingWorld& trading, std::int64_t hours) {
        const Result<Operation> started = trading.world->call(
            trading.company().start_arbitrage({.runs_for = std::chrono::hours(hours)}));
        ASSERT_TRUE(started.ok()) << started.error().message;
        trading.first = *started;
    });
    steps.add("the trading ends {int} hours after its start",
              [](TradingWorld& trading, std::int64_t hours) {
                  EXPECT_EQ(trading.company().arbitrage()->ends_at(),
                            trading.first->created_at + std::chrono::hours(hours));
              });
    steps.add("it trades by its own strategy", [](TradingWorld& trading) {
        EXPECT_EQ(trading.company().arbitrage()->strategy().name(), kernel::kDefaultStrategy);
    });
    steps.add("it sells out", [](TradingWorld& trading) {
        EXPECT_EQ(trading.company().arbitrage()->strategy().name(), "sell-out");
    });
    steps.add("the trading has ended as {word}", [](TradingWorld& trading, std::string status) {
        const Operation* ended = trading.company().operations().find(trading.first->id);
        EXPECT_EQ(operations::to_string(ended->status), status);
    });
}

void define_reasons(StepRegistry& steps) {
    steps.add("one asks why a ship with a trade does what it does", [](TradingWorld& trading) {
        for (int minute = 0; minute < 60 && !trading.reasons.flown; ++minute) {
            trading.world->run_for(std::chrono::minutes(1));
            for (const auto& trade : trading.company().trades_of(trading.first->id)) {
                if (trade.lane.from.empty()) continue;
                auto reasons =
                    trading.company().why_arbitrage({.ship = trade.ship, .limit = 1'000});
                ASSERT_TRUE(reasons.ok()) << reasons.error().message;
                trading.reasons = *std::move(reasons);
                trading.flown = trade.lane;
            }
        }
    });
    steps.add("it names the lane that is flown", [](TradingWorld& trading) {
        ASSERT_TRUE(trading.reasons.flown.has_value());
        EXPECT_EQ(trading.reasons.flown->lane, trading.flown);
    });
    steps.add("one asks why lanes are flown or not", [](TradingWorld& trading) {
        const auto reasons = trading.company().why_arbitrage({.limit = 1'000});
        ASSERT_TRUE(reasons.ok()) << reasons.error().message;
        trading.reasons = *reasons;
    });
    steps.add("lanes that would be flown come first, best first", [](TradingWorld& trading) {
        const auto& lanes = trading.reasons.lanes;
        ASSERT_FALSE(lanes.empty());
        const auto rate = [](const trading::LaneReason& lane) {
            return lane.score.rate.value_or(0);
        };
        EXPECT_TRUE(std::ranges::is_sorted(lanes, std::greater(), rate));
    });
    steps.add("lanes are closed by {int} rules or more",
              [](TradingWorld& trading, std::int64_t least) {
                  std::set<std::string> rules;
                  for (const trading::LaneReason& lane : trading.reasons.lanes) {
                      if (lane.score.rate) continue;
                      const fmt::string_view words = lane.rule.words;
                      rules.insert(std::string(words.data(), words.size()));
                  }
                  EXPECT_GE(std::int64_t(rules.size()), least) << testing::PrintToString(rules);
                  EXPECT_FALSE(rules.contains(""));
              });
    steps.add("one asks why lanes of IRON are not flown", [](TradingWorld& trading) {
        const auto reasons = trading.company().why_arbitrage({.good = model::TradeSymbol("IRON")});
        if (!reasons.ok()) trading.refusal = reasons.error();
    });
}

void define_growth(StepRegistry& steps) {
    steps.add(
        "the fleet trades and may buy {int} ship", [](TradingWorld& trading, std::int64_t ships) {
            const auto started =
                trading.world->call(trading.company().start_arbitrage({.growth = {.most = ships}}));
            ASSERT_TRUE(started.ok()) << started.error().message;
            trading.first = *started;
        });
    steps.add("{int} ship was bought, booked as SHIP_PURCHASE of the trading",
              [](TradingWorld& trading, std::int64_t ships) {
                  EXPECT_EQ(number(*trading.world,
                                   "SELECT COUNT(*) AS n FROM transactions"
                                   " WHERE type = 'PURCHASE_SHIP' AND category = 'SHIP_PURCHASE'"
                                   " AND operation_id = $1",
                                   {store::Value(trading.first->id.str())}),
                            ships);
              });
    steps.add("no ship more is bought because {string}",
              [](TradingWorld& trading, std::string words) {
                  const auto growth = trading.company().growth();
                  ASSERT_TRUE(growth.has_value());
                  EXPECT_THAT(growth->why_not(), HasSubstr(words));
              });
}

void define_lives(StepRegistry& steps) {
    steps.add("the fleet lives for {int} hours", [](TradingWorld& trading, std::int64_t hours) {
        trading.live(std::chrono::hours(hours));
    });
    steps.add("the fleet lives for another {int} minutes",
              [](TradingWorld& trading, std::int64_t minutes) {
                  trading.live(std::chrono::minutes(minutes));
              });
    steps.add("the fleet is told to stop trading", [](TradingWorld& trading) { trading.stop(); });
    steps.add("the daemon is killed {int} times within {int} hours",
              [](TradingWorld& trading, std::int64_t times, std::int64_t hours) {
                  for (std::int64_t i = 0; i < times; ++i) {
                      trading.world->run_for(std::chrono::hours(hours) / times);
                      ASSERT_TRUE(trading.world->crash().ok());
                  }
              });
    steps.add("it is the same trading, with the same settings", [](TradingWorld& trading) {
        const Operation* active = trading.company().operations().active(kernel::kArbitrage);
        ASSERT_NE(active, nullptr);
        EXPECT_EQ(active->id, trading.first->id);
        EXPECT_EQ(active->config, trading.first->config);
    });
}

void define_money(StepRegistry& steps) {
    steps.add("the company has earned", [](TradingWorld& trading) {
        EXPECT_GT(trading.world->truth().credits(trading.company().player().agent), trading.before);
    });
    steps.add("trades were made, booked as CARGO_TRADE", [](TradingWorld& trading) {
        const std::string traded =
            "SELECT COUNT(*) AS n FROM transactions"
            " WHERE type IN ('PURCHASE_CARGO', 'SELL_CARGO') AND category ";
        EXPECT_GT(number(*trading.world, traded + "= 'CARGO_TRADE'"), 0);
        EXPECT_EQ(number(*trading.world, traded + "<> 'CARGO_TRADE'"), 0);
    });
    steps.add("the fleet has bought nothing", [](TradingWorld& trading) {
        EXPECT_EQ(number(*trading.world,
                         "SELECT COUNT(*) AS n FROM transactions WHERE type = 'PURCHASE_CARGO'"),
                  0);
    });
    steps.add("what was bought was sold", [](TradingWorld& trading) {
        EXPECT_EQ(number(*trading.world,
                         "SELECT SUM(CASE WHEN type = 'PURCHASE_CARGO' THEN units ELSE -units END)"
                         " AS n FROM transactions WHERE type IN ('PURCHASE_CARGO', 'SELL_CARGO')"),
                  0);
    });
    steps.add("the ledger is the game's",
              [](TradingWorld& trading) { expect_settled(*trading.world); });
}

void define_views(StepRegistry& steps) {
    steps.add("the trading is RUNNING with the usual strategy", [](TradingWorld& trading) {
        const auto* running = trading.company().arbitrage();
        ASSERT_NE(running, nullptr);
        EXPECT_EQ(running->strategy().name(), kernel::kDefaultStrategy);
        const Operation* active = trading.company().operations().active(kernel::kArbitrage);
        EXPECT_EQ(active->status, operations::OperationStatus::kRunning);
    });
    steps.add("every trade under way names ship, good, lane and units", [](TradingWorld& trading) {
        const auto trades = trading.company().trades_of(trading.first->id);
        EXPECT_FALSE(trades.empty());
        for (const trading::TradeUnderWay& trade : trades) {
            EXPECT_FALSE(trade.ship.empty() || trade.lane.good.empty() || trade.lane.to.empty());
            EXPECT_GT(trade.units, core::Units(0));
            EXPECT_NE(trading.company().doing(trade.ship), "");
        }
    });
    steps.add("every idle ship says why", [](TradingWorld& trading) {
        for (const auto& [ship, why] : trading.company().fleet().idle.all())
            EXPECT_NE(why.reason, fleet::IdleReason::kNobodyAsked) << ship.str();
    });
    steps.add("at most {int} ship ever traded", [](TradingWorld& trading, std::int64_t ships) {
        EXPECT_EQ(trading.most_at_once, ships);
    });
    steps.add("an idle ship says {string}", [](TradingWorld& trading, std::string words) {
        EXPECT_THAT(trading.said, Contains(HasSubstr(words)));
    });
    steps.add("the trading waits for {string}", [](TradingWorld& trading, std::string words) {
        EXPECT_EQ(trading.company().operations().active(kernel::kArbitrage)->waits_for, words);
    });
    steps.add("no ship has a trade and no cargo is left aboard", [](TradingWorld& trading) {
        EXPECT_EQ(trading.company().runner().running(), 0);
        EXPECT_EQ(trading.company().stranded_cargo(), core::Units(0));
        EXPECT_TRUE(trading.world->truth().cargo(trading.company().player().agent).empty());
    });
}

const Steps kSteps([](StepRegistry& steps) {
    define_starts(steps);
    define_ends(steps);
    define_reasons(steps);
    define_growth(steps);
    define_lives(steps);
    define_money(steps);
    define_views(steps);
});

}  // namespace
}  // namespace argosy::tests
