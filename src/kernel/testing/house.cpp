#include "kernel/testing/house.h"

#include <gtest/gtest.h>

#include "store/sqlite_engine.h"

namespace argosy::kernel::testing {
namespace {

constexpr std::int64_t kHaulers = 3;

template <class Value>
Value value_or_abort(Result<Value> result) {
    ARGOSY_ASSERT(result.ok());
    return *std::move(result);
}

Task<Result<bool>> succeed(Task<Result<void>> task) {
    ARGOSY_CO_CHECK(co_await std::move(task));
    co_return true;
}

core::TimePoint start_of_universe() {
    const auto scenario =
        value_or_abort(sim::recorded_scenario(std::string(sim::kRecordedScenarios.front())));
    return value_or_abort(core::parse_time(scenario.reset_date + "T00:00:00Z"));
}

}  // namespace

Member::Member(House& house, std::int64_t number)
    : house_(house),
      name_("daemon " + std::to_string(number)),
      pause_(house.loop_.clock()),
      clock_(house.loop_.clock(), pause_),
      rng_(std::uint64_t(number)),
      log_(clock_, house.sink_),
      ids_(number),
      runtime_{house.loop_.executor(), clock_, log_, rng_, ids_, decisions_},
      database_(*house.engine_, house.loop_.clock(), rng_),
      store_(database_, pause_),
      access_{std::make_shared<game::RequestBudget>(clock_), house.limits_},
      sessions_({.runtime = runtime_,
                 .machine = clock_,
                 .store = store_,
                 .terms = house.terms_,
                 .budget = access_.budget,
                 .make_port = [this](std::shared_ptr<game::RequestGuard> guard)
                     -> Result<std::unique_ptr<game::GamePort>> {
                     return std::unique_ptr<game::GamePort>(std::make_unique<sim::SimGame>(
                         *house_.universe_, clock_, rng_, access_,
                         std::make_shared<PausableGuard>(std::move(guard), pause_)));
                 },
                 .settings = [] { return CompanySettings(); }}) {}

Result<void> Member::open() {
    return house_.call(sessions_.open(house_.universe_->reset_date(), name_));
}

Result<Company*> Member::register_agent(const std::string& agent) {
    sim::SimGame port(*house_.universe_, clock_, rng_);
    ARGOSY_TRY(game::Registration made,
               house_.call(port.register_agent(core::Secret("account"), model::AgentSymbol(agent),
                                               "COSMIC")));
    Player player{.agent = made.agent.symbol,
                  .era = house_.universe_->reset_date(),
                  .faction = made.agent.starting_faction,
                  .headquarters = made.agent.headquarters,
                  .token = std::move(made.agent_token),
                  .account = made.agent.account};
    ARGOSY_TRY(player, house_.call(save_player(store_, std::move(player), house_.now())));
    return house_.call(sessions_.admit(std::move(player)));
}

void House::Sink::write(const core::LogEvent& event) {
    if (event.level == core::LogLevel::kWarning) ++warnings[event.name];
    EXPECT_NE(event.level, core::LogLevel::kError) << event.room << " " << event.name;
}

House::House(LeaseTerms terms) : terms_(terms), loop_(start_of_universe()) {
    auto scenario =
        value_or_abort(sim::recorded_scenario(std::string(sim::kRecordedScenarios.front())));
    universe_ = value_or_abort(sim::Universe::create(
        std::move(scenario), {.start = now(),
                              .starting_credits = core::Credits(1'000'000),
                              .gifts = {{model::ShipType("SHIP_LIGHT_HAULER"), kHaulers}}}));
    truth_ = std::make_unique<sim::Truth>(*universe_);
    engine_ = value_or_abort(store::open_sqlite(std::string(store::kInMemory)));
    ARGOSY_ASSERT(store::migrate(*engine_).ok());
}

Company& Member::company() {
    const auto found = sessions_.find("");
    ARGOSY_ASSERT(found.ok());
    return **found;
}

// Suspended tasks refer to the members and must go first.
House::~House() {
    loop_.destroy_tasks();
}

Member& House::add() {
    members_.push_back(std::make_unique<Member>(*this, std::int64_t(members_.size()) + 1));
    return *members_.back();
}

void House::run_for(core::Duration length) {
    loop_.run_until(now() + length);
}

Result<void> House::call(Task<Result<void>> task) {
    ARGOSY_CHECK(call(succeed(std::move(task))));
    return {};
}

void House::reset_universe(const std::string& date) {
    universe_->reset(date, now());
}

void House::use_up_requests() {
    while (limits_->admit(sim::SimGame::kAddress, "somebody else", now()).admitted) {
    }
}

std::int64_t House::number(std::string_view sql) const {
    return value_or_abort(engine_->query(sql, {})).front().integer("n");
}

void House::execute(std::string sql) {
    store::Transaction transaction;
    transaction.add(std::move(sql), {});
    ARGOSY_ASSERT(engine_->commit(transaction, store::Durability::kNormal).ok());
}

std::int64_t House::warnings(const std::string& name) const {
    const auto found = sink_.warnings.find(name);
    return found == sink_.warnings.end() ? 0 : found->second;
}

Member& add_owner(House& house) {
    Member& owner = house.add();
    EXPECT_TRUE(owner.open().ok());
    EXPECT_TRUE(owner.register_agent(House::kAgent).ok());
    return owner;
}

void start_manufacturing(House& house, Member& member) {
    ASSERT_TRUE(house.call(member.company().start_manufacturing({})).ok());
}

void expect_equal_books(House& house, Member& member) {
    Company& company = member.company();
    ASSERT_TRUE(house.call(company.stop_manufacturing()).ok());
    house.run_for(std::chrono::hours(3));
    ASSERT_TRUE(house.call(company.audit()).ok());
    EXPECT_EQ(company.ledger().balance(), house.credits());
    EXPECT_TRUE(company.ledger().open_intents().empty());
    EXPECT_EQ(house.number("SELECT COUNT(*) AS n FROM intents WHERE status = 'OPEN'"), 0);
}

}  // namespace argosy::kernel::testing
