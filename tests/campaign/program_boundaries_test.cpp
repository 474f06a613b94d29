// The whole program, manufacturing included, is killed at every phase boundary of a haul of each
// kind: at the moments that its tasks and trades have in the store, and while each trade is on its
// way. A run without a kill says when those are; the same seed has them at the same moments. What
// they were is printed, and there may not be fewer than a haul of the kind has.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <set>

#include "tests/support/virtual_run.h"

namespace argosy::tests {
namespace {

using namespace std::chrono_literals;
using kernel::VirtualWorld;

constexpr core::Duration kReference = 6h;
/// Between two kills while a request is on its way, which takes about a tenth of a second.
constexpr core::Duration kInFlight = 40ms;
/// After a kill, before everything is stopped: time for what went wrong to show.
constexpr core::Duration kAfterwards = 20min;

struct Kind {
    const char* name;
    const char* load;
    const char* unload;
    goods::Strategy strategy;
    std::uint64_t seed;  ///< One under which such a haul is soon carried out.
};

// Each of the two tasks begins and ends, each trade is intended and settled, and each moment has
// the one before it: with one purchase and one sale at least.
constexpr std::size_t kLeastMoments = 2 * (2 * 2 + 2 * 2) - 2;

std::unique_ptr<VirtualWorld> begin(const Kind& kind) {
    auto world = make_world({.seed = kind.seed, .haulers = 3});
    EXPECT_TRUE(start_manufacturing(*world, {.strategy = kind.strategy}).ok());
    return world;
}

/// Expects no pipeline to have spent a credit before its forecast was frozen, and none to have fed
/// another's factory.
void expect_sound_pipelines(const VirtualWorld& world) {
    EXPECT_EQ(number(world,
                     "SELECT COUNT(*) AS n FROM (SELECT pipeline_id, MIN(at) AS at"
                     " FROM transactions WHERE pipeline_id <> '' GROUP BY pipeline_id) s"
                     " LEFT JOIN profit_forecasts f ON f.pipeline_id = s.pipeline_id"
                     " WHERE f.frozen_at IS NULL OR f.frozen_at > s.at"),
              0);
    EXPECT_EQ(number(world,
                     "SELECT COUNT(*) AS n FROM manufacturing_pipelines p"
                     " LEFT JOIN profit_forecasts f ON f.pipeline_id = p.id"
                     " WHERE f.actual_profit IS NULL"),
              0)
        << "every pipeline has ended with an actual";
    EXPECT_EQ(
        number(world, "SELECT COUNT(*) AS n FROM factory_reservations WHERE status = 'ACTIVE'"), 0);
}

/// A haul of the reference run, and when it could be killed.
struct Boundaries {
    std::string haul;
    std::set<core::TimePoint> moments;
    std::map<std::string, std::size_t> counts;

    void add(const std::string& what, core::TimePoint at) {
        // Just before it is stored, and when it has been.
        moments.insert(at - 1ms);
        moments.insert(at);
        ++counts[what];
    }
};

/// Returns the first haul of this kind that was carried out.
std::string first_haul(const VirtualWorld& world, const Kind& kind) {
    const auto rows = world.stored(
        "SELECT u.haul_id FROM manufacturing_tasks u LEFT JOIN manufacturing_tasks l"
        " ON l.haul_id = u.haul_id AND l.id <> u.id WHERE u.task_type = $1"
        " AND COALESCE(l.task_type, '') = $2 AND u.status = 'COMPLETED'"
        " AND u.actual_quantity > 0 ORDER BY u.completed_at, u.id LIMIT 1",
        {std::string(kind.unload), std::string(kind.load)});
    return rows->empty() ? "" : rows->front().text("haul_id");
}

Boundaries boundaries_of(const VirtualWorld& world, const std::string& haul) {
    Boundaries found{.haul = haul};
    const auto rows = world.stored(
        "SELECT task_type, started_at, completed_at FROM manufacturing_tasks"
        " WHERE haul_id = $1",
        {haul});
    for (const store::Row& row : rows.value()) {
        const std::string& type = row.text("task_type");
        found.add(type + " begun", core::from_millis(row.integer("started_at")));
        found.add(type + " ended", core::from_millis(row.integer("completed_at")));
    }
    const auto intents = world.stored(
        "SELECT i.kind, i.created_at, i.settled_at FROM intents i"
        " JOIN manufacturing_tasks t ON t.id = i.task_id WHERE t.haul_id = $1",
        {haul});
    for (const store::Row& row : intents.value()) {
        const std::string& kind = row.text("kind");
        const core::TimePoint intended = core::from_millis(row.integer("created_at"));
        const core::TimePoint settled = core::from_millis(row.integer("settled_at"));
        found.add(kind + " intended", intended);
        found.add(kind + " settled", settled);
        for (core::TimePoint at = intended + kInFlight; at < settled; at += kInFlight) {
            found.moments.insert(at);
            ++found.counts[kind + " in flight"];
        }
    }
    return found;
}

class KilledProgram : public testing::TestWithParam<Kind> {};

TEST_P(KilledProgram, CarriesTheHaulOnOrHandsItBackWhereverItWasKilled) {
    const auto reference = begin(GetParam());
    const core::TimePoint start = reference->now();
    reference->run_for(kReference);
    const std::string haul = first_haul(*reference, GetParam());
    ASSERT_NE(haul, "") << "no haul of this kind";
    const Boundaries boundaries = boundaries_of(*reference, haul);
    fmt::print("{}: {} killed at {} moments, from {} after the start\n", GetParam().name, haul,
               boundaries.moments.size(),
               core::format_duration(*boundaries.moments.begin() - start));
    for (const auto& [what, count] : boundaries.counts)
        fmt::print("  {:4} {}\n", count, what);
    EXPECT_GE(boundaries.moments.size(), kLeastMoments);

    for (const core::TimePoint moment : boundaries.moments) {
        SCOPED_TRACE(fmt::format("killed at {}", core::format_time(moment)));
        const auto world = begin(GetParam());
        world->run_for(moment - world->now());
        ASSERT_TRUE(world->crash().ok());
        EXPECT_EQ(world->company().stranded_cargo(), core::Units(0));
        world->run_for(kAfterwards);
        ASSERT_TRUE(stop_and_drain(*world));
        expect_settled(*world);
        expect_sound_pipelines(*world);
        EXPECT_EQ(number(*world,
                         "SELECT COUNT(*) AS n FROM manufacturing_tasks WHERE haul_id = $1"
                         " AND task_type IN ('ACQUIRE', 'COLLECT') AND actual_quantity > quantity",
                         {haul}),
                  0)
            << "bought twice";
        if (HasFailure()) return;
    }
}

INSTANTIATE_TEST_SUITE_P(
    Every, KilledProgram,
    testing::Values(Kind{"AcquireDeliver", "ACQUIRE", "DELIVER", goods::Strategy::kSmart, 1},
                    Kind{"CollectDeliver", "COLLECT", "DELIVER", goods::Strategy::kFabricate, 1},
                    Kind{"CollectSell", "COLLECT", "SELL", goods::Strategy::kSmart, 1}),
    [](const auto& each) { return std::string(each.param.name); });

}  // namespace
}  // namespace argosy::tests
