#include "kernel/company.h"

#include <gmock/gmock.h>

#include <set>

#include "tests/support/virtual_run.h"

namespace argosy::kernel {
namespace {

using namespace std::chrono_literals;
using core::ErrorCode;
using model::ShipType;
using operations::OperationStatus;
using ::testing::HasSubstr;
using tests::expect_settled;
using tests::make_world;
using tests::number;
using tests::start_manufacturing;
using tests::stop_and_drain;

const ShipType kLightHauler("SHIP_LIGHT_HAULER");

core::Credits credits_of(VirtualWorld& world) {
    return world.truth().credits(world.company().player().agent);
}

TEST(Company, EarnsInTwoHoursAndLeavesNothingBehindWhenStopped) {
    const auto world = make_world({.haulers = 3});
    const core::Credits before = credits_of(*world);
    ASSERT_TRUE(start_manufacturing(*world).ok());
    world->run_for(2h);
    ASSERT_TRUE(stop_and_drain(*world));
    EXPECT_GT(credits_of(*world), before);
    EXPECT_EQ(world->company().stranded_cargo(), core::Units(0));
    expect_settled(*world);
}

TEST(Company, StartsNoHaulOnceToldToStop) {
    const auto world = make_world({.haulers = 3});
    const auto operation = start_manufacturing(*world);
    ASSERT_TRUE(operation.ok());
    world->run_for(30min);
    ASSERT_TRUE(stop_and_drain(*world));

    const auto* stopped = world->company().operations().find(operation->id);
    ASSERT_NE(stopped, nullptr);
    EXPECT_EQ(stopped->status, OperationStatus::kStopped);
    EXPECT_EQ(world->company().manufacturing(), nullptr);
    const std::int64_t done = number(*world, "SELECT MAX(version) AS n FROM ship_assignments");
    world->run_for(1h);
    EXPECT_EQ(number(*world, "SELECT MAX(version) AS n FROM ship_assignments"), done);
}

TEST(Company, StartsAgainAfterAStop) {
    const auto world = make_world({.haulers = 2});
    const auto first = start_manufacturing(*world);
    ASSERT_TRUE(stop_and_drain(*world));
    const auto second = start_manufacturing(*world);
    ASSERT_TRUE(first.ok() && second.ok());
    EXPECT_NE(first->id, second->id);
    EXPECT_EQ(second->status, OperationStatus::kRunning);
}

TEST(Company, ReturnsTheOperationThatDoesJustThatAlready) {
    const auto world = make_world({.haulers = 1});
    const auto first = start_manufacturing(*world, {.max_workers = 7});
    const auto second = start_manufacturing(*world, {.max_workers = 7});
    ASSERT_TRUE(first.ok() && second.ok());
    EXPECT_EQ(second->id, first->id);
    EXPECT_EQ(number(*world, "SELECT COUNT(*) AS n FROM operations"), 1);
}

TEST(Company, RefusesASecondStartWithOtherSettings) {
    const auto world = make_world({.haulers = 1});
    const auto first = start_manufacturing(*world);
    ASSERT_TRUE(first.ok());
    const auto refused = start_manufacturing(*world, {.max_workers = 7});
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::kConflict);
    EXPECT_THAT(refused.error().message, HasSubstr(first->id.str()));
    EXPECT_EQ(number(*world, "SELECT COUNT(*) AS n FROM operations"), 1);
}

TEST(Company, ManufacturesFromItsStartWhenToldTo) {
    VirtualWorldOptions options{.haulers = 1};
    options.settings.manufacturing.start = manufacturing::Start::kWithDaemon;
    options.settings.manufacturing.max_workers = 3;
    const auto world = make_world(options);
    ASSERT_NE(world->company().operations().active("manufacturing"), nullptr);
    // What runs already is what goes on after a crash, and a stop holds until the next start.
    ASSERT_TRUE(world->crash().ok());
    EXPECT_EQ(number(*world, "SELECT COUNT(*) AS n FROM operations"), 1);
    ASSERT_TRUE(stop_and_drain(*world));
    ASSERT_TRUE(world->crash().ok());
    const auto* again = world->company().operations().active("manufacturing");
    ASSERT_NE(again, nullptr);
    EXPECT_THAT(again->config, HasSubstr("\"max_workers\":3"));
}

TEST(Company, NeverManufacturesWhereThatIsSwitchedOff) {
    VirtualWorldOptions options{.haulers = 1};
    options.settings.manufacturing.start = manufacturing::Start::kNever;
    const auto world = make_world(options);
    const auto refused = start_manufacturing(*world);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::kRejected);
}

