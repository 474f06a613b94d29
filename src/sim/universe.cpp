#include "sim/universe.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace argosy::sim {
namespace {

using core::Units;
using model::AgentSymbol;
using model::ShipSymbol;
using model::WaypointSymbol;

constexpr std::string_view kTokenMark = "argosy-sim.";
constexpr std::size_t kLeastSymbol = 3;
constexpr std::size_t kMostSymbol = 14;

bool is_agent_symbol(std::string_view text) {
    const auto allowed = [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-';
    };
    return text.size() >= kLeastSymbol && text.size() <= kMostSymbol &&
           std::all_of(text.begin(), text.end(), allowed);
}

std::string upper(std::string_view text) {
    std::string result(text);
    for (char& c : result)
        c = char(std::toupper(static_cast<unsigned char>(c)));
    return result;
}

model::MarketGood shown(const MarketGoodState& state) {
    return {state.good,
            state.price.type,
            state.price.volume,
            model::supply_of(state.price),
            state.activity,
            model::ask_of(state.price),
            model::bid_of(state.price)};
}

std::vector<model::TradeSymbol> goods_of(const MarketState& market, model::TradeType type) {
    std::vector<model::TradeSymbol> goods;
    for (const MarketGoodState& state : market.goods) {
        if (state.price.type == type) goods.push_back(state.good);
    }
    return goods;
}

}  // namespace

core::Result<std::unique_ptr<Universe>> Universe::create(Scenario scenario,
                                                         UniverseOptions options) {
    ARGOSY_TRY(auto law, economy_law(options.law));
    for (const FleetGift& gift : options.gifts) {
        if (Catalogue::recorded().hull(gift.type) == nullptr || gift.count < 0) {
            return core::Error{core::ErrorCode::kInvalidArgument,
                               fmt::format("gift of {} {}: expected a known hull, 0 or more",
                                           gift.count, gift.type)};
        }
    }
    if (options.reset_date.empty()) options.reset_date = scenario.reset_date;
    return std::unique_ptr<Universe>(
        new Universe(std::move(scenario), std::move(options), std::move(law)));
}

Universe::Universe(Scenario scenario, UniverseOptions options,
                   std::shared_ptr<const EconomyLaw> law)
    : scenario_(std::move(scenario)),
      options_(std::move(options)),
      catalogue_(&Catalogue::recorded()),
      rng_(options_.seed),
      economy_(std::move(law), scenario_.market_goods, rng_, options_.start) {
    for (std::size_t i = 0; i < scenario_.waypoints.size(); ++i) {
        waypoint_index_.emplace(scenario_.waypoints[i].waypoint.symbol, i);
    }
    for (const ShipListingFacts& facts : scenario_.ship_listings) {
        yards_[facts.waypoint].listings.push_back(
            Listing{facts, facts.state.stock, options_.start});
    }
}

void Universe::advance(core::TimePoint now) {
    economy_.advance(now);
    for (auto& [waypoint, yard] : yards_)
        restock(yard, now);
}

void Universe::restock(Yard& yard, core::TimePoint now) {
    for (Listing& listing : yard.listings) {
        while (listing.facts.state.stock < listing.full && listing.next_built <= now) {
            listing.facts.state.stock += Units(1);
            listing.next_built += options_.build_time;
        }
    }
}

std::optional<ApiError> Universe::check_account_token(std::string_view token) {
    if (token.empty()) return refusal::account_token_missing();
    return std::nullopt;
}

