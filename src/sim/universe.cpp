#include "sim/universe.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/contracts.h"

namespace argosy::sim {
namespace {

using core::Units;
using model::AgentSymbol;
using model::ShipSymbol;
using model::WaypointSymbol;

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
    for (std::size_t i = 0; i < scenario_.gates.size(); ++i) {
        gate_index_.emplace(scenario_.gates[i].waypoint, i);
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
        const std::span<const WaypointFacts> waypoints = *waypoints_of(system.symbol);
        for (const WaypointFacts& facts : waypoints) {
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
    settle_contracts(now);
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

void Universe::watch(const ContractRecord& contract) {
    contract_deadlines_.emplace(contract.accepted ? contract.deadline : contract.deadline_to_accept,
                                contract.id);
}

void Universe::settle_contracts(core::TimePoint now) {
    while (!contract_deadlines_.empty() && contract_deadlines_.begin()->first <= now) {
        const auto [deadline, id] = *contract_deadlines_.begin();
        contract_deadlines_.erase(contract_deadlines_.begin());
        Contracts(*this).pass_deadline(id, deadline);
    }
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

const GateFacts* Universe::gate_of(const WaypointSymbol& waypoint) const {
    const auto found = gate_index_.find(waypoint);
    return found == gate_index_.end() ? nullptr : &scenario_.gates[found->second];
}

bool Universe::is_accessible(const WaypointSymbol& waypoint,
                             const std::optional<AgentSymbol>& viewer, core::TimePoint now) const {
    return chart_of(waypoint) != nullptr || (viewer && is_present(*viewer, waypoint, now));
}

ApiResult<model::Market> Universe::market(const WaypointSymbol& waypoint,
                                          const std::optional<AgentSymbol>& viewer,
                                          core::TimePoint now) {
    advance(now);
    const MarketState* state = state_.economy.find(waypoint);
    if (state == nullptr) return refusal::not_found("Market", waypoint.str());
    if (!is_accessible(waypoint, viewer, now)) return refusal::waypoint_no_access(waypoint);
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
    if (!is_accessible(waypoint, viewer, now)) return refusal::waypoint_no_access(waypoint);
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

}  // namespace argosy::sim
