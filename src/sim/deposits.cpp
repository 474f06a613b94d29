#include "sim/deposits.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

#include "core/assert.h"

namespace argosy::sim {
namespace {

using model::TradeSymbol;

using Goods = std::vector<std::string_view>;

// Shares 1, 1/2, 3/20, 1/30 and 1/125 of the most frequent goods, made whole.
constexpr std::int64_t kPlenty = 3'000;
constexpr std::int64_t kHalf = 1'500;
constexpr std::int64_t kScarce = 450;
constexpr std::int64_t kRare = 100;
constexpr std::int64_t kDiamond = 24;

const std::map<std::string_view, std::int64_t>& weights() {
    static const std::map<std::string_view, std::int64_t> kWeights{
        {"AMMONIA_ICE", kPlenty},      {"ICE_WATER", kPlenty},     {"QUARTZ_SAND", kPlenty},
        {"SILICON_CRYSTALS", kPlenty}, {"HYDROCARBON", kPlenty},   {"ALUMINUM_ORE", kHalf},
        {"COPPER_ORE", kHalf},         {"IRON_ORE", kHalf},        {"SILVER_ORE", kHalf},
        {"PRECIOUS_STONES", kHalf},    {"LIQUID_HYDROGEN", kHalf}, {"LIQUID_NITROGEN", kHalf},
        {"GOLD_ORE", kScarce},         {"PLATINUM_ORE", kScarce},  {"URANITE_ORE", kScarce},
        {"MERITIUM_ORE", kRare},       {"DIAMONDS", kDiamond},
    };
    return kWeights;
}

const std::map<std::string_view, Goods>& goods_of_traits() {
    static const std::map<std::string_view, Goods> kGoods{
        {"COMMON_METAL_DEPOSITS",
         {"ALUMINUM_ORE", "COPPER_ORE", "IRON_ORE", "ICE_WATER", "QUARTZ_SAND",
          "SILICON_CRYSTALS"}},
        {"MINERAL_DEPOSITS",
         {"AMMONIA_ICE", "DIAMONDS", "ICE_WATER", "IRON_ORE", "PRECIOUS_STONES", "QUARTZ_SAND",
          "SILICON_CRYSTALS"}},
        {"PRECIOUS_METAL_DEPOSITS",
         {"ALUMINUM_ORE", "COPPER_ORE", "GOLD_ORE", "PLATINUM_ORE", "SILVER_ORE", "ICE_WATER",
          "QUARTZ_SAND", "SILICON_CRYSTALS"}},
        {"RARE_METAL_DEPOSITS",
         {"ALUMINUM_ORE", "COPPER_ORE", "GOLD_ORE", "PLATINUM_ORE", "MERITIUM_ORE", "URANITE_ORE",
          "ICE_WATER", "QUARTZ_SAND", "SILICON_CRYSTALS"}},
    };
    return kGoods;
}

const Goods& goods_of_gas_giants() {
    static const Goods kGoods{"HYDROCARBON", "LIQUID_HYDROGEN", "LIQUID_NITROGEN"};
    return kGoods;
}

bool is_one_of(const std::vector<std::string>& types, const std::string& type) {
    return std::find(types.begin(), types.end(), type) != types.end();
}

}  // namespace

const std::vector<std::string>& minable_types() {
    static const std::vector<std::string> kTypes{"ASTEROID", "ASTEROID_FIELD",
                                                 "ENGINEERED_ASTEROID"};
    return kTypes;
}

const std::vector<std::string>& siphonable_types() {
    static const std::vector<std::string> kTypes{"GAS_GIANT"};
    return kTypes;
}

std::vector<Deposit> deposits_of(const model::Waypoint& waypoint) {
    std::set<std::string_view> goods;
    if (is_one_of(siphonable_types(), waypoint.type)) {
        goods.insert(goods_of_gas_giants().begin(), goods_of_gas_giants().end());
    } else if (is_one_of(minable_types(), waypoint.type)) {
        for (const auto& [trait, named] : goods_of_traits()) {
            if (waypoint.has_trait(trait)) goods.insert(named.begin(), named.end());
        }
    }
    std::vector<Deposit> deposits;
    for (const std::string_view good : goods)
        deposits.push_back({TradeSymbol(good), weights().at(good)});
    return deposits;
}

TradeSymbol draw_deposit(const std::vector<Deposit>& deposits, core::RandomStream& stream) {
    ARGOSY_ASSERT(!deposits.empty());
    std::int64_t total = 0;
    for (const Deposit& each : deposits)
        total += each.weight;
    std::int64_t left = stream.uniform(1, total);
    for (const Deposit& each : deposits) {
        left -= each.weight;
        if (left <= 0) return each.good;
    }
    return deposits.back().good;
}

}  // namespace argosy::sim