ApiResult<NewAgent> Universe::register_agent(std::string_view symbol, std::string_view faction,
                                             core::TimePoint now) {
    if (!is_agent_symbol(symbol)) {
        return refusal::invalid_field(
            "symbol", "symbol must be 3 to 14 characters of A-Z, a-z, 0-9, _ and -");
    }
    if (catalogue_->faction(faction) == nullptr) {
        return refusal::invalid_field("faction", fmt::format("there is no faction {}", faction));
    }
    const AgentSymbol name(upper(symbol));
    if (agents_.contains(name)) return refusal::symbol_taken(name.str());
    advance(now);

    AgentRecord& record = agents_[name];
    record.agent.symbol = name;
    record.agent.headquarters = scenario_.headquarters;
    record.agent.starting_faction = faction;
    record.agent.credits = options_.starting_credits;
    record.account_id = fmt::format("account-{}", name);
    const auto hull = [this](const char* type) -> const Hull& {
        return *catalogue_->hull(model::ShipType(type));
    };
    add_ship(record, hull("SHIP_COMMAND_FRIGATE"), scenario_.headquarters, now);
    add_ship(record, hull("SHIP_PROBE"), scenario_.probe_waypoint, now);
    for (const FleetGift& gift : options_.gifts) {
        for (std::int64_t i = 0; i < gift.count; ++i) {
            add_ship(record, *catalogue_->hull(gift.type), scenario_.headquarters, now);
        }
    }
    NewAgent answer{token_of(name), &record, {}};
    for (const ShipSymbol& ship : record.ships)
        answer.ships.push_back(&ships_.at(ship));
    return answer;
}

// Opaque to clients. It names the reset date, so that a token of another universe is told apart
// from a wrong one.
std::string Universe::token_of(const AgentSymbol& agent) const {
    core::RandomStream stream = rng_.stream("token/" + agent.str());
    return fmt::format("{}{}.{}.{:016x}", kTokenMark, reset_date(), agent, stream.next());
}

ApiResult<AgentSymbol> Universe::authenticate(std::string_view token) const {
    if (token.empty()) return refusal::token_missing();
    if (!token.starts_with(kTokenMark)) return refusal::token_invalid();
    const std::string_view rest = token.substr(kTokenMark.size());
    const std::size_t first = rest.find('.');
    const std::size_t last = rest.rfind('.');
    if (first == std::string_view::npos || first == last) return refusal::token_invalid();
    const std::string_view date = rest.substr(0, first);
    if (date != reset_date()) return refusal::reset_mismatch(reset_date(), date);
    const AgentSymbol agent(rest.substr(first + 1, last - first - 1));
    if (token != token_of(agent)) return refusal::token_invalid();
    if (!agents_.contains(agent)) return refusal::agent_not_exists(agent.str());
    return agent;
}

ApiResult<const AgentRecord*> Universe::agent(const AgentSymbol& agent) const {
    const auto found = agents_.find(agent);
    if (found == agents_.end()) return refusal::not_found("Agent", agent.str());
    return &found->second;
}

ApiResult<const SystemFacts*> Universe::system(const model::SystemSymbol& system) const {
    if (system != scenario_.system.symbol) return refusal::not_found("System", system.str());
    return &scenario_.system;
}

ApiResult<std::vector<const WaypointFacts*>> Universe::waypoints(
    const model::SystemSymbol& system, const WaypointFilter& filter) const {
    ARGOSY_TRY([[maybe_unused]] const auto* found, this->system(system));
    std::vector<const WaypointFacts*> matching;
    for (const WaypointFacts& facts : scenario_.waypoints) {
        const bool has_traits =
            std::all_of(filter.traits.begin(), filter.traits.end(),
                        [&](const std::string& trait) { return facts.waypoint.has_trait(trait); });
        const bool has_type = filter.type.empty() || filter.type == facts.waypoint.type;
        if (has_type && has_traits) matching.push_back(&facts);
    }
    return matching;
}

ApiResult<const WaypointFacts*> Universe::waypoint(const WaypointSymbol& waypoint) const {
    const WaypointFacts* found = find_waypoint(waypoint);
    if (found == nullptr) return refusal::not_found("Waypoint", waypoint.str());
    return found;
}

