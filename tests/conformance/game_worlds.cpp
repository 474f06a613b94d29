#include "tests/conformance/game_worlds.h"

#include <boost/asio/io_context.hpp>

#include "core/real_clock.h"
#include "core/virtual_loop.h"
#include "kernel/front_wire.h"
#include "live/http_game.h"
#include "sim/http_front.h"
#include "sim/http_server.h"
#include "sim/sim_game.h"
#include "sim/testing/two_systems.h"

namespace argosy::tests {
namespace {

const core::TimePoint kStart = core::from_millis(1'744'200'000'000);  // 2025-04-09
constexpr std::uint64_t kSeed = 7;
constexpr core::Duration kForever = std::chrono::days(365);
constexpr core::Duration kWayThere = std::chrono::milliseconds(40);
// A flight of two minutes takes an eighth of a second.
constexpr double kSocketSpeed = 1'000;

class SilentSink final : public core::LogSink {
  public:
    void write(const core::LogEvent&) override {}
};

// Calls the front as a wire would, after the way there and before the way back.
class FrontTransport final : public live::Transport {
  public:
    FrontTransport(sim::HttpFront& front, core::Clock& clock) : front_(front), clock_(clock) {}

    core::Task<core::Result<live::HttpAnswer>> send(live::HttpRequest request) override {
        co_await clock_.sleep_for(kWayThere);
        live::HttpAnswer answer = kernel::ask(front_, request);
        co_await clock_.sleep_for(kWayThere);
        co_return answer;
    }

  private:
    sim::HttpFront& front_;
    core::Clock& clock_;
};

class VirtualWorld : public GameWorld {
  public:
    core::Clock& clock() override { return loop_.clock(); }
    double time_factor() const override { return 1.0; }

  protected:
    void drive(core::Task<void> task, const std::function<bool()>& done) override {
        core::spawn(loop_.executor(), stop_after(std::move(task), loop_));
        while (!done())
            loop_.run_until(clock().now() + kForever);
    }

    std::unique_ptr<sim::Universe> universe_ =
        make_still_universe(kStart, sim::testing::two_systems());
    core::VirtualLoop loop_{kStart};

  private:
    static core::Task<void> stop_after(core::Task<void> task, core::VirtualLoop& loop) {
        co_await std::move(task);
        loop.stop();
    }
};

class SimulatedWorld final : public VirtualWorld {
  public:
    game::GamePort& game() override { return game_; }

  private:
    sim::SimGame game_{*universe_, loop_.clock(), core::Rng(kSeed)};
};

class HttpWorld final : public VirtualWorld {
  public:
    game::GamePort& game() override { return game_; }

  private:
    SilentSink sink_;
    core::Log log_{loop_.clock(), sink_};
    sim::HttpFront front_{*universe_, loop_.clock(), {.rate_limited = true}};
    live::HttpGame game_{std::make_unique<live::ApiClient>(
        std::make_unique<FrontTransport>(front_, loop_.clock()), loop_.clock(), log_)};
};

class SocketWorld final : public GameWorld {
  public:
    SocketWorld() {
        auto server = sim::HttpServer::listen(loop_.get_executor(), "127.0.0.1", 0, front_);
        ARGOSY_ASSERT(server.ok());
        server_ = *std::move(server);
        auto game = live::HttpGame::create(
            loop_.get_executor(), clock_, log_,
            {.base_url = "http://127.0.0.1:" + std::to_string(server_->port()) + "/v2"});
        ARGOSY_ASSERT(game.ok());
        game_ = *std::move(game);
    }

    game::GamePort& game() override { return *game_; }
    core::Clock& clock() override { return clock_; }
    double time_factor() const override { return kSocketSpeed; }

  protected:
    void drive(core::Task<void> task, const std::function<bool()>& done) override {
        core::spawn(loop_.get_executor(), std::move(task));
        loop_.restart();
        while (!done())
            loop_.run_one();
    }

  private:
    boost::asio::io_context loop_{1};
    core::RealClock clock_{loop_.get_executor(), kSocketSpeed, kStart};
    SilentSink sink_;
    core::Log log_{clock_, sink_};
    std::unique_ptr<sim::Universe> universe_ =
        make_still_universe(kStart, sim::testing::two_systems());
    // At this speed the wire's jitter is whole seconds of game time: limits are HttpWorld's part.
    sim::HttpFront front_{*universe_, clock_, {.rate_limited = false}};
    std::unique_ptr<sim::HttpServer> server_;
    std::unique_ptr<live::HttpGame> game_;
};

}  // namespace

std::unique_ptr<sim::Universe> make_still_universe(core::TimePoint start, sim::Scenario scenario) {
    sim::UniverseOptions options;
    options.seed = kSeed;
    options.law = "inert";
    options.start = start;
    auto universe = sim::Universe::create(std::move(scenario), std::move(options));
    ARGOSY_ASSERT(universe.ok());
    return *std::move(universe);
}

std::unique_ptr<GameWorld> make_simulated_world() {
    return std::make_unique<SimulatedWorld>();
}
std::unique_ptr<GameWorld> make_http_world() {
    return std::make_unique<HttpWorld>();
}
std::unique_ptr<GameWorld> make_socket_world() {
    return std::make_unique<SocketWorld>();
}

}  // namespace argosy::tests
