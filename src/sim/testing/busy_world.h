#pragma once

/// @file
/// A universe behind its HTTP front in which several agents do a bit of everything, drawn at
/// random. What they do follows from the draws and the universe's state alone, so equal worlds
/// with equal draws have equal futures.

#include <fmt/format.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <string>
#include <vector>

#include "core/real_clock.h"
#include "sim/http_front.h"
#include "sim/journal.h"
#include "sim/universe.h"

namespace argosy::sim::testing {

inline const core::TimePoint kBusyStart = core::parse_time("2025-04-09T12:00:00.000Z").value();
inline constexpr std::array kBusyAgents{"ALPHA", "BRAVO", "CHARLIE"};
inline constexpr std::int64_t kBusyShips = 6;

/// Returns a universe without agents whose agents get a fleet that can do a bit of everything.
inline std::unique_ptr<Universe> busy_universe(std::uint64_t seed, std::string law = "measured") {
    UniverseOptions options{.seed = seed, .law = std::move(law), .start = kBusyStart};
    options.starting_credits = core::Credits(2'000'000);
    options.gifts = {{model::ShipType("SHIP_LIGHT_HAULER"), 1},
                     {model::ShipType("SHIP_MINING_DRONE"), 1},
                     {model::ShipType("SHIP_SURVEYOR"), 1},
                     {model::ShipType("SHIP_SIPHON_DRONE"), 1}};
    return Universe::create(recorded_scenario(), std::move(options)).value();
}

class BusyWorld {
  public:
    BusyWorld(std::unique_ptr<Universe> universe, core::TimePoint now)
        : universe_(std::move(universe)),
          clock_(loop_.get_executor(), 0.0, now),
          front_(std::make_unique<HttpFront>(*universe_, clock_,
                                             HttpFrontOptions{.rate_limited = false})) {}

    /// Keeps the world in the file from now on.
    void keep_in(const std::string& path) {
        auto file = StateFile::open(path);
        ARGOSY_ASSERT(file.ok());
        auto journal = Journal::begin(*std::move(file), *universe_, clock_);
        ARGOSY_ASSERT(journal.ok());
        journal_ = *std::move(journal);
        front_ = std::make_unique<HttpFront>(
            *universe_, clock_, HttpFrontOptions{.rate_limited = false, .journal = journal_.get()});
    }

    Universe& universe() { return *universe_; }
    /// Ends the world.
    std::unique_ptr<Universe> take_universe() {
        front_.reset();
        return std::move(universe_);
    }
    Journal& journal() { return *journal_; }
    core::TimePoint now() const { return clock_.now(); }
    void go_to(core::TimePoint at) { clock_.follow(at, 0.0, core::Duration(0)); }

    /// Returns the hash of everything as of now.
    std::uint64_t hash() {
        universe_->advance(now());
        return universe_->state_hash();
    }

    /// From now on counts refused requests that changed anything all the same.
    void check_refusals() { checks_refusals_ = true; }
    int changing_refusals() const { return changing_refusals_; }

    HttpResponse send(std::string method, std::string target, std::string body,
                      const std::string& token) {
        HttpRequest request;
        request.method = std::move(method);
        request.target = "/v2" + std::move(target);
        request.body = std::move(body);
        request.remote_address = "127.0.0.1";
        if (!request.body.empty()) request.headers["content-type"] = "application/json";
        if (!token.empty()) request.headers["authorization"] = "Bearer " + token;
        if (!checks_refusals_) return front_->handle(request);
        const std::uint64_t before = hash();
        HttpResponse response = front_->handle(request);
        const bool refused = response.status >= 400;
        if (refused && hash() != before) ++changing_refusals_;
        return response;
    }
    HttpResponse send_as(const std::string& agent, std::string method, std::string target,
                         std::string body = "") {
        return send(std::move(method), std::move(target), std::move(body),
                    universe_->token_of(model::AgentSymbol(agent)));
    }

    void register_agents() {
        for (const char* agent : kBusyAgents) {
            const HttpResponse made = send(
                "POST", "/register", fmt::format(R"({{"symbol":"{}","faction":"COSMIC"}})", agent),
                fmt::format("account of {}", agent));
            ARGOSY_ASSERT(made.status == 201);
        }
    }

