#include "kernel/voyages.h"

#include <gmock/gmock.h>

#include <cstdlib>

#include "tests/support/seed.h"

namespace argosy::kernel {
namespace {

// $ARGOSY_LEGS=1000000 is the whole proof; by default a part of it, so that nobody waits.
std::int64_t legs_of_this_run() {
    const char* given = std::getenv("ARGOSY_LEGS");
    return given != nullptr && *given != '\0' ? std::stoll(given) : 12'000;
}

class Voyage : public ::testing::TestWithParam<const char*> {};

INSTANTIATE_TEST_SUITE_P(Universes, Voyage, ::testing::Values("x1-ad75", "x1-zg64", ""),
                         [](const auto& info) {
                             return std::string(info.param).empty()
                                        ? std::string("generated")
                                        : "recorded" + std::to_string(info.index);
                         });

TEST_P(Voyage, NoShipIsEverStranded) {
    VoyageOptions options{.seed = tests::seed_of_this_run(), .scenario = GetParam()};
    auto voyages = Voyages::create(options);
    ASSERT_TRUE(voyages.ok()) << voyages.error().message;
    const auto report = (*voyages)->fly(legs_of_this_run() / 3);
    ASSERT_TRUE(report.ok()) << report.error().message;
    EXPECT_THAT(report->stranded, ::testing::IsEmpty());
    EXPECT_GE(report->legs, legs_of_this_run() / 3);
    EXPECT_GT(report->fuel_stops_lost, 0) << "nothing went wrong, so nothing was shown";
    EXPECT_GT(report->killed, 0);
    EXPECT_GT(report->arrivals, report->legs / 20);
}

}  // namespace
}  // namespace argosy::kernel
