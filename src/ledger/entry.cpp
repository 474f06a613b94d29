#include "ledger/entry.h"

#include "core/enum_names.h"

#include "core/assert.h"

namespace argosy::ledger {
namespace {

constexpr auto kCategories = core::enum_names<Category>({
    {Category::kCargoTrade, "CARGO_TRADE"},
    {Category::kRefuel, "REFUEL"},
    {Category::kShipPurchase, "SHIP_PURCHASE"},
    {Category::kManufacturingArbitrage, "MANUFACTURING_ARBITRAGE"},
    {Category::kJump, "JUMP"},
});
constexpr auto kEntryTypes = core::enum_names<EntryType>({
    {EntryType::kOpening, "OPENING"},
    {EntryType::kPurchaseCargo, "PURCHASE_CARGO"},
    {EntryType::kSellCargo, "SELL_CARGO"},
    {EntryType::kRefuel, "REFUEL"},
    {EntryType::kPurchaseShip, "PURCHASE_SHIP"},
    {EntryType::kJump, "JUMP"},
    {EntryType::kReconciliation, "RECONCILIATION"},
});
constexpr auto kIntentKinds = core::enum_names<IntentKind>({
    {IntentKind::kPurchase, "PURCHASE"},
    {IntentKind::kSell, "SELL"},
    {IntentKind::kRefuel, "REFUEL"},
    {IntentKind::kShipPurchase, "SHIP_PURCHASE"},
    {IntentKind::kJump, "JUMP"},
});

}  // namespace

std::string_view to_string(Category category) {
    return kCategories.name_of(category);
}
std::string_view to_string(EntryType type) {
    return kEntryTypes.name_of(type);
}
std::string_view to_string(IntentKind kind) {
    return kIntentKinds.name_of(kind);
}

std::optional<Category> parse_category(std::string_view text) {
    return kCategories.value_of(text);
}
std::optional<EntryType> parse_entry_type(std::string_view text) {
    return kEntryTypes.value_of(text);
}
std::optional<IntentKind> parse_intent_kind(std::string_view text) {
    return kIntentKinds.value_of(text);
}

EntryType entry_type_of(IntentKind kind) {
    switch (kind) {
        case IntentKind::kPurchase:
            return EntryType::kPurchaseCargo;
        case IntentKind::kSell:
            return EntryType::kSellCargo;
        case IntentKind::kRefuel:
            return EntryType::kRefuel;
        case IntentKind::kShipPurchase:
            return EntryType::kPurchaseShip;
        case IntentKind::kJump:
            return EntryType::kJump;
    }
    ARGOSY_FAIL("an intent of no kind");
}

}  // namespace argosy::ledger