    /// Some time passes, and an agent does something with a ship.
    void play_one(core::RandomStream& draws) {
        go_to(now() + core::Duration(draws.uniform(0, 300'000)));
        const std::string agent = kBusyAgents[std::size_t(draw(draws, kBusyAgents.size()))];
        const std::string ship = fmt::format("{}-{:X}", agent, draws.uniform(1, kBusyShips));
        const auto found = universe_->all_ships().find(model::ShipSymbol(ship));
        if (found == universe_->all_ships().end()) return;
        const model::WaypointSymbol& here = found->second.ship.nav.waypoint;
        const std::string act = "/my/ships/" + ship;
        switch (draw(draws, 12)) {
            case 0:
                send_as(agent, "POST", act + "/dock");
                break;
            case 1:
            case 2:
                send_as(agent, "POST", act + "/orbit");
                send_as(agent, "POST", act + "/navigate",
                        fmt::format(R"({{"waypointSymbol":"{}"}})", any_waypoint(draws)));
                break;
            case 3:
                send_as(agent, "POST", act + "/dock");
                send_as(agent, "POST", act + "/refuel", "{}");
                break;
            case 4:
            case 5:
            case 6:
                send_as(agent, "POST", act + "/dock");
                trade(agent, act, here, draws);
                break;
            case 7:
                send_as(agent, "PATCH", act + "/nav",
                        fmt::format(
                            R"({{"flightMode":"{}"}})",
                            std::array{"CRUISE", "BURN", "DRIFT"}[std::size_t(draw(draws, 3))]));
                break;
            case 8:
                send_as(agent, "POST", act + "/orbit");
                send_as(agent, "POST", act + (draw(draws, 2) == 0 ? "/survey" : "/extract"));
                send_as(agent, "POST", act + "/siphon");
                break;
            case 9:
                send_as(agent, "POST", act + "/dock");
                send_as(agent, "POST", act + "/negotiate/contract");
                contract(agent, draws);
                break;
            case 10:
                send_as(agent, "POST", act + "/chart");
                send_as(agent, "POST", act + "/scan/waypoints");
                send_as(agent, "POST", act + "/repair");
                break;
            default:
                send_as(agent, "POST", "/my/ships",
                        fmt::format(R"({{"shipType":"SHIP_PROBE","waypointSymbol":"{}"}})", here));
        }
    }

    void play(core::RandomStream& draws, int times) {
        for (int i = 0; i < times; ++i)
            play_one(draws);
    }

    /// Somebody looks at everything there is to look at.
    void look(core::RandomStream& draws) {
        const std::string agent = kBusyAgents[std::size_t(draw(draws, kBusyAgents.size()))];
        const std::string ship = fmt::format("/my/ships/{}-1", agent);
        const std::string waypoint = "/systems/X1-AD75/waypoints/" + any_waypoint(draws);
        for (const std::string& target : {std::string("/"),
                                          std::string("/my/agent"),
                                          std::string("/my/account"),
                                          std::string("/my/agent/events"),
                                          std::string("/my/ships"),
                                          std::string("/my/contracts"),
                                          std::string("/my/factions"),
                                          std::string("/agents"),
                                          ship,
                                          ship + "/cooldown",
                                          ship + "/nav",
                                          ship + "/cargo",
                                          ship + "/mounts",
                                          ship + "/modules",
                                          ship + "/repair",
                                          ship + "/scrap",
                                          waypoint,
                                          waypoint + "/market",
                                          waypoint + "/shipyard",
                                          waypoint + "/construction",
                                          waypoint + "/jump-gate"}) {
            send_as(agent, "GET", target);
        }
    }

  private:
    static std::int64_t draw(core::RandomStream& draws, std::size_t count) {
        return draws.uniform(0, std::int64_t(count) - 1);
    }

    std::string any_waypoint(core::RandomStream& draws) const {
        const auto& all = universe_->scenario().waypoints;
        return all[std::size_t(draw(draws, all.size()))].waypoint.symbol.str();
    }

    void trade(const std::string& agent, const std::string& act, const model::WaypointSymbol& here,
               core::RandomStream& draws) {
        const MarketState* market = universe_->economy().find(here);
        if (market == nullptr) return;
        const auto& good = market->goods[std::size_t(draw(draws, market->goods.size()))].good;
        const std::string body =
            fmt::format(R"({{"symbol":"{}","units":{}}})", good, draws.uniform(1, 20));
        send_as(agent, "POST", act + (draw(draws, 2) == 0 ? "/purchase" : "/sell"), body);
        if (draw(draws, 4) == 0) send_as(agent, "POST", act + "/jettison", body);
    }

    void contract(const std::string& agent, core::RandomStream& draws) {
        if (draw(draws, 2) == 0) return;
        for (const auto& [id, contract] : universe_->state().contracts) {
            if (contract.agent.str() != agent || contract.accepted) continue;
            send_as(agent, "POST", fmt::format("/my/contracts/{}/accept", id));
            return;
        }
    }

    boost::asio::io_context loop_{1};
    std::unique_ptr<Universe> universe_;
    core::RealClock clock_;
    std::unique_ptr<Journal> journal_;
    std::unique_ptr<HttpFront> front_;
    bool checks_refusals_ = false;
    int changing_refusals_ = 0;
};

}  // namespace argosy::sim::testing