TEST(Company, RefusesASystemThatDoesNotExist) {
    const auto world = make_world({.haulers = 1});
    const auto refused = start_manufacturing(*world, {.system = model::SystemSymbol("X1-NOWHERE")});
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::kNotFound);
    EXPECT_EQ(number(*world, "SELECT COUNT(*) AS n FROM operations"), 0);
}

TEST(Company, HasNothingToStopWhenNothingRuns) {
    const auto world = make_world({.haulers = 0});
    const auto refused = world->call(world->company().stop_manufacturing());
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::kNotFound);
}

TEST(Company, GivesNoMoreShipsWorkThanItMay) {
    const auto world = make_world({.haulers = 4});
    ASSERT_TRUE(start_manufacturing(*world, {.max_workers = 2}).ok());
    std::int64_t most = 0;
    for (int minute = 0; minute < 60; ++minute) {
        world->run_for(1min);
        most = std::max(most, world->company().runner().running());
    }
    EXPECT_EQ(most, 2);
}

TEST(Company, KeepsNoMorePipelinesThanItMay) {
    const auto world = make_world({.haulers = 4});
    ASSERT_TRUE(start_manufacturing(*world, {.max_pipelines = 2}).ok());
    std::size_t most = 0;
    for (int minute = 0; minute < 60; ++minute) {
        world->run_for(1min);
        most = std::max(most, world->company().pipelines().active().size());
    }
    EXPECT_EQ(most, 2u);
}

