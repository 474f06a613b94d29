#pragma once

/// @file
/// A universe behind its HTTP front in which several agents do a bit of everything, drawn at
/// random. What they do follows from the draws and the universe's state alone, so equal worlds
/// with equal draws have equal futures.

#include <fmt/format.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <set>
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

    /// Returns what agents did with success: "navigate", "extract/survey", ...
    const std::set<std::string>& done() const { return done_; }

    /// From now on counts refused requests, and those among them that changed anything all the
    /// same.
    void check_refusals() { checks_refusals_ = true; }
    int refusals() const { return refusals_; }
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
        if (response.status < 400) return response;
        ++refusals_;
        if (hash() != before) ++changing_refusals_;
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
        const model::ShipSymbol symbol(fmt::format("{}-{:X}", agent, draws.uniform(1, kBusyShips)));
        const auto found = universe_->all_ships().find(symbol);
        if (found == universe_->all_ships().end()) return;
        const Actor actor{agent, "/my/ships/" + symbol.str(), found->second};
        switch (draw(draws, 10)) {
            case 0:
            case 1:
            case 2:
                return move(actor, draws);
            case 3:
            case 4:
            case 5:
                return trade(actor, draws);
            case 6:
            case 7:
                return work(actor, draws);
            case 8:
                return deal(actor, draws);
            default:
                return outfit(actor, draws);
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

    // Mostly where there is something to do.
    std::string any_waypoint(core::RandomStream& draws) const {
        constexpr std::array kBusyPlaces{"A1", "A2", "H51", "H52", "C40", "C41", "XD5A", "B8"};
        const auto& all = universe_->scenario().waypoints;
        const std::size_t number = std::size_t(draw(draws, all.size()));
        if (number % 2 == 0) return all[number].waypoint.symbol.str();
        return fmt::format("X1-AD75-{}", kBusyPlaces[number % kBusyPlaces.size()]);
    }

    struct Actor {
        const std::string& agent;
        std::string path;
        const ShipRecord& ship;

        const model::WaypointSymbol& here() const { return ship.ship.nav.waypoint; }
    };

    HttpResponse post(const Actor& actor, const std::string& action, std::string body = "") {
        HttpResponse response =
            send_as(actor.agent, "POST", actor.path + "/" + action, std::move(body));
        if (response.status < 300) done_.insert(action);
        return response;
    }

    void move(const Actor& actor, core::RandomStream& draws) {
        const auto mode = std::array{"CRUISE", "BURN", "DRIFT"}[std::size_t(draw(draws, 3))];
        send_as(actor.agent, "PATCH", actor.path + "/nav",
                fmt::format(R"({{"flightMode":"{}"}})", mode));
        if (draw(draws, 2) == 0) {
            post(actor, "dock");
            post(actor, "refuel", draw(draws, 2) == 0 ? "{}" : R"({"units":100})");
        }
        post(actor, "orbit");
        const std::string to = fmt::format(R"({{"waypointSymbol":"{}"}})", any_waypoint(draws));
        post(actor, std::array{"navigate", "navigate", "jump", "warp"}[std::size_t(draw(draws, 4))],
             to);
    }

    void trade(const Actor& actor, core::RandomStream& draws) {
        post(actor, "dock");
        const MarketState* market = universe_->economy().find(actor.here());
        if (market == nullptr) return;
        const auto& good = market->goods[std::size_t(draw(draws, market->goods.size()))].good;
        const std::int64_t units = draws.uniform(1, 20);
        const std::string body = fmt::format(R"({{"symbol":"{}","units":{}}})", good, units);
        post(actor, draw(draws, 2) == 0 ? "purchase" : "sell", body);
        if (draw(draws, 3) == 0) post(actor, "jettison", body);
        const std::string other = fmt::format("{}-{:X}", actor.agent, draws.uniform(1, kBusyShips));
        post(actor, "transfer",
             fmt::format(R"({{"tradeSymbol":"{}","units":1,"shipSymbol":"{}"}})", good, other));
    }

    void work(const Actor& actor, core::RandomStream& draws) {
        post(actor, "orbit");
        switch (draw(draws, 4)) {
            case 0:
                post(actor, "extract");
                post(actor, "siphon");
                return;
            case 1:
                post(actor, "survey");
                return;
            case 2:
                return extract_surveyed(actor);
            default:
                post(actor, "refine", R"({"produce":"IRON"})");
                post(actor, "chart");
                post(actor, std::array{"scan/systems", "scan/waypoints",
                                       "scan/ships"}[std::size_t(draw(draws, 3))]);
        }
    }

    void extract_surveyed(const Actor& actor) {
        for (const auto& [signature, survey] : universe_->state().surveys) {
            if (survey.agent.str() != actor.agent || survey.waypoint != actor.here()) continue;
            std::string deposits;
            for (const model::TradeSymbol& deposit : survey.deposits) {
                deposits +=
                    fmt::format(R"({}{{"symbol":"{}"}})", deposits.empty() ? "" : ",", deposit);
            }
            constexpr std::array kSizes{"SMALL", "MODERATE", "LARGE"};
            post(actor, "extract/survey",
                 fmt::format(R"({{"signature":"{}","symbol":"{}","deposits":[{}],)"
                             R"("expiration":"{}","size":"{}"}})",
                             signature, survey.waypoint, deposits,
                             core::format_time(survey.expires), kSizes[std::size_t(survey.size)]));
            return;
        }
    }

    void deal(const Actor& actor, core::RandomStream& draws) {
        post(actor, "dock");
        post(actor, "negotiate/contract");
        for (const auto& [id, contract] : universe_->state().contracts) {
            if (contract.agent.str() != actor.agent || contract.fulfilled) continue;
            const ContractDelivery& wanted = contract.deliveries.front();
            const auto action =
                std::array{"accept", "deliver", "fulfill"}[std::size_t(draw(draws, 3))];
            const HttpResponse response =
                send_as(actor.agent, "POST", fmt::format("/my/contracts/{}/{}", id, action),
                        fmt::format(R"({{"shipSymbol":"{}","tradeSymbol":"{}","units":1}})",
                                    actor.ship.ship.symbol, wanted.good));
            if (response.status < 300) done_.insert(action);
            return;
        }
    }

    void outfit(const Actor& actor, core::RandomStream& draws) {
        post(actor, "dock");
        const auto& mounts = actor.ship.mounts;
        const std::string mount = mounts.empty() ? "MOUNT_MINING_LASER_I" : mounts.front();
        const std::string body = fmt::format(R"({{"symbol":"{}"}})", mount);
        switch (draw(draws, 5)) {
            case 0:
                post(actor, "mounts/remove", body);
                return;
            case 1:
                post(actor, "mounts/install", body);
                return;
            case 2:
                post(actor, "repair");
                return;
            case 3:
                if (draw(draws, 4) == 0) post(actor, "scrap");
                return;
            default:
                send_as(actor.agent, "POST", "/my/ships",
                        fmt::format(R"({{"shipType":"{}","waypointSymbol":"{}"}})",
                                    draw(draws, 2) == 0 ? "SHIP_PROBE" : "SHIP_MINING_DRONE",
                                    actor.here()));
        }
    }

    boost::asio::io_context loop_{1};
    std::unique_ptr<Universe> universe_;
    core::RealClock clock_;
    std::unique_ptr<Journal> journal_;
    std::unique_ptr<HttpFront> front_;
    bool checks_refusals_ = false;
    int refusals_ = 0;
    int changing_refusals_ = 0;
    std::set<std::string> done_;
};

}  // namespace argosy::sim::testing
