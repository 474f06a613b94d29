#include "kernel/virtual_world.h"

#include "kernel/player_book.h"
#include "kernel/utilisation.h"
#include "sim/generator.h"
#include "sim/sim_game.h"
#include "store/inline_store.h"
#include "store/open_store.h"

namespace argosy::kernel {
namespace {

// Shows trouble and keeps the rest to itself: a virtual day has a hundred thousand events.
class TroubleSink final : public core::LogSink {
  public:
    explicit TroubleSink(const std::function<void(const core::LogEvent&)>& listener)
        : listener_(listener) {}

    void write(const core::LogEvent& event) override {
        stderr_.write(event);
        if (listener_) listener_(event);
    }

  private:
    const std::function<void(const core::LogEvent&)>& listener_;
    core::StderrSink stderr_{core::LogLevel::kError, core::StderrSink::Format::kText};
};

Task<Result<bool>> open(Company& company) {
    ARGOSY_CO_CHECK(co_await company.open());
    co_return true;
}

// For a process that is killed before anybody can hear how it went.
Task<void> open_unheard(Company& company) {
    (void)co_await company.open();
}

Result<sim::Scenario> scenario_of(const VirtualWorldOptions& options) {
    if (options.generated) return sim::generate({.seed = *options.generated});
    return sim::recorded_scenario(options.scenario);
}

}  // namespace

// Everything a killed process loses, in the order it is built.
struct VirtualWorld::Process {
    Process(VirtualWorld& world, std::int64_t run)
        : loop(world.now_),
          sink(world.options_.on_event),
          log(loop.clock(), sink),
          ids(run),
          runtime{loop.executor(), loop.clock(), log, world.rng_, ids, world.decisions_},
          store(*world.engine_, loop.clock(), world.rng_),
          game(make_game(world)) {}

    // Suspended tasks hold references to the company and must go first.
    ~Process() {
        loop.destroy_tasks();
        company.reset();
    }

    core::VirtualLoop loop;
    TroubleSink sink;
    core::Log log;
    core::IdSource ids;
    core::Runtime runtime;
    store::InlineStore store;
    std::unique_ptr<game::GamePort> game;
    std::unique_ptr<Company> company;

