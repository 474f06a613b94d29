#include "kernel/testing/sharers.h"

#include <fmt/format.h>

#include "core/time.h"

namespace argosy::kernel::testing {
namespace {

using core::Task;

// Requests of one daemon that are asked for at once: more than its share in any minute.
constexpr std::int64_t kDemands = 60;
constexpr std::int64_t kLeastLatencyMs = 20;

// Whatever the player's own guard is asked, the answer is yes.
class Willing final : public game::RequestGuard {
  public:
    Willing(core::Clock& clock, core::Duration pause) : clock_(clock), pause_(pause) {}
    bool may_send(game::Effect) override { return true; }
    Task<void> wait() override { return clock_.sleep_for(pause_); }
    Task<void> answered(game::Effect, std::string_view, const core::Error*) override { co_return; }

  private:
    core::Clock& clock_;
    core::Duration pause_;
};

}  // namespace

Sharer::Sharer(Sharers& world, std::int64_t run)
    : world_(world),
      name_(fmt::format("daemon {}", run)),
      pause_(world.loop_.clock()),
      clock_(world.loop_.clock(), pause_),
      rng_(world.seed_ + std::uint64_t(run)),
      latency_(rng_.stream("latency")),
      log_(clock_, world.sink_),
      ids_(run),
      runtime_{world.loop_.executor(), clock_, log_, rng_, ids_, decisions_},
      database_(world.engine_, world.loop_.clock(), rng_),
      store_(database_, pause_),
      budget_(std::make_shared<game::RequestBudget>(clock_)),
      shares_(runtime_, clock_, store_, world.terms_, budget_),
      member_(budget_),
      guard_(shares_.guard(Sharers::kAccount,
                           std::make_shared<Willing>(clock_, world.terms_.renewal() / 4))) {}

void Sharer::begin() {
    shares_.open(name_);
    runtime_.spawn(join(*this));
    for (std::int64_t number = 0; number < kDemands; ++number)
        runtime_.spawn(demand(*this, number));
}

Task<void> Sharer::join(Sharer& self) {
    co_await self.shares_.join(Sharers::kAccount);
}

void Sharer::close() {
    closed_ = true;
    runtime_.spawn(say_goodbye(*this));
}

Task<void> Sharer::say_goodbye(Sharer& self) {
    co_await self.shares_.close();
}

Task<void> Sharer::demand(Sharer& self, std::int64_t number) {
    core::RandomStream random = self.rng_.stream(fmt::format("demand-{}", number));
    while (!self.closed_) {
        // Rests of half the time let points of the burst come together.
        if (random.chance(0.1)) {
            co_await self.clock_.sleep_for(std::chrono::seconds(random.uniform(1, 120)));
        }
        const auto turn = co_await self.member_.acquire(game::RequestPurpose::kTrade,
                                                        game::Effect::kActs, self.guard_);
        if (turn) core::spawn(self.world_.loop_.executor(), arrive(self));
    }
}

// A request on its way arrives whatever becomes of its sender.
Task<void> Sharer::arrive(Sharer& self) {
    Sharers& world = self.world_;
    const std::int64_t jitter = game::RequestBudget::kJitter.count();
    const core::Duration way(kLeastLatencyMs + self.latency_.uniform(0, jitter));
    co_await world.loop_.clock().sleep_for(way);
    const auto decision =
        world.limits_.admit(self.name_, std::string(Sharers::kAccount), world.now());
    if (decision.admitted) {
        ++self.admitted_;
    } else {
        world.refused_.push_back(
            fmt::format("{} at {}", self.name_, core::format_time(world.now())));
    }
}

std::int64_t Sharer::divisor() const {
    const auto accounts = shares_.accounts();
    return accounts.empty() ? 0 : accounts.front().divisor;
}

Sharers::Sharers(store::Engine& engine, LeaseTerms terms, std::uint64_t seed)
    : engine_(engine), terms_(terms), seed_(seed), loop_(core::from_millis(1'750'000'000'000)) {}

// Suspended tasks refer to the sharers and must go first.
Sharers::~Sharers() {
    loop_.destroy_tasks();
}

Sharer& Sharers::add() {
    sharers_.push_back(std::make_unique<Sharer>(*this, std::int64_t(sharers_.size()) + 1));
    return *sharers_.back();
}

void Sharers::run_for(core::Duration length) {
    loop_.run_until(now() + length);
}

std::int64_t Sharers::admitted() const {
    std::int64_t sum = 0;
    for (const auto& sharer : sharers_)
        sum += sharer->admitted();
    return sum;
}

double Sharers::published() const {
    const store::Rows rows = engine_.query("SELECT divisor FROM account_shares", {}).value();
    double sum = 0;
    for (const store::Row& row : rows) {
        const std::int64_t divisor = row.integer("divisor");
        if (divisor > 0) sum += 1.0 / double(divisor);
    }
    return sum;
}

std::int64_t Sharers::rows() const {
    return std::int64_t(engine_.query("SELECT run_id FROM account_shares", {}).value().size());
}

}  // namespace argosy::kernel::testing
