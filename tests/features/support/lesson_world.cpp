#include "tests/features/support/lesson_world.h"

#include "tests/support/virtual_run.h"

namespace argosy::tests {

using namespace std::chrono_literals;
using model::TradeType;

void LessonWorld::add_chain(std::int64_t stock_of_factory) {
    // Markets lie in a row, in this order.
    works.trade("A1", "MACHINERY", TradeType::kImport, 20, -80);
    works.trade("D1", "MACHINERY", TradeType::kImport, 20, -20);
    works.trade("C1", "MACHINERY", TradeType::kExport, 20, stock_of_factory);
    works.trade("C1", "IRON", TradeType::kImport, 60, -180);
    works.trade("B1", "IRON", TradeType::kExport, 60, 240);
}

void LessonWorld::add_shipyard() {
    works.trade("H1", "SHIP_PLATING", TradeType::kImport, 20, -100);
    works.trade("Y1", "SHIP_PLATING", TradeType::kExport, 20, 100);
    works.trade("Y1", "MACHINERY", TradeType::kImport, 20, -140);
    works.trade("Y1", "ALUMINUM", TradeType::kImport, 60, -60);
    works.trade("M1", "ALUMINUM", TradeType::kExport, 60, 240);
}

const std::string& LessonWorld::first_haul() {
    if (!haul.empty()) return haul;
    const std::string given = "manufacturing_tasks WHERE status IN ('ASSIGNED', 'EXECUTING')";
    EXPECT_TRUE(works.live_until([&] { return count(given) > 0; }, 1h)) << works.describe();
    const auto rows = works.rows(
        "SELECT haul_id, quantity FROM manufacturing_tasks"
        " WHERE status IN ('ASSIGNED', 'EXECUTING') ORDER BY id");
    if (!rows.empty()) {
        haul = rows.front().text("haul_id");
        planned = rows.front().integer("quantity");
    }
    return haul;
}

std::int64_t LessonWorld::of_first_haul(const std::string& task_types, const std::string& column) {
    return works.number(
        fmt::format("SELECT COALESCE(SUM({}), 0) AS n FROM manufacturing_tasks"
                    " WHERE haul_id = '{}' AND task_type IN ({})",
                    column, first_haul(), task_types));
}

std::int64_t LessonWorld::count(const std::string& of) const {
    return works.number("SELECT COUNT(*) AS n FROM " + of);
}

core::Duration length(std::int64_t count, const std::string& unit) {
    if (unit.starts_with("second")) return std::chrono::seconds(count);
    if (unit.starts_with("minute")) return std::chrono::minutes(count);
    EXPECT_TRUE(unit.starts_with("hour")) << unit;
    return std::chrono::hours(count);
}

kernel::VirtualWorld& day(std::int64_t haulers, const std::string& law) {
    static std::map<std::pair<std::int64_t, std::string>, std::unique_ptr<kernel::VirtualWorld>>
        days;
    auto& world = days[{haulers, law}];
    if (!world) {
        world = make_world({.law = law, .haulers = haulers});
        EXPECT_TRUE(start_manufacturing(*world).ok());
        world->run_for(12h);
        EXPECT_TRUE(stop_and_drain(*world));
        expect_settled(*world);
    }
    return *world;
}

std::int64_t DayWorld::number(std::string_view sql) const {
    return tests::number(*world, sql);
}

}  // namespace argosy::tests
