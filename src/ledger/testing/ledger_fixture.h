#pragma once

/// @file
/// A program with three ships and one market, in virtual time, that buys and sells IRON.

#include <gmock/gmock.h>

#include <map>
#include <memory>
#include <string_view>
#include <vector>

#include "ledger/testing/process.h"

namespace argosy::ledger::testing {

inline const model::WaypointSymbol kMarket("X1-AD75-A1");
inline const model::TradeSymbol kIron("IRON");
inline const Purpose kBuying{Category::kManufacturingArbitrage, core::OperationId("operation-1-1"),
                             core::PipelineId("pipeline-1-1"), core::TaskId("task-1-1")};
inline const Purpose kSelling{Category::kCargoTrade, core::OperationId("operation-1-1"),
                              core::PipelineId("pipeline-1-1"), core::TaskId("task-1-2")};

inline constexpr std::string_view kOpenCount =
    "SELECT COUNT(*) AS n FROM intents WHERE status = 'OPEN'";
inline constexpr std::string_view kAbandonedCount =
    "SELECT COUNT(*) AS n FROM intents WHERE status = 'ABANDONED'";
inline constexpr std::string_view kSettledCount =
    "SELECT COUNT(*) AS n FROM intents WHERE status = 'SETTLED'";
inline constexpr std::string_view kReconciliations =
    "SELECT COUNT(*) AS n FROM transactions WHERE type = 'RECONCILIATION'";

class LedgerTest : public ::testing::Test {
  protected:
    LedgerTest();

    std::unique_ptr<Process> start(Settings settings = {});

    core::Units aboard(const model::ShipSymbol& ship) const;

    Task<Result<game::TradeReceipt>> buy(Process& process, std::size_t ship, std::int64_t units,
                                         WithReceipt<game::TradeReceipt> also = {},
                                         Purpose purpose = kBuying);
    Task<Result<game::TradeReceipt>> sell(Process& process, std::size_t ship, std::int64_t units,
                                          Purpose purpose = kSelling);

    /// Settles what is open, and expects the balance to be what the game says.
    void expect_books_equal_the_game(Process& process);

    Remains remains_;
    std::vector<model::ShipSymbol> ships_;
};

/// Counts a trade that succeeds.
Task<void> count_success(Task<Result<game::TradeReceipt>> trade, int& successes);

}  // namespace argosy::ledger::testing