const WaypointFacts* Universe::find_waypoint(const WaypointSymbol& waypoint) const {
    const auto found = waypoint_index_.find(waypoint);
    return found == waypoint_index_.end() ? nullptr : &scenario_.waypoints[found->second];
}

bool Universe::is_present(const AgentSymbol& agent, const WaypointSymbol& waypoint,
                          core::TimePoint now) const {
    const auto berth = berths_.find(waypoint);
    if (berth == berths_.end()) return false;
    return std::any_of(berth->second.begin(), berth->second.end(), [&](const ShipSymbol& symbol) {
        const ShipRecord& record = ships_.at(symbol);
        return record.owner == agent &&
               model::status_at(record.ship.nav, now) != model::NavStatus::kInTransit;
    });
}

ApiResult<model::Market> Universe::market(const WaypointSymbol& waypoint,
                                          const std::optional<AgentSymbol>& viewer,
                                          core::TimePoint now) {
    advance(now);
    const MarketState* state = economy_.find(waypoint);
    if (state == nullptr) return refusal::not_found("Market", waypoint.str());
    model::Market market;
    market.symbol = waypoint;
    market.exports = goods_of(*state, model::TradeType::kExport);
    market.imports = goods_of(*state, model::TradeType::kImport);
    market.exchange = goods_of(*state, model::TradeType::kExchange);
    if (!viewer || !is_present(*viewer, waypoint, now)) return market;
    market.goods.emplace();
    for (const MarketGoodState& good : state->goods)
        market.goods->push_back(shown(good));
    const auto deals = deals_.find(waypoint);
    if (deals != deals_.end()) {
        market.transactions.assign(deals->second.begin(), deals->second.end());
    }
    return market;
}

ApiResult<model::Shipyard> Universe::shipyard(const WaypointSymbol& waypoint,
                                              const std::optional<AgentSymbol>& viewer,
                                              core::TimePoint now) {
    advance(now);
    const auto found = yards_.find(waypoint);
    if (found == yards_.end()) return refusal::not_found("Shipyard", waypoint.str());
    const Yard& yard = found->second;
    model::Shipyard shipyard;
    shipyard.symbol = waypoint;
    for (const Listing& listing : yard.listings)
        shipyard.types.push_back(listing.facts.type);
    if (!viewer || !is_present(*viewer, waypoint, now)) return shipyard;
    shipyard.listings.emplace();
    for (const Listing& listing : yard.listings) {
        shipyard.listings->push_back({listing.facts.type, model::supply_of(listing.facts.state),
                                      model::ask_of(listing.facts.state)});
    }
    shipyard.transactions.assign(yard.sales.begin(), yard.sales.end());
    return shipyard;
}

std::optional<model::Activity> Universe::listing_activity(const WaypointSymbol& yard,
                                                          const model::ShipType& type) const {
    const auto found = yards_.find(yard);
    if (found == yards_.end()) return std::nullopt;
    for (const Listing& listing : found->second.listings) {
        if (listing.facts.type == type) return listing.facts.activity;
    }
    return std::nullopt;
}

std::uint64_t Universe::state_hash() const {
    core::DecisionHash hash;
    economy_.mix_into(hash);
    for (const auto& [symbol, record] : agents_) {
        hash.mix(symbol.str());
        hash.mix(record.agent.credits.count());
    }
    for (const auto& [symbol, record] : ships_) {
        hash.mix(symbol.str());
        hash.mix(record.ship.nav.waypoint.str());
        hash.mix(std::int64_t(record.ship.nav.status));
        hash.mix(core::to_millis(record.ship.nav.route.arrival));
        hash.mix(record.ship.fuel.current);
        for (const auto& [good, units] : record.ship.cargo.items) {
            hash.mix(good.str());
            hash.mix(units.count());
        }
    }
    for (const auto& [waypoint, yard] : yards_) {
        for (const Listing& listing : yard.listings)
            hash.mix(listing.facts.state.stock.count());
    }
    return hash.value();
}

}  // namespace argosy::sim
