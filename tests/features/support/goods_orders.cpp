#include "tests/features/support/goods_orders.h"

#include <algorithm>

namespace argosy::tests {

using namespace std::chrono_literals;
using model::TradeSymbol;
using model::TradeType;

namespace {

constexpr std::int64_t kVolume = 60;
constexpr std::int64_t kPlenty = 12 * kVolume;
/// The margin at which a factory that has plenty sells for less than half of the base price.
constexpr std::int64_t kCheapWhenPlenty = 13;

model::PriceState output_state(const std::string& product, std::int64_t stock) {
    model::PriceState state = fleet::testing::priced(product, TradeType::kExport, kVolume, stock);
    state.margin = kCheapWhenPlenty;
    return state;
}

}  // namespace

void GoodsOrders::add_factory(const std::string& market, const std::string& product,
                              const std::vector<TradeSymbol>& inputs) {
    works_.trade(market, product, output_state(product, 0));
    for (const TradeSymbol& input : inputs)
        works_.trade(market, input.str(), TradeType::kImport, kVolume, -4 * kVolume);
}

void GoodsOrders::will_make(const std::string& market, const std::string& product,
                            const TradeSymbol& input) {
    works_.produces(
        {market, input.str(), product, kProductionTime, output_state(product, kPlenty)});
}

void GoodsOrders::add_source(const std::string& market, const std::string& good) {
    works_.trade(market, good, TradeType::kExport, kVolume, 4 * kVolume);
}

void GoodsOrders::fill(const std::string& market, const std::string& product) {
    works_.at(market, product) = output_state(product, kPlenty);
}

goods::ProductionTarget& GoodsOrders::ask(const std::string& good, std::int64_t units,
                                          goods::FactoryStrategy strategy) {
    targets_.push_back(
        {.good = TradeSymbol(good), .quantity = core::Units(units), .strategy = strategy});
    return targets_.back();
}

void GoodsOrders::open() {
    if (open_) return;
    works_.open();
    open_ = true;
    works_.business().game.fates_of = fates;
    works_.business().game.blind = blind;
}

void GoodsOrders::place() {
    open();
    for (const goods::ProductionTarget& target : targets_)
        answers_.push_back(works_.business().call(works_.company().produce_goods(target)));
}

void GoodsOrders::restart() {
    works_.restart();
}

void GoodsOrders::live_until_ended() {
    const auto ended = [this] {
        most_at_work = std::max(most_at_work, works_.company().runner().running());
        return works_.company().operations().active(kernel::kGoodsFactories) == nullptr;
    };
    EXPECT_TRUE(works_.live_until(ended, 12h)) << works_.describe();
}

const core::Result<goods::GoodsFactory>& GoodsOrders::answer(const std::string& good) const {
    const auto named = std::find_if(targets_.begin(), targets_.end(), [&](const auto& target) {
        return good.empty() || target.good == TradeSymbol(good);
    });
    const auto position = std::size_t(named - targets_.begin());
    ARGOSY_ASSERT(position < answers_.size());
    return answers_[position];
}

kernel::GoodsFactoryReport GoodsOrders::report(const std::string& good) {
    const auto& asked = answer(good);
    EXPECT_TRUE(asked.ok()) << asked.error().message;
    auto report = works_.business().call(works_.company().goods().report(asked->id));
    EXPECT_TRUE(report.ok());
    return *std::move(report);
}

std::vector<TradeLine> GoodsOrders::trades() const {
    std::vector<TradeLine> lines;
    const auto& all = works_.remains.world.trades;
    for (auto each = all.rbegin(); each != all.rend(); ++each) {
        if (each->good == TradeSymbol("FUEL")) continue;
        const bool goes_on = !lines.empty() && lines.back().type == each->type &&
                             lines.back().good == each->good &&
                             lines.back().market == each->waypoint;
        if (!goes_on) {
            lines.push_back({each->type, each->good, each->waypoint, core::Units(0), each->at});
        }
        lines.back().units += each->units;
    }
    return lines;
}

std::vector<core::Duration> GoodsOrders::watch(const std::string& market, std::size_t looks) {
    const auto looked_at = [&] {
        return works_.company().markets().looked_at(Works::waypoint(market)).value();
    };
    std::vector<core::Duration> times;
    core::TimePoint since = works_.now();
    core::TimePoint last = looked_at();
    constexpr int kLongest = 3'600;
    for (int second = 0; second < kLongest && times.size() < looks; ++second) {
        works_.business().run_for(1s);
        if (looked_at() == last) continue;
        last = looked_at();
        times.push_back(last - since);
        since = last;
    }
    return times;
}

std::map<model::ShipSymbol, std::string> GoodsOrders::ships_at_work() {
    std::map<model::ShipSymbol, std::string> ships = works_.company().fleet().claims.all();
    std::erase_if(ships, [](const auto& each) { return !each.second.starts_with("haul-"); });
    return ships;
}

}  // namespace argosy::tests
