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

// Tells accounts apart without keeping their tokens.
std::string account_of(std::string_view token) {
    core::DecisionHash hash;
    hash.mix(token);
    return fmt::format("account-{:016x}", hash.value());
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
    ARGOSY_TRY(auto law, economy_law(options.law, {.other_traders = options.other_traders}));
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
      state_(Economy(std::move(law), scenario_.market_goods, rng_, options_.start)) {
    index_scenario();
    fill_state();
}

void Universe::index_scenario() {
    for (std::size_t i = 0; i < scenario_.systems.size(); ++i) {
        system_index_.emplace(scenario_.systems[i].symbol, i);
    }
    const auto& waypoints = scenario_.waypoints;
    for (std::size_t i = 0; i < waypoints.size(); ++i) {
        waypoint_index_.emplace(waypoints[i].waypoint.symbol, i);
        auto& range =
            waypoints_of_.try_emplace(model::system_of(waypoints[i].waypoint.symbol), i, i)
                .first->second;
        range.second = i + 1;
    }
}

void Universe::fill_state() {
    state_.now = options_.start;
    for (const ShipListingFacts& facts : scenario_.ship_listings) {
        state_.yards[facts.waypoint].listings.push_back(
            Listing{facts, facts.state.stock, options_.start});
    }
    for (const SiteFacts& facts : scenario_.sites) {
        state_.sites.emplace(facts.waypoint, SiteRecord{facts.materials});
    }
    for (const SystemFacts& system : scenario_.systems) {
        if (system.faction.empty()) continue;
        for (const WaypointFacts& facts : *waypoints_of(system.symbol)) {
            if (!facts.charted) continue;
            state_.charts.emplace(facts.waypoint.symbol,
                                  ChartRecord{system.faction, scenario_.charted_at});
        }
    }
}

void Universe::advance(core::TimePoint now) {
    state_.now = std::max(state_.now, now);
    state_.economy.advance(now);
    build_ships(now);
}

void Universe::build_ships(core::TimePoint now) {
    while (!building_.empty() && std::get<0>(*building_.begin()) <= now) {
        const auto [done, waypoint, number] = *building_.begin();
        building_.erase(building_.begin());
        Listing& listing = state_.yards.at(waypoint).listings[number];
        listing.facts.state.stock += Units(1);
        listing.next_built = done + options_.build_time;
        if (listing.facts.state.stock < listing.full) {
            building_.emplace(listing.next_built, waypoint, number);
        }
    }
}

ApiResult<NewAgent> Universe::register_agent(std::string_view account_token,
                                             std::string_view symbol, std::string_view faction,
                                             core::TimePoint now) {
    if (account_token.empty()) return refusal::account_token_missing();
    if (!is_agent_symbol(symbol)) {
        return refusal::invalid_field(
            "symbol", "symbol must be 3 to 14 characters of A-Z, a-z, 0-9, _ and -");
    }
    if (catalogue_->faction(faction) == nullptr) {
        return refusal::invalid_field("faction", fmt::format("there is no faction {}", faction));
    }
    const AgentSymbol name(upper(symbol));
    if (state_.agents.contains(name)) return refusal::symbol_taken(name.str());
    advance(now);

    const std::string account_id = account_of(account_token);
    state_.accounts.try_emplace(account_id, AccountRecord{account_id, now});
    const StartFacts& start = start_of(faction);
    AgentRecord& record = state_.agents[name];
    record.agent.symbol = name;
    record.agent.headquarters = start.headquarters;
    record.agent.starting_faction = faction;
    record.agent.credits = options_.starting_credits;
    record.account_id = account_id;
    const auto hull = [this](const char* type) -> const Hull& {
        return *catalogue_->hull(model::ShipType(type));
    };
    add_ship(record, hull("SHIP_COMMAND_FRIGATE"), start.headquarters, now);
    add_ship(record, hull("SHIP_PROBE"), start.probe_waypoint, now);
    for (const FleetGift& gift : options_.gifts) {
        for (std::int64_t i = 0; i < gift.count; ++i) {
            add_ship(record, *catalogue_->hull(gift.type), start.headquarters, now);
        }
    }
    NewAgent answer{token_of(name), &record, {}};
    for (const ShipSymbol& ship : record.ships)
        answer.ships.push_back(&state_.ships.at(ship));
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
    if (!state_.agents.contains(agent)) return refusal::agent_not_exists(agent.str());
    return agent;
}

ApiResult<const AgentRecord*> Universe::agent(const AgentSymbol& agent) const {
    const auto found = state_.agents.find(agent);
    if (found == state_.agents.end()) return refusal::not_found("Agent", agent.str());
    return &found->second;
}

ApiResult<const SystemFacts*> Universe::system(const model::SystemSymbol& system) const {
    const auto found = system_index_.find(system);
    if (found == system_index_.end()) return refusal::not_found("System", system.str());
    return &scenario_.systems[found->second];
}

ApiResult<std::span<const WaypointFacts>> Universe::waypoints_of(
    const model::SystemSymbol& system) const {
    ARGOSY_TRY([[maybe_unused]] const auto* found, this->system(system));
    const auto range = waypoints_of_.find(system);
    if (range == waypoints_of_.end()) return std::span<const WaypointFacts>();
    const auto [begin, end] = range->second;
    return std::span(scenario_.waypoints).subspan(begin, end - begin);
}

ApiResult<std::vector<const WaypointFacts*>> Universe::waypoints(
    const model::SystemSymbol& system, const WaypointFilter& filter) const {
    ARGOSY_TRY(const auto all, waypoints_of(system));
    std::vector<const WaypointFacts*> matching;
    for (const WaypointFacts& facts : all) {
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

const ChartRecord* Universe::chart_of(const WaypointSymbol& waypoint) const {
    const auto found = state_.charts.find(waypoint);
    return found == state_.charts.end() ? nullptr : &found->second;
}

const SiteRecord* Universe::site_of(const WaypointSymbol& waypoint) const {
    const auto found = state_.sites.find(waypoint);
    return found == state_.sites.end() ? nullptr : &found->second;
}

bool SiteRecord::is_complete() const {
    return std::all_of(materials.begin(), materials.end(), [](const SiteMaterial& material) {
        return material.fulfilled >= material.required;
    });
}

bool Universe::is_under_construction(const WaypointSymbol& waypoint) const {
    const SiteRecord* site = site_of(waypoint);
    return site != nullptr && !site->is_complete();
}

const StartFacts& Universe::start_of(std::string_view faction) const {
    for (const StartFacts& start : scenario_.starts) {
        if (start.faction == faction) return start;
    }
    return scenario_.starts.front();
}

ApiResult<model::Market> Universe::market(const WaypointSymbol& waypoint,
                                          const std::optional<AgentSymbol>& viewer,
                                          core::TimePoint now) {
    advance(now);
    const MarketState* state = state_.economy.find(waypoint);
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
    const auto deals = state_.deals.find(waypoint);
    if (deals != state_.deals.end()) {
        market.transactions.assign(deals->second.begin(), deals->second.end());
    }
    return market;
}

ApiResult<model::Shipyard> Universe::shipyard(const WaypointSymbol& waypoint,
                                              const std::optional<AgentSymbol>& viewer,
                                              core::TimePoint now) {
    advance(now);
    const auto found = state_.yards.find(waypoint);
    if (found == state_.yards.end()) return refusal::not_found("Shipyard", waypoint.str());
    const YardRecord& yard = found->second;
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
    const auto found = state_.yards.find(yard);
    if (found == state_.yards.end()) return std::nullopt;
    for (const Listing& listing : found->second.listings) {
        if (listing.facts.type == type) return listing.facts.activity;
    }
    return std::nullopt;
}

std::uint64_t Universe::state_hash() const {
    core::DecisionHash hash;
    state_.economy.mix_into(hash);
    for (const auto& [symbol, record] : state_.agents) {
        hash.mix(symbol.str());
        hash.mix(record.agent.credits.count());
    }
    for (const auto& [symbol, record] : state_.ships) {
        hash.mix(symbol.str());
        hash.mix(record.ship.nav.waypoint.str());
        hash.mix(std::int64_t(model::status_at(record.ship.nav, state_.now)));
        hash.mix(core::to_millis(record.ship.nav.route.arrival));
        hash.mix(record.ship.fuel.current);
        for (const auto& [good, units] : record.ship.cargo.items) {
            hash.mix(good.str());
            hash.mix(units.count());
        }
    }
    for (const auto& [waypoint, yard] : state_.yards) {
        for (const Listing& listing : yard.listings)
            hash.mix(listing.facts.state.stock.count());
    }
    return hash.value();
}

}  // namespace argosy::sim