  private:
    std::unique_ptr<game::GamePort> make_game(VirtualWorld& world) {
        if (world.options_.make_game) return world.options_.make_game(*world.universe_, runtime);
        return std::make_unique<sim::SimGame>(*world.universe_, loop.clock(), world.rng_);
    }
};

VirtualWorld::VirtualWorld(VirtualWorldOptions options)
    : options_(std::move(options)), rng_(options_.seed) {}

VirtualWorld::~VirtualWorld() = default;

Result<std::unique_ptr<VirtualWorld>> VirtualWorld::create(VirtualWorldOptions options) {
    std::unique_ptr<VirtualWorld> world(new VirtualWorld(std::move(options)));
    ARGOSY_TRY(sim::Scenario scenario, scenario_of(world->options_));
    ARGOSY_TRY(const core::TimePoint start, core::parse_time(scenario.reset_date + "T00:00:00Z"));
    sim::UniverseOptions universe{
        .seed = world->options_.seed,
        .law = world->options_.law,
        .start = start,
        .starting_credits = world->options_.credits,
        .gifts = {{model::ShipType("SHIP_LIGHT_HAULER"), world->options_.haulers},
                  {model::ShipType("SHIP_PROBE"), world->options_.probes}}};
    ARGOSY_TRY(world->universe_, sim::Universe::create(std::move(scenario), std::move(universe)));
    world->truth_ = std::make_unique<sim::Truth>(*world->universe_);
    ARGOSY_TRY(world->engine_, store::open_store(world->options_.store));
    ARGOSY_CHECK(store::migrate(*world->engine_));
    world->now_ = world->started_at_ = start;
    ARGOSY_CHECK(world->start_process());
    return world;
}

Result<void> VirtualWorld::start_process() {
    ARGOSY_CHECK(build_process());
    ARGOSY_CHECK(call(open(*process_->company)));
    return Result<void>();
}

Result<void> VirtualWorld::build_process() {
    // The run's number is taken before anything needs an id.
    process_ = std::make_unique<Process>(*this, 0);
    ARGOSY_TRY(const std::int64_t run, call(begin_run(process_->store, now_, options_.seed)));
    now_ = process_->loop.clock().now();
    process_ = std::make_unique<Process>(*this, run);
    const std::string era = universe_->reset_date();
    ARGOSY_TRY(std::vector<Player> players, call(load_players(process_->store, era)));
    if (players.empty()) {
        ARGOSY_TRY(
            game::Registration registered,
            call(process_->game->register_agent(core::Secret("bench-account"),
                                                model::AgentSymbol(options_.agent), "COSMIC")));
        Player player{.agent = registered.agent.symbol,
                      .era = era,
                      .faction = registered.agent.starting_faction,
                      .headquarters = registered.agent.headquarters,
                      .token = std::move(registered.agent_token)};
        ARGOSY_TRY(player, call(save_player(process_->store, std::move(player), now())));
        players.push_back(std::move(player));
    }
    process_->company =
        std::make_unique<Company>(process_->runtime, process_->store, *process_->game,
                                  std::move(players.front()), options_.settings);
    return Result<void>();
}

void VirtualWorld::run_for(core::Duration length) {
    const core::TimePoint end = now() + length;
    process_->loop.run_until(end);
    now_ = end;
    universe_->advance(end);
}

void VirtualWorld::run_to_end(Task<void> task) {
    const auto stop_after = [](Task<void> work, core::VirtualLoop& loop) -> Task<void> {
        co_await std::move(work);
        loop.stop();
    };
    core::spawn(process_->loop.executor(), stop_after(std::move(task), process_->loop));
    process_->loop.run_until(now() + std::chrono::hours(24));
}

void VirtualWorld::kill_process() {
    now_ = now();
    errors_ += process_->log.errors();
    requests_ += process_->game->budget().counts().total();
    requests_429_ += process_->game->budget().counts().rate_limited();
    process_.reset();
}

Result<void> VirtualWorld::crash() {
    kill_process();
    return start_process();
}

Result<void> VirtualWorld::crash_twice(core::Duration between) {
    kill_process();
    ARGOSY_CHECK(build_process());
    process_->runtime.spawn(open_unheard(*process_->company));
    run_for(between);
    return crash();
}

Result<store::Rows> VirtualWorld::stored(std::string_view sql, const store::Params& params) const {
    return engine_->query(sql, params);
}

Company& VirtualWorld::company() {
    return *process_->company;
}

core::TimePoint VirtualWorld::now() const {
    return process_ ? std::max(now_, process_->loop.clock().now()) : now_;
}

std::uint64_t VirtualWorld::errors() const {
    return errors_ + process_->log.errors();
}

Result<RunReport> VirtualWorld::report() {
    Company& company = *process_->company;
    const model::AgentSymbol agent = company.player().agent;
    const std::int64_t player = company.player().id;
    const core::TimePoint until = now();
    ARGOSY_TRY(
        const core::Duration ship_time,
        call(hauler_time(process_->store, player, company.fleet().ships, started_at_, until)));
    ARGOSY_TRY(const double busy,
               call(utilisation(process_->store, player, ship_time, started_at_, until)));
    const game::RequestCounts& counts = process_->game->budget().counts();
    // Where answers come from elsewhere, the universe has never heard of the agent.
    const bool is_played = universe_->agent(agent).ok();
    RunReport report{.seed = options_.seed,
                     .system = company.home_system().str(),
                     .hours = double((now() - started_at_).count()) / 3'600'000.0,
                     .ships = std::int64_t(company.fleet().ships.all().size()),
                     .credits_start = company.ledger().opening(),
                     .credits_end = company.ledger().balance(),
                     .ledger_balance = company.ledger().balance(),
                     .game_credits = is_played ? truth_->credits(agent) : core::Credits(0),
                     .pipelines_completed = company.pipelines().completed(),
                     .tasks_completed = company.tasks().completed(),
                     .tasks_failed = company.tasks().failed(),
                     .utilisation = busy,
                     .requests = requests_ + counts.total(),
                     .requests_429 = requests_429_ + counts.rate_limited(),
                     .decision_hash = decisions_.hex()};
    if (!is_played) return report;
    for (const auto& [good, units] : truth_->cargo(agent))
        report.stranded_cargo_units += units;
    return report;
}

}  // namespace argosy::kernel
