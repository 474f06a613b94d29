#include "kernel/sessions.h"

#include <gmock/gmock.h>

#include "kernel/testing/house.h"

namespace argosy::kernel {
namespace {

using namespace std::chrono_literals;
using core::ErrorCode;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::House;
using ::testing::IsEmpty;
using testing::Member;

const LeaseTerms kShared{.database = LeaseTerms::Database::kShared, .length = 15s};

Company& company_of(Member& member) {
    const auto found = member.sessions().find("");
    ARGOSY_ASSERT(found.ok());
    return **found;
}

void start_manufacturing(House& house, Member& member) {
    ASSERT_TRUE(house.call(company_of(member).start_manufacturing({})).ok());
}

/// Ends the business, lets what is under way come to its end, and compares the books.
void expect_equal_books(House& house, Member& member) {
    Company& company = company_of(member);
    ASSERT_TRUE(house.call(company.stop_manufacturing()).ok());
    house.run_for(3h);
    ASSERT_TRUE(house.call(company.audit()).ok());
    EXPECT_EQ(company.ledger().balance(), house.credits());
    EXPECT_THAT(company.ledger().open_intents(), IsEmpty());
    EXPECT_EQ(house.number("SELECT COUNT(*) AS n FROM intents WHERE status = 'OPEN'"), 0);
}

Task<Result<bool>> enter(Sessions& sessions, std::string era) {
    co_await sessions.enter_era(std::move(era));
    co_return true;
}

TEST(Sessions, LeaveAPlayerToTheDaemonThatHasIt) {
    House house(kShared);
    Member& first = house.add();
    Member& second = house.add();
    ASSERT_TRUE(first.open().ok());
    ASSERT_TRUE(first.register_agent(House::kAgent).ok());
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

TEST(Sessions, TakeAPlayerThatWasLetGoAsSoonAsItMaySendRequests) {
    House house(kShared);
    Member& first = house.add();
    Member& second = house.add();
    ASSERT_TRUE(first.open().ok());
    ASSERT_TRUE(first.register_agent(House::kAgent).ok());
    ASSERT_TRUE(second.open().ok());
    const auto close = [](Sessions& sessions) -> Task<Result<bool>> {
        co_await sessions.close();
        co_return true;
    };
    ASSERT_TRUE(house.call(close(first.sessions())).ok());
    house.run_for(30s);
    EXPECT_THAT(second.sessions().companies(), IsEmpty());
    EXPECT_THAT(second.sessions().troubles(), ElementsAre(HasSubstr("daemon 1 left 1/1")));
    house.run_for(AccountShares::kMemory);
    EXPECT_THAT(first.sessions().companies(), IsEmpty());
    EXPECT_EQ(second.sessions().companies().size(), 1u);
}

TEST(Sessions, TakeOverFromADeadDaemonAfterItsLeaseAndItsLongestRequest) {
    House house(kShared);
    Member& first = house.add();
    Member& second = house.add();
    ASSERT_TRUE(first.open().ok());
    ASSERT_TRUE(first.register_agent(House::kAgent).ok());
    ASSERT_TRUE(second.open().ok());
    start_manufacturing(house, first);
    house.run_for(2h);
    first.process().stop();
    house.run_for(kShared.length + kShared.request_deadline() - 1s);
    EXPECT_THAT(second.sessions().companies(), IsEmpty()) << "a request may still be on its way";
    house.run_for(2min);
    ASSERT_EQ(second.sessions().companies().size(), 1u);
    EXPECT_NE(company_of(second).manufacturing(), nullptr) << "the operation was not adopted";
    house.run_for(2h);
    expect_equal_books(house, second);
}

TEST(Sessions, OfAStoppedDaemonDoNothingWhenTheyGoOn) {
    House house(kShared);
    Member& first = house.add();
    Member& second = house.add();
    ASSERT_TRUE(first.open().ok());
    ASSERT_TRUE(first.register_agent(House::kAgent).ok());
    ASSERT_TRUE(second.open().ok());
    start_manufacturing(house, first);
    Company& early = company_of(first);
    house.run_for(2h);
    first.process().stop();
    house.run_for(10min);
    ASSERT_EQ(second.sessions().companies().size(), 1u);
    first.process().go_on();
    house.run_for(1h);
    EXPECT_THAT(first.sessions().companies(), IsEmpty());
    const std::int64_t told = first.sessions().late_acts();
    EXPECT_EQ(house.number("SELECT COUNT(*) AS n FROM late_acts"), told);
    const std::uint64_t sent = first.sessions().late_acts();
    house.run_for(1h);
    EXPECT_EQ(std::uint64_t(first.sessions().late_acts()), sent);
    EXPECT_NE(&early, &company_of(second));
    expect_equal_books(house, second);
}

// The owner stands still between the check of its lease and the sending, for longer than the lease.
TEST(Sessions, FindAndBookWhatTheGameLetThrough) {
    constexpr int kRounds = 20;
    House house(kShared);
    Member& first = house.add();
    Member& second = house.add();
    ASSERT_TRUE(first.open().ok());
    ASSERT_TRUE(first.register_agent(House::kAgent).ok());
    ASSERT_TRUE(second.open().ok());
    start_manufacturing(house, first);
    Member* owner = &first;
    for (int round = 0; round < kRounds; ++round) {
        house.run_for(5min);
        const ledger::Ledger& ledger = company_of(*owner).ledger();
        owner->process().stop_at_next_act([&ledger] { return !ledger.open_intents().empty(); });
        while (!owner->process().stopped())
            house.run_for(1s);
        // The worst moment: the successor has just looked at what was in doubt.
        Member& successor = owner == &first ? second : first;
        for (int second_of_wait = 0; successor.sessions().companies().empty(); ++second_of_wait) {
            ASSERT_LT(second_of_wait, 120) << "round " << round;
            house.run_for(1s);
        }
        owner->process().go_on();
        house.run_for(1min);
        ASSERT_THAT(owner->sessions().companies(), IsEmpty()) << "round " << round;
        owner = &successor;
    }
    const std::int64_t late = first.sessions().late_acts() + second.sessions().late_acts();
    const std::int64_t trades =
        house.number("SELECT COUNT(*) AS n FROM late_acts WHERE request = 'trade'");
    EXPECT_GT(trades, 0) << "the game let no trade through: the test tells nothing";
    EXPECT_EQ(house.number("SELECT COUNT(*) AS n FROM late_acts"), late);
    RecordProperty("late_acts", int(late));
    RecordProperty("late_trades", int(trades));
    RecordProperty("booked", int(house.number("SELECT COUNT(*) AS n FROM transactions"
                                              " WHERE type = 'RECONCILIATION'")));
    expect_equal_books(house, *owner);
}

// Something that a ship can buy where it is.
struct Offer {
    model::ShipSymbol ship;
    model::TradeSymbol good;
};

Offer offer_at_home(House& house, Company& company) {
    for (const auto& [symbol, ship] : company.fleet().ships.all()) {
        if (!house.call(company.fleet().helm.look(symbol)).ok()) continue;
        const auto listings = company.markets().goods_at(ship.nav.waypoint);
        if (!listings.empty()) return {symbol, listings.front()->good};
    }
    return {};
}

Task<void> buy_one(ManualOrders& orders, Offer offer) {
    (void)co_await orders.buy(offer.ship, offer.good, core::Units(1), ManualOrders::kAnyAsk);
}

// Nobody is left to say so: the owner stood still before sending, and was killed after the answer.
// Its successor does nothing that would show it the difference, so only the comparison that follows
// a takeover can.
TEST(Sessions, BookWhatADeadDaemonCouldNotNote) {
    House house(kShared);
    Member& owner = house.add();
    Member& heir = house.add();
    ASSERT_TRUE(owner.open().ok());
    ASSERT_TRUE(owner.register_agent(House::kAgent).ok());
    ASSERT_TRUE(heir.open().ok());
    Company& company = company_of(owner);
    const Offer offer = offer_at_home(house, company);
    ASSERT_FALSE(offer.good.empty());
    owner.process().stop_at_next_act(
        [&company] { return !company.ledger().open_intents().empty(); });
    house.spawn(buy_one(company.orders(), offer));
    house.run_for(1min);
    ASSERT_TRUE(owner.process().stopped());
    const core::Credits before = house.credits();
    for (int second = 0; heir.sessions().companies().empty(); ++second) {
        ASSERT_LT(second, 200) << "nobody took the player over";
        house.run_for(1s);
    }
    owner.process().die_at_next_answer();
    owner.process().go_on();
    house.run_for(1s);
    ASSERT_TRUE(owner.process().stopped());
    ASSERT_LT(house.credits(), before) << "the game let nothing through: the test tells nothing";

    house.run_for(10min);
    EXPECT_EQ(house.number("SELECT COUNT(*) AS n FROM late_acts"), 0);
    EXPECT_EQ(house.number("SELECT COUNT(*) AS n FROM operations"), 0) << "it is not idle";
    EXPECT_EQ(house.number("SELECT COUNT(*) AS n FROM transactions"
                           " WHERE type = 'RECONCILIATION'"),
              1)
        << "nobody looked at what the game had let through";
    EXPECT_EQ(company_of(heir).ledger().balance(), house.credits());
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
    Member& first = house.add();
    ASSERT_TRUE(first.open().ok());
    ASSERT_TRUE(first.register_agent(House::kAgent).ok());
    first.process().stop();
    house.execute("UPDATE players SET token = 'wrong'");
    Member& second = house.add();
    const auto opened = second.open();
    ASSERT_FALSE(opened.ok());
    EXPECT_EQ(opened.error().code, ErrorCode::kUnauthorized);
    EXPECT_THAT(opened.error().message, HasSubstr(House::kAgent));
}

TEST(Sessions, OnADatabaseOfTheirOwnTakeWhatADeadDaemonLeftAtOnce) {
    House house({.database = LeaseTerms::Database::kSole});
    Member& first = house.add();
    ASSERT_TRUE(first.open().ok());
    ASSERT_TRUE(first.register_agent(House::kAgent).ok());
    first.process().stop();
    Member& second = house.add();
    ASSERT_TRUE(second.open().ok());
    EXPECT_EQ(second.sessions().companies().size(), 1u);
}

TEST(Sessions, MeanTheCurrentPlayerWhenNobodyIsNamed) {
    House house({});
    Member& member = house.add();
    ASSERT_TRUE(member.open().ok());
    EXPECT_EQ(member.sessions().find("").error().code, ErrorCode::kNotFound);
    ASSERT_TRUE(member.register_agent("FIRST").ok());
    EXPECT_EQ(company_of(member).player().agent.str(), "FIRST") << "the only one";
    ASSERT_TRUE(member.register_agent("SECOND").ok());
    EXPECT_EQ(member.sessions().find("").error().code, ErrorCode::kInvalidArgument);
    EXPECT_THAT(member.sessions().find("").error().message, HasSubstr("FIRST, SECOND"));
    ASSERT_TRUE(house.call(member.sessions().use("SECOND")).ok());
    EXPECT_EQ(company_of(member).player().agent.str(), "SECOND");
    EXPECT_EQ((*member.sessions().find("FIRST"))->player().agent.str(), "FIRST");
    EXPECT_EQ(house.call(member.sessions().use("THIRD")).error().code, ErrorCode::kNotFound);

    Member& next = house.add();
    ASSERT_TRUE(next.open().ok());
    EXPECT_EQ(company_of(next).player().agent.str(), "SECOND") << "not kept over a restart";
}

TEST(UniverseReset, EndsTheEraAndNothingOfItIsActedOn) {
    House house({});
    Member& member = house.add();
    ASSERT_TRUE(member.open().ok());
    ASSERT_TRUE(member.register_agent(House::kAgent).ok());
    start_manufacturing(house, member);
    house.run_for(2h);
    EXPECT_GT(house.number("SELECT COUNT(*) AS n FROM ship_assignments WHERE owner_id <> ''"), 0);
    bool told = false;
    member.sessions().on_reset([&told] { told = true; });

    house.reset_universe("2030-01-01");
    house.run_for(30min);
    EXPECT_TRUE(told);
    EXPECT_THAT(member.sessions().companies(), IsEmpty());
    ASSERT_TRUE(house.call(enter(member.sessions(), "2030-01-01")).ok());
    EXPECT_EQ(house.number("SELECT COUNT(*) AS n FROM intents WHERE status = 'OPEN'"), 0);
    EXPECT_EQ(house.number("SELECT COUNT(*) AS n FROM ship_assignments WHERE owner_id <> ''"), 0);
    EXPECT_EQ(house.number("SELECT COUNT(*) AS n FROM manufacturing_tasks WHERE status IN"
                           " ('PENDING', 'READY', 'ASSIGNED', 'EXECUTING')"),
              0);
    EXPECT_EQ(house.number("SELECT COUNT(*) AS n FROM manufacturing_pipelines WHERE status IN"
                           " ('PLANNING', 'EXECUTING')"),
              0);
    EXPECT_EQ(house.number("SELECT COUNT(*) AS n FROM factory_reservations"
                           " WHERE status = 'ACTIVE'"),
              0);
    EXPECT_EQ(house.number("SELECT COUNT(*) AS n FROM operations WHERE status = 'STOPPED'"
                           " AND error LIKE 'universe reset%'"),
              1);

    // The same daemon plays on in the new universe, and the old one's history stays.
    const std::int64_t entries = house.number("SELECT COUNT(*) AS n FROM transactions");
    EXPECT_GT(entries, 10);
    ASSERT_TRUE(member.register_agent(House::kAgent).ok());
    start_manufacturing(house, member);
    house.run_for(2h);
    EXPECT_EQ(house.number("SELECT COUNT(*) AS n FROM transactions WHERE player_id = 1"), entries);
    expect_equal_books(house, member);
    const auto all = house.call(member.sessions().players(Eras::kAll));
    ASSERT_TRUE(all.ok());
    ASSERT_EQ(all->size(), 2u);
    EXPECT_TRUE(all->front().ended_at.has_value());
    EXPECT_EQ(all->front().company, nullptr);
    EXPECT_FALSE(all->back().ended_at.has_value());
}

TEST(UniverseReset, IsNotDoubtedByTheEndsItCaused) {
    House house({});
    Member& member = house.add();
    ASSERT_TRUE(member.open().ok());
    ASSERT_TRUE(member.register_agent(House::kAgent).ok());
    int told = 0;
    member.sessions().on_reset([&told] { ++told; });
    house.reset_universe("2030-01-01");
    ASSERT_TRUE(house.call(enter(member.sessions(), "2030-01-01")).ok());
    house.run_for(1h);
    EXPECT_THAT(member.sessions().companies(), IsEmpty());
    EXPECT_EQ(told, 0);
}

TEST(UniverseReset, AnswersWhoWaitsForACompanyThatIsNoMore) {
    House house({});
    Member& member = house.add();
    ASSERT_TRUE(member.open().ok());
    ASSERT_TRUE(member.register_agent(House::kAgent).ok());
    Company& company = company_of(member);
    house.reset_universe("2030-01-01");
    const core::TimePoint asked_at = house.now();
    const auto answer = house.call(member.sessions().within(company, company.ledger().compare()));
    ASSERT_FALSE(answer.ok());
    EXPECT_EQ(answer.error().code, ErrorCode::kUniverseReset);
    EXPECT_LT(house.now() - asked_at, 1min);

    // Until the new date is known.
    house.run_for(1min);
    const auto found = member.sessions().find("");
    ASSERT_FALSE(found.ok());
    EXPECT_EQ(found.error().code, ErrorCode::kUniverseReset);
    EXPECT_THAT(found.error().message, HasSubstr("the new one is awaited"));
    ASSERT_TRUE(house.call(enter(member.sessions(), "2030-01-01")).ok());
    EXPECT_EQ(member.sessions().find("").error().code, ErrorCode::kNotFound);
}

TEST(UniverseReset, EndsAPlayerAgainWhenTheDatabaseDidNotTakeIt) {
    House house({});
    Member& member = house.add();
    ASSERT_TRUE(member.open().ok());
    ASSERT_TRUE(member.register_agent(House::kAgent).ok());
    house.reset_universe("2030-01-01");
    house.execute("ALTER TABLE operations RENAME TO operations_away");
    ASSERT_TRUE(house.call(enter(member.sessions(), "2030-01-01")).ok());
    EXPECT_EQ(house.warnings("player_ended"), 0);
    EXPECT_GT(house.warnings("player_not_ended"), 0);
    house.execute("ALTER TABLE operations_away RENAME TO operations");
    house.run_for(1min);
    EXPECT_EQ(house.warnings("player_ended"), 1);
    EXPECT_EQ(house.number("SELECT COUNT(*) AS n FROM players WHERE ended_at IS NULL"), 0);
}

TEST(UniverseReset, ThatHappenedWhileNobodyWatchedIsSeenAtTheStart) {
    House house({});
    Member& first = house.add();
    ASSERT_TRUE(first.open().ok());
    ASSERT_TRUE(first.register_agent(House::kAgent).ok());
    start_manufacturing(house, first);
    house.run_for(1h);
    first.process().stop();
    house.reset_universe("2030-01-01");
    Member& second = house.add();
    ASSERT_TRUE(second.open().ok());
    EXPECT_THAT(second.sessions().companies(), IsEmpty());
    EXPECT_EQ(house.number("SELECT COUNT(*) AS n FROM players WHERE ended_at IS NULL"), 0);
    EXPECT_EQ(second.sessions().find("").error().code, ErrorCode::kNotFound);
}

TEST(UniverseReset, LeavesPlayersOfALaterDateAlone) {
    House house({});
    Member& member = house.add();
    ASSERT_TRUE(member.open().ok());
    ASSERT_TRUE(member.register_agent(House::kAgent).ok());
    ASSERT_TRUE(house.call(enter(member.sessions(), "2001-01-01")).ok());
    EXPECT_EQ(house.number("SELECT COUNT(*) AS n FROM players WHERE ended_at IS NULL"), 1);
}

}  // namespace
}  // namespace argosy::kernel