TEST(Company, OfFiveHundredShipsIsRequestBoundAndSaysSo) {
    // Everything is worth carrying, and there is money for all of it.
    VirtualWorldOptions options{.haulers = 500, .credits = core::Credits(2'000'000'000)};
    options.settings.gate = {.feed_margin_bp = -20'000,
                             .sale_margin_bp = -20'000,
                             .least_profit = core::Credits(-10'000'000),
                             .feed_least_profit = core::Credits(-10'000'000)};
    const auto world = make_world(options);
    ASSERT_TRUE(start_manufacturing(*world).ok());
    std::int64_t sent = 0, most_at_once = 0, minutes_bound = 0, said = 0;
    std::size_t most_waiting = 0;
    for (int minute = 0; minute < 25; ++minute) {
        world->run_for(1min);
        Company& company = world->company();
        const auto report = world->report();
        ASSERT_TRUE(report.ok());
        EXPECT_LE(report->requests - sent, 2 * 60 + 30) << "in minute " << minute;
        EXPECT_EQ(report->requests_429, 0);
        sent = report->requests;
        most_waiting = std::max(most_waiting, company.budget().waiting());
        most_at_once = std::max(most_at_once, company.runner().running());
        if (!company.budget().is_bound()) continue;
        ++minutes_bound;
        for (const auto& [ship, why] : company.fleet().idle.all())
            said += fleet::describe(why).find("requests are short") != std::string::npos ? 1 : 0;
    }
    EXPECT_GE(minutes_bound, 15);
    EXPECT_LT(most_waiting, 500u) << "fewer than ships: a haul is not begun to stand in a queue";
    EXPECT_GT(most_at_once, 50);
    EXPECT_LT(most_at_once, 500);
    EXPECT_GT(said, 0) << "an idle ship names the reason";
}

TEST(Company, IsAsBusyAsItsHaulersWere) {
    const auto world = make_world({.haulers = 3});
    ASSERT_TRUE(start_manufacturing(*world).ok());
    for (int hour = 0; hour < 3; ++hour) {
        world->run_for(1h);
        const auto report = world->report();
        ASSERT_TRUE(report.ok());
        EXPECT_GT(report->utilisation, 0.0);
        EXPECT_LE(report->utilisation, 1.0);
    }
}

TEST(Company, GoesOnAfterACrashWithTheSettingsItWasStartedWith) {
    const auto world = make_world({.haulers = 3});
    const auto started = start_manufacturing(
        *world, {.max_workers = 2, .max_pipelines = 5, .min_price = core::Bid(1'234)});
    ASSERT_TRUE(started.ok());
    world->run_for(20min);
    ASSERT_TRUE(world->crash().ok());
    world->run_for(1min);
    const auto* adopted = world->company().operations().find(started->id);
    ASSERT_NE(adopted, nullptr);
    EXPECT_EQ(adopted->status, OperationStatus::kRunning);
    ASSERT_NE(world->company().manufacturing(), nullptr);
    const manufacturing::Settings& settings = world->company().manufacturing()->settings();
    EXPECT_EQ(settings.max_workers, 2);
    EXPECT_EQ(settings.max_pipelines, 5);
    EXPECT_EQ(settings.min_price, core::Bid(1'234));
}

TEST(Company, StillStopsWhenItCrashedWhileStopping) {
    const auto world = make_world({.haulers = 3});
    const auto started = start_manufacturing(*world);
    ASSERT_TRUE(started.ok());
    world->run_for(30min);
    ASSERT_TRUE(world->call(world->company().stop_manufacturing()).ok());
    ASSERT_GT(world->company().runner().running(), 0);
    ASSERT_TRUE(world->crash().ok());
    world->run_for(3h);
    EXPECT_EQ(world->company().operations().find(started->id)->status, OperationStatus::kStopped);
    EXPECT_EQ(world->company().manufacturing(), nullptr);
    expect_settled(*world);
}

TEST(Company, SaysOfEveryIdleShipWhyItIs) {
    const auto world = make_world({.haulers = 4});
    const Company& company = world->company();
    const auto idle = [&] {
        std::set<fleet::IdleReason> reasons;
        for (const auto& [ship, why] : company.fleet().idle.all()) {
            EXPECT_THAT(company.doing(ship), HasSubstr("idle: "));
            reasons.insert(why.reason);
        }
        return reasons;
    };
    EXPECT_EQ(idle(), std::set{fleet::IdleReason::kNobodyAsked});
    ASSERT_TRUE(start_manufacturing(*world, {.max_workers = 1}).ok());
    std::set<fleet::IdleReason> seen;
    for (int minute = 0; minute < 60; ++minute) {
        world->run_for(1min);
        seen.merge(idle());
    }
    EXPECT_TRUE(seen.contains(fleet::IdleReason::kEnoughAtWork));
    ASSERT_TRUE(stop_and_drain(*world));
    EXPECT_EQ(idle(), std::set{fleet::IdleReason::kNobodyAsked});
}

TEST(Company, SaysOfAProbeThatNoLookIsWorthItsRequests) {
    VirtualWorldOptions options{.haulers = 1};
    // Markets nobody has seen are still looked at; after that no look brings this much.
    options.settings.scouting.request_price = core::Credits(200'000);
    const auto world = make_world(std::move(options));
    ASSERT_TRUE(start_manufacturing(*world).ok());
    std::set<fleet::IdleReason> seen;
    for (int minute = 0; minute < 600; ++minute) {
        world->run_for(1min);
        for (const auto& [ship, why] : world->company().fleet().idle.all())
            seen.insert(why.reason);
    }
    EXPECT_TRUE(seen.contains(fleet::IdleReason::kNothingDue));
}

TEST(Company, StaysRunningAndSaysWhatItWaitsForWhenThereIsNothingToDo) {
    const auto world = make_world({.haulers = 2, .credits = core::Credits(0)});
    const auto started = start_manufacturing(*world);
    ASSERT_TRUE(started.ok());
    world->run_for(6h);
    const auto* idle = world->company().operations().find(started->id);
    EXPECT_EQ(idle->status, OperationStatus::kRunning);
    EXPECT_NE(idle->waits_for, "");
    EXPECT_EQ(idle->restarts, 0);
    EXPECT_LE(number(*world, "SELECT COUNT(*) AS n FROM operation_logs"), 5);
}

TEST(Company, SendsAShipToTheShipyardAndBooksThePurchase) {
    const auto world = make_world({.haulers = 1});
    const std::size_t ships = world->company().fleet().ships.all().size();
    const core::Credits before = credits_of(*world);
    const auto bought =
        world->call(world->company().purchase_ship(kLightHauler, model::WaypointSymbol()));
    ASSERT_TRUE(bought.ok()) << bought.error().message;
    EXPECT_EQ(credits_of(*world), before - bought->price);
    EXPECT_EQ(world->company().ledger().balance(), before - bought->price);
    EXPECT_EQ(world->company().fleet().ships.all().size(), ships + 1);
    EXPECT_TRUE(world->company().fleet().claims.all().empty());
    EXPECT_EQ(number(*world,
                     "SELECT SUM(amount) AS n FROM transactions"
                     " WHERE type = 'PURCHASE_SHIP' AND category = 'SHIP_PURCHASE'"),
              -bought->price.count());
    EXPECT_EQ(number(*world, "SELECT SUM(price) AS n FROM ships"), bought->price.count());
}

TEST(Company, BuysAtTheShipyardThatIsReachedSoonest) {
    const ShipType probe_type("SHIP_PROBE");
    for (const char* yard : {"X1-AD75-A2", "X1-AD75-C41"}) {
        const auto world = make_world({.haulers = 0});
        Company& company = world->company();
        const model::ShipSymbol command = company.fleet().ships.all().begin()->first;
        ASSERT_TRUE(
            world->call(company.fleet().helm.go(command, model::WaypointSymbol(yard), {})).ok());
        const auto bought = world->call(company.purchase_ship(probe_type, model::WaypointSymbol()));
        ASSERT_TRUE(bought.ok()) << bought.error().message;
        EXPECT_EQ(bought->ship.nav.waypoint, model::WaypointSymbol(yard)) << yard;
    }
}

TEST(Company, SaysWhatShipyardsSellWhenNoneSellsAType) {
    const auto world = make_world({.haulers = 1});
    const auto refused = world->call(
        world->company().purchase_ship(ShipType("SHIP_DREADNOUGHT"), model::WaypointSymbol()));
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::kNotFound);
    EXPECT_THAT(refused.error().message, HasSubstr(kLightHauler.str()));
    EXPECT_EQ(number(*world, "SELECT COUNT(*) AS n FROM intents"), 0);
}

TEST(Company, BuysNoShipAtAWaypointItDoesNotKnow) {
    const auto world = make_world({.haulers = 1});
    const auto refused = world->call(
        world->company().purchase_ship(kLightHauler, model::WaypointSymbol("X1-AD75-ZZ9")));
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::kNotFound);
}

TEST(Company, LeavesAShipItCannotPay) {
    const auto world = make_world({.haulers = 1, .credits = core::Credits(1'000)});
    const auto refused =
        world->call(world->company().purchase_ship(kLightHauler, model::WaypointSymbol()));
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::kInsufficientCredits);
    EXPECT_TRUE(world->company().fleet().claims.all().empty());
    EXPECT_EQ(world->company().ledger().balance(), credits_of(*world));
}

}  // namespace
}  // namespace argosy::kernel
