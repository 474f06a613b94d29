#include "ledger/entry.h"

#include <array>
#include <utility>

#include "core/assert.h"

namespace argosy::ledger {
namespace {

template <class Value, std::size_t Count>
using Names = std::array<std::pair<Value, std::string_view>, Count>;

constexpr Names<Category, 4> kCategories{
    {{Category::kCargoTrade, "CARGO_TRADE"},
     {Category::kRefuel, "REFUEL"},
     {Category::kShipPurchase, "SHIP_PURCHASE"},
     {Category::kManufacturingArbitrage, "MANUFACTURING_ARBITRAGE"}}};
constexpr Names<EntryType, 6> kEntryTypes{{{EntryType::kOpening, "OPENING"},
                                           {EntryType::kPurchaseCargo, "PURCHASE_CARGO"},
                                           {EntryType::kSellCargo, "SELL_CARGO"},
                                           {EntryType::kRefuel, "REFUEL"},
                                           {EntryType::kPurchaseShip, "PURCHASE_SHIP"},
                                           {EntryType::kReconciliation, "RECONCILIATION"}}};
constexpr Names<IntentKind, 4> kIntentKinds{{{IntentKind::kPurchase, "PURCHASE"},
                                             {IntentKind::kSell, "SELL"},
                                             {IntentKind::kRefuel, "REFUEL"},
                                             {IntentKind::kShipPurchase, "SHIP_PURCHASE"}}};

template <class Value, std::size_t Count>
std::string_view name_of(const Names<Value, Count>& names, Value value) {
    for (const auto& [candidate, name] : names) {
        if (candidate == value) return name;
    }
    ARGOSY_FAIL("an enumerator without a name");
}

template <class Value, std::size_t Count>
std::optional<Value> value_of(const Names<Value, Count>& names, std::string_view text) {
    for (const auto& [candidate, name] : names) {
        if (name == text) return candidate;
    }
    return std::nullopt;
}

}  // namespace

std::string_view to_string(Category category) {
    return name_of(kCategories, category);
}
std::string_view to_string(EntryType type) {
    return name_of(kEntryTypes, type);
}
std::string_view to_string(IntentKind kind) {
    return name_of(kIntentKinds, kind);
}

std::optional<Category> parse_category(std::string_view text) {
    return value_of(kCategories, text);
}
std::optional<EntryType> parse_entry_type(std::string_view text) {
    return value_of(kEntryTypes, text);
}
std::optional<IntentKind> parse_intent_kind(std::string_view text) {
    return value_of(kIntentKinds, text);
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
    }
    ARGOSY_FAIL("an intent of no kind");
}

}  // namespace argosy::ledger
