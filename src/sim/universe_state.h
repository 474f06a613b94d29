#pragma once

/// @file
/// Everything in a universe that changes, as plain records: what a snapshot holds, and nothing
/// that can be derived from it or from the scenario. Rules are not here: the operations of
/// `Universe` and of the desks beside it (Mining, Contracts, Outfitting, ...) are.

#include <array>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/time.h"
#include "model/market.h"
#include "model/ship.h"
#include "sim/catalogue.h"
#include "sim/economy.h"
#include "sim/scenario.h"
#include "sim/wear.h"

namespace argosy::sim {

/// What `GET /my/account` tells. An account is known by the token its agents registered with.
struct AccountRecord {
    std::string id;
    core::TimePoint created_at;
};

struct AgentEvent {
    std::int64_t number = 0;  ///< 1 is the agent's first.
    std::string type;
    std::string message;
    core::TimePoint at;
};

struct AgentRecord {
    model::Agent agent;
    std::vector<model::ShipSymbol> ships;
    core::Credits spent;   ///< All that was ever paid.
    core::Credits earned;  ///< All that was ever received. credits = start - spent + earned.
    std::map<std::string, std::int64_t> reputation;  ///< By faction.
    std::int64_t charts = 0;                         ///< Submitted.
    std::int64_t contracts = 0;                      ///< Offered, ever.
    std::int64_t event_count = 0;                    ///< Ever; `events` keeps the latest.
    std::deque<AgentEvent> events;                   ///< Newest first.
};

/// The last fuel a ship burnt.
struct FuelUse {
    std::int64_t amount = 0;
    core::TimePoint at;
};

struct Cooldown {
    std::int64_t total_seconds = 0;  ///< 0: there never was one.
    core::TimePoint expires;
};

struct ShipRecord {
    model::Ship ship;
    model::AgentSymbol owner;
    const Hull* hull = nullptr;
    FuelUse fuel_use;
    Cooldown cooldown;
    std::vector<std::string> modules;  ///< Symbols, in the order of installation.
    std::vector<std::string> mounts;
    std::array<Wear, kComponents> wear;
    /// Chances this ship has taken. Names its next random stream, so that a ship's luck depends on
    /// what it did and on nothing else.
    std::int64_t chances = 0;

    Wear& wear_of(Component component) { return wear[std::size_t(component)]; }
    const Wear& wear_of(Component component) const { return wear[std::size_t(component)]; }
};

struct Listing {
    ShipListingFacts facts;  ///< With the stock of now.
    core::Units full;        ///< Stock at which nothing is built any more.
    core::TimePoint next_built;
};

struct YardRecord {
    std::vector<Listing> listings;
    std::deque<model::ShipyardTransaction> sales;  ///< Newest first.
};

struct ContractDelivery {
    model::TradeSymbol good;
    model::WaypointSymbol destination;
    core::Units required;
    core::Units fulfilled;
};

struct ContractRecord {
    std::string id;
    model::AgentSymbol agent;
    std::string faction;
    std::vector<ContractDelivery> deliveries;
    core::Credits on_accepted;
    core::Credits on_fulfilled;
    core::TimePoint offered_at;
    core::TimePoint deadline_to_accept;
    core::TimePoint deadline;
    bool accepted = false;
    bool fulfilled = false;
};

enum class SurveySize : std::uint8_t { kSmall, kModerate, kLarge };

struct SurveyRecord {
    std::string signature;
    model::AgentSymbol agent;
    model::WaypointSymbol waypoint;
    std::vector<model::TradeSymbol> deposits;  ///< Repeated ones weigh more.
    SurveySize size = SurveySize::kSmall;
    core::TimePoint expires;
    core::Units left;  ///< Units until it is exhausted. Hidden from clients.
};

struct SiteRecord {
    std::vector<SiteMaterial> materials;

    bool is_complete() const;
};

struct ChartRecord {
    std::string submitted_by;  ///< An agent or a faction.
    core::TimePoint submitted_on;
};

/// A place that extraction has worked on.
struct StrainRecord {
    std::int64_t strain = 0;  ///< Of recent extractions; in thousandths.
    core::TimePoint at;       ///< When `strain` was that much.
};

struct UniverseState {
    explicit UniverseState(Economy markets) : economy(std::move(markets)) {}

    core::TimePoint now;  ///< The latest time anything was told.
    Economy economy;
    std::map<std::string, AccountRecord> accounts;  ///< By id.
    std::map<model::AgentSymbol, AgentRecord> agents;
    std::map<model::ShipSymbol, ShipRecord> ships;
    std::map<model::WaypointSymbol, YardRecord> yards;
    std::map<model::WaypointSymbol, std::deque<model::MarketTransaction>> deals;  ///< Newest first.
    std::map<std::string, ContractRecord> contracts;                              ///< By id.
    std::map<std::string, SurveyRecord> surveys;                                  ///< By signature.
    std::map<model::WaypointSymbol, SiteRecord> sites;
    std::map<model::WaypointSymbol, ChartRecord> charts;
    std::map<model::WaypointSymbol, StrainRecord> strains;
};

}  // namespace argosy::sim
