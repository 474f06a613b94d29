#pragma once

/// @file
/// The ledger's values: why money moves, what was intended, and what became of it. They know
/// neither the store nor the game's requests.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/symbol.h"
#include "core/time.h"
#include "core/units.h"
#include "model/symbols.h"

namespace argosy::ledger {

/// What a movement of money belongs to, spelled in the store as the requirements do.
enum class Category : std::uint8_t {
    kCargoTrade,              ///< CARGO_TRADE
    kRefuel,                  ///< REFUEL
    kShipPurchase,            ///< SHIP_PURCHASE
    kManufacturingArbitrage,  ///< MANUFACTURING_ARBITRAGE
    kJump,                    ///< JUMP: antimatter.
};

/// What a row of the ledger says happened.
enum class EntryType : std::uint8_t {
    kOpening,         ///< OPENING: the agent's credits when the ledger began.
    kPurchaseCargo,   ///< PURCHASE_CARGO
    kSellCargo,       ///< SELL_CARGO
    kRefuel,          ///< REFUEL
    kPurchaseShip,    ///< PURCHASE_SHIP
    kJump,            ///< JUMP: antimatter that a gate burnt; it never was aboard.
    kReconciliation,  ///< RECONCILIATION: a difference to the game that no trade explains.
};

enum class IntentKind : std::uint8_t { kPurchase, kSell, kRefuel, kShipPurchase, kJump };

std::string_view to_string(Category category);
std::string_view to_string(EntryType type);
std::string_view to_string(IntentKind kind);

/// Each returns nothing for a spelling the store does not have.
std::optional<Category> parse_category(std::string_view text);
std::optional<EntryType> parse_entry_type(std::string_view text);
std::optional<IntentKind> parse_intent_kind(std::string_view text);

/// Returns the type of the row that an intent of this kind becomes.
EntryType entry_type_of(IntentKind kind);

/// Names credits that are set aside for purchases to come, by whoever will make them: a haul's id,
/// say.
using EarmarkId = core::Symbol<struct EarmarkTag>;

/// On whose behalf money moves. Empty ids mean: none.
struct Purpose {
    Category category = Category::kCargoTrade;
    core::OperationId operation;
    core::PipelineId pipeline;
    core::TaskId task;
    EarmarkId earmark{};  ///< What was set aside for it; not stored with the intent.
};

/// One movement of money or cargo that is about to be asked of the game.
struct Intent {
    core::IntentId id;
    IntentKind kind = IntentKind::kPurchase;
    Purpose purpose;
    model::ShipSymbol ship;          ///< Empty for SHIP_PURCHASE.
    model::WaypointSymbol waypoint;  ///< The market or shipyard, or the gate that is left.
    model::TradeSymbol good;    ///< FUEL for REFUEL, ANTIMATTER for JUMP; empty for SHIP_PURCHASE.
    model::ShipType ship_type;  ///< Only for SHIP_PURCHASE.
    core::Units units;
    std::int64_t unit_price = 0;  ///< The quote that was acted upon, ask or bid by kind.
    /// The state that tells afterwards whether it happened: units of the good aboard, fuel in the
    /// tank, or ships owned. Of a JUMP the system that the ship is in tells.
    std::int64_t units_before = 0;
    core::TimePoint created_at;
};

/// One row of the ledger. The balance is the sum of all amounts.
struct Entry {
    std::int64_t id = 0;    ///< Rises with every row; 0 in a row just made.
    core::IntentId intent;  ///< Empty for OPENING and RECONCILIATION.
    core::TimePoint at;
    EntryType type = EntryType::kOpening;
    std::optional<Category> category;  ///< Absent for OPENING and RECONCILIATION.
    std::string good;                  ///< A good or a ship type.
    core::Units units;
    core::Credits amount;  ///< Signed: what we paid is negative.
    /// Of a sale: the amount less what the cargo had cost (ledger/cargo_lots.h).
    std::optional<core::Credits> realised;
    /// As the answer said. Answers of concurrent trades may be booked in another order.
    core::Credits balance_after;
    model::ShipSymbol ship;
    model::WaypointSymbol waypoint;
    core::OperationId operation;
    core::PipelineId pipeline;
    core::TaskId task;
};

}  // namespace argosy::ledger
