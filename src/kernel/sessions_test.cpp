#include "kernel/sessions.h"

#include <gmock/gmock.h>

#include "kernel/testing/house.h"

namespace argosy::kernel {
namespace {

using namespace std::chrono_literals;
using core::ErrorCode;
using testing::add_owner;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::House;
using ::testing::IsEmpty;
using testing::kShared;
using testing::Member;

TEST(Sessions, LeaveAPlayerToTheDaemonThatHasIt) {
    House house(kShared);
    Member& first = add_owner(house);
    Member& second = house.add();
    ASSERT_TRUE(second.open().ok());
    house.run_for(1h);
    EXPECT_EQ(first.sessions().companies().size(), 1u);
    EXPECT_THAT(second.sessions().companies(), IsEmpty());
    const auto refused = second.sessions().find("");
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::kConflict);
    EXPECT_THAT(refused.error().message, HasSubstr("daemon 1"));
    const auto listed = house.call(second.sessions().players(Eras::kCurrent));
    ASSERT_TRUE(listed.ok());
    ASSERT_EQ(listed->size(), 1u);
    EXPECT_EQ(listed->front().owner, "daemon 1");
    EXPECT_EQ(listed->front().company, nullptr);
}

TEST(Sessions, OfOneAccountShareItsRequests) {
    House house(kShared);
    Member& first = house.add();
    Member& second = house.add();
    ASSERT_TRUE(first.open().ok());
    ASSERT_TRUE(first.register_agent("FIRST").ok());
    ASSERT_TRUE(second.open().ok());
    const auto refused = second.register_agent("SECOND");
    ASSERT_FALSE(refused.ok()) << "there is no share for it yet";
    EXPECT_THAT(refused.error().message, HasSubstr("daemon 1 has 1/1"));
    house.run_for(kShared.renewal() * 2);
    EXPECT_FALSE(first.sessions().find("SECOND").ok()) << "it plays where it was registered";
    house.run_for(2min);
    const auto found = second.sessions().find("SECOND");
    ASSERT_TRUE(found.ok()) << found.error().message;
    for (Member* member : {&first, &second}) {
        const auto accounts = member->sessions().shares().accounts();
        ASSERT_EQ(accounts.size(), 1u);
        EXPECT_EQ(accounts.front().divisor, 2);
        EXPECT_EQ(accounts.front().holders.size(), 2u);
    }
    second.process().stop();
    house.run_for(10min);
    EXPECT_EQ(first.sessions().companies().size(), 2u);
    EXPECT_EQ(first.sessions().shares().accounts().front().divisor, 1);
}

TEST(Sessions, OpenTheOtherPlayersWhenOneDoesNotOpen) {
    House house({});
    Member& first = house.add();
    ASSERT_TRUE(first.open().ok());
    ASSERT_TRUE(first.register_agent("FIRST").ok());
    ASSERT_TRUE(first.register_agent("SECOND").ok());
    first.process().stop();
    house.execute("UPDATE players SET token = 'wrong' WHERE id = 1");

    Member& second = house.add();
    ASSERT_TRUE(second.open().ok());
    ASSERT_EQ(second.sessions().companies().size(), 1u);
    EXPECT_TRUE(second.sessions().find("SECOND").ok());
    EXPECT_EQ(second.sessions().find("FIRST").error().code, ErrorCode::kUnauthorized);
    EXPECT_THAT(second.sessions().troubles(), ElementsAre(HasSubstr("FIRST")));
    const auto listed = house.call(second.sessions().players(Eras::kCurrent));
    ASSERT_TRUE(listed.ok());
    EXPECT_THAT(listed->front().trouble, HasSubstr("FIRST"));
    EXPECT_EQ(listed->back().trouble, "");

    // Tried again and again, but not without end.
    const std::int64_t tried = house.warnings("player_not_opened");
    house.run_for(24h * 7);
    EXPECT_GT(house.warnings("player_not_opened"), tried);
    EXPECT_EQ(house.warnings("player_not_opened"), 100);
    EXPECT_THAT(second.sessions().troubles(), ElementsAre(HasSubstr("start the daemon again")));
}

TEST(Sessions, SayWhyTheOnlyPlayerDoesNotOpen) {
    House house({});
    Member& first = add_owner(house);
    first.process().stop();
    house.execute("UPDATE players SET token = 'wrong'");
    Member& second = house.add();
    const auto opened = second.open();
    ASSERT_FALSE(opened.ok());
    EXPECT_EQ(opened.error().code, ErrorCode::kUnauthorized);
    EXPECT_THAT(opened.error().message, HasSubstr(House::kAgent));
}

TEST(Sessions, TellEveryPlayerWhenTheUniverseEnds) {
    House house({});
    Member& member = house.add();
    const core::TimePoint reset = house.now() + 72h;
    member.sessions().expect_reset(reset);
    ASSERT_TRUE(member.open().ok());
    ASSERT_TRUE(member.register_agent("FIRST").ok());
    const Company& company = member.company();
    EXPECT_EQ(company.fleet().universe_end.at(), reset) << "one that comes later";
    member.sessions().expect_reset(reset + 1h);
    EXPECT_EQ(company.fleet().universe_end.at(), reset + 1h) << "it was put off";
    member.sessions().expect_reset(std::nullopt);
    EXPECT_EQ(company.fleet().universe_end.at(), std::nullopt);
}

TEST(Sessions, MeanTheCurrentPlayerWhenNobodyIsNamed) {
    House house({});
    Member& member = house.add();
    ASSERT_TRUE(member.open().ok());
    EXPECT_EQ(member.sessions().find("").error().code, ErrorCode::kNotFound);
    ASSERT_TRUE(member.register_agent("FIRST").ok());
    EXPECT_EQ(member.company().player().agent.str(), "FIRST") << "the only one";
    ASSERT_TRUE(member.register_agent("SECOND").ok());
    EXPECT_EQ(member.sessions().find("").error().code, ErrorCode::kInvalidArgument);
    EXPECT_THAT(member.sessions().find("").error().message, HasSubstr("FIRST, SECOND"));
    ASSERT_TRUE(house.call(member.sessions().use("SECOND")).ok());
    EXPECT_EQ(member.company().player().agent.str(), "SECOND");
    EXPECT_EQ((*member.sessions().find("FIRST"))->player().agent.str(), "FIRST");
    EXPECT_EQ(house.call(member.sessions().use("THIRD")).error().code, ErrorCode::kNotFound);

    Member& next = house.add();
    ASSERT_TRUE(next.open().ok());
    EXPECT_EQ(next.company().player().agent.str(), "SECOND") << "not kept over a restart";
}

}  // namespace
}  // namespace argosy::kernel
