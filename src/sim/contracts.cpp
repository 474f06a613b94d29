#include "sim/contracts.h"

#include <fmt/format.h>

#include <algorithm>

// Rules: what is asked, what is paid, and when. The refusals' texts are recorded for 4504 and
// 4511 only; the others follow their form.

namespace argosy::sim {
namespace {

using core::Credits;
using core::Units;
using model::AgentSymbol;
using model::TradeSymbol;
using model::WaypointSymbol;
using refusal::number;
using refusal::text;

constexpr int kBadRequest = 400;
constexpr std::int64_t kPercent = 100;

ApiError accept_not_authorized(const AgentSymbol& agent, std::string_view id) {
    return {
        kBadRequest,
        4500,
        fmt::format("Failed to accept contract. Agent {} is not authorized to accept it.", agent),
        {text("contractId", id)}};
}

ApiError not_authorized(const AgentSymbol& agent, std::string_view id) {
    return {
        kBadRequest,
        4506,
        fmt::format("Failed to update contract. Agent {} is not authorized to update it.", agent),
        {text("contractId", id)}};
}

ApiError already_accepted(const ContractRecord& contract) {
    return {kBadRequest,
            4501,
            "Failed to accept contract. Contract has already been accepted.",
            {text("contractId", contract.id)}};
}

ApiError deliveries_missing(const ContractRecord& contract, const ContractDelivery& delivery) {
    return {kBadRequest,
            4502,
            fmt::format("Failed to fulfill contract. {} of {} unit(s) of {} have been delivered.",
                        delivery.fulfilled, delivery.required, delivery.good),
            {text("contractId", contract.id), text("tradeSymbol", delivery.good.str()),
             number("unitsRequired", delivery.required.count()),
             number("unitsFulfilled", delivery.fulfilled.count())}};
}

ApiError deadline_passed(const ContractRecord& contract, core::TimePoint deadline) {
    return {
        kBadRequest,
        4503,
        fmt::format("Failed to update contract. Its deadline was {}.", core::format_time(deadline)),
        {text("contractId", contract.id), text("deadline", core::format_time(deadline))}};
}

ApiError already_fulfilled(const ContractRecord& contract) {
    return {kBadRequest,
            4504,
            "Failed to update contract. Contract has already been fulfilled.",
            {text("contractId", contract.id)}};
}

ApiError not_accepted(const ContractRecord& contract) {
    return {kBadRequest,
            4505,
            "Failed to update contract. Contract has not been accepted.",
            {text("contractId", contract.id)}};
}

ApiError not_in_terms(const ContractRecord& contract, const TradeSymbol& good) {
    return {kBadRequest,
            4508,
            fmt::format("Failed to deliver cargo. The contract does not ask for {}.", good),
            {text("contractId", contract.id), text("tradeSymbol", good.str())}};
}

ApiError above_terms(const ContractRecord& contract, const ContractDelivery& delivery,
                     Units units) {
    const Units left = delivery.required - delivery.fulfilled;
    return {kBadRequest,
            4509,
            fmt::format("Failed to deliver cargo. The contract asks for {} more unit(s) of {}.",
                        left, delivery.good),
            {text("contractId", contract.id), text("tradeSymbol", delivery.good.str()),
             number("units", units.count()), number("unitsRequired", delivery.required.count()),
             number("unitsFulfilled", delivery.fulfilled.count())}};
}

ApiError wrong_destination(const ContractDelivery& delivery, const ShipRecord& ship) {
    return {kBadRequest,
            4510,
            fmt::format("Failed to deliver cargo. Ship {} is not at {}.", ship.ship.symbol,
                        delivery.destination),
            {text("shipSymbol", ship.ship.symbol.str()),
             text("destinationSymbol", delivery.destination.str())}};
}

ApiError already_has_a_contract(const AgentSymbol& agent, const ContractRecord& open) {
    return {kBadRequest,
            4511,
            fmt::format("Agent {} already has an active contract.", agent),
            {text("agentSymbol", agent.str()), text("contractId", open.id)}};
}

ApiError no_faction(const WaypointSymbol& waypoint) {
    return {
        kBadRequest,
        4700,
        fmt::format("Failed to negotiate contract. No faction at {} has one to offer.", waypoint),
        {text("waypointSymbol", waypoint.str())}};
}

// The game's ids are cuids: "c", then letters and digits. This one is a stream's.
std::string draw_cuid(core::RandomStream& stream) {
    constexpr std::string_view kDigits = "0123456789abcdefghijklmnopqrstuvwxyz";
    constexpr std::size_t kLength = 25;
    std::string id = "cm";
    while (id.size() < kLength)
        id += kDigits[std::size_t(stream.uniform(0, std::int64_t(kDigits.size()) - 1))];
    return id;
}

std::int64_t draw(core::RandomStream& stream, const DrawRange& range) {
    return stream.uniform(range.low, range.high);
}

core::TimePoint next_deadline(const ContractRecord& contract) {
    return contract.accepted ? contract.deadline : contract.deadline_to_accept;
}

ContractDelivery* missing_delivery(ContractRecord& contract) {
    for (ContractDelivery& delivery : contract.deliveries) {
        if (delivery.fulfilled < delivery.required) return &delivery;
    }
    return nullptr;
}

// Returns the delivery of this good that is due where the ship is.
ApiResult<ContractDelivery*> delivery_here(ContractRecord& contract, const TradeSymbol& good,
                                           const ShipRecord& ship) {
    ContractDelivery* elsewhere = nullptr;
    for (ContractDelivery& delivery : contract.deliveries) {
        if (delivery.good != good) continue;
        if (delivery.destination == ship.ship.nav.waypoint) return &delivery;
        elsewhere = &delivery;
    }
    if (elsewhere == nullptr) return not_in_terms(contract, good);
    return wrong_destination(*elsewhere, ship);
}

}  // namespace

/// A good that a market imports.
struct Contracts::Wish {
    WaypointSymbol market;
    const MarketGoodState* good = nullptr;
};

struct Contracts::Terms {
    DrawRange price;
    DrawRange advance;
    std::optional<DrawRange> units;  ///< Absent: by the good's volume.
};

ApiResult<std::vector<const ContractRecord*>> Contracts::list(const AgentSymbol& agent,
                                                              core::TimePoint now) {
    universe_.advance(now);
    ARGOSY_TRY(const AgentRecord* record, universe_.agent(agent));
    std::vector<const ContractRecord*> contracts;
    for (std::int64_t i = 1; i <= record->contracts; ++i) {
        contracts.push_back(&universe_.state().contracts.at(id_of(agent, i)));
    }
    return contracts;
}

ApiResult<const ContractRecord*> Contracts::contract(const AgentSymbol& agent, std::string_view id,
                                                     core::TimePoint now) {
    universe_.advance(now);
    const auto found = universe_.state().contracts.find(std::string(id));
    if (found == universe_.state().contracts.end() || found->second.agent != agent) {
        return refusal::not_found("Contract", id);
    }
    return &found->second;
}

ApiResult<ContractRecord*> Contracts::own_contract(const AgentSymbol& agent, std::string_view id,
                                                   ApiError (*refused)(const AgentSymbol&,
                                                                       std::string_view)) {
    const auto found = universe_.state().contracts.find(std::string(id));
    if (found == universe_.state().contracts.end()) return refusal::not_found("Contract", id);
    if (found->second.agent != agent) return refused(agent, id);
    return &found->second;
}

ApiResult<ContractRecord*> Contracts::running_contract(const AgentSymbol& agent,
                                                       std::string_view id, core::TimePoint now) {
    universe_.advance(now);
    ARGOSY_TRY(ContractRecord * contract, own_contract(agent, id, &not_authorized));
    if (contract->fulfilled) return already_fulfilled(*contract);
    if (!contract->accepted) return not_accepted(*contract);
    if (now >= contract->deadline) return deadline_passed(*contract, contract->deadline);
    return contract;
}

std::string Contracts::id_of(const AgentSymbol& agent, std::int64_t number) const {
    core::RandomStream stream = universe_.stream(fmt::format("contract/{}/{}", agent, number));
    return draw_cuid(stream);
}

const ContractRecord* Contracts::open_contract(const AgentRecord& agent,
                                               core::TimePoint now) const {
    if (agent.contracts == 0) return nullptr;
    const ContractRecord& latest =
        universe_.state().contracts.at(id_of(agent.agent.symbol, agent.contracts));
    const bool is_open = !latest.fulfilled && now < next_deadline(latest);
    return is_open ? &latest : nullptr;
}

std::vector<Contracts::Wish> Contracts::wishes_in(const model::SystemSymbol& system) const {
    std::vector<Wish> wishes;
    const auto waypoints = universe_.waypoints_of(system);
    if (!waypoints) return wishes;
    for (const WaypointFacts& facts : *waypoints) {
        const MarketState* market = universe_.economy().find(facts.waypoint.symbol);
        if (market == nullptr) continue;
        for (const MarketGoodState& good : market->goods) {
            if (good.price.type != model::TradeType::kImport) continue;
            wishes.push_back({market->waypoint, &good});
        }
    }
    return wishes;
}

DrawRange Contracts::units_asked(const Wish& wish) const {
    constexpr Units kScarce(6);
    constexpr Units kProducts(20);
    if (wish.good->starting_volume <= kScarce) return parameters_.units_of_scarce;
    if (wish.good->starting_volume <= kProducts) return parameters_.units_of_products;
    return parameters_.units_of_materials;
}

const ContractRecord& Contracts::offer(AgentRecord& agent, const std::string& faction,
                                       const std::vector<Wish>& wishes, const Terms& terms,
                                       core::TimePoint now) {
    const AgentSymbol& symbol = agent.agent.symbol;
    core::RandomStream stream =
        universe_.stream(fmt::format("contract/{}/{}", symbol, ++agent.contracts));
    const std::string id = draw_cuid(stream);
    const Wish& wish = wishes[std::size_t(stream.uniform(0, std::int64_t(wishes.size()) - 1))];
    const std::int64_t units = draw(stream, terms.units.value_or(units_asked(wish)));
    const std::int64_t total = wish.good->price.base * units * draw(stream, terms.price) / kPercent;
    const std::int64_t advance = total * draw(stream, terms.advance) / kPercent;

    ContractRecord& contract = universe_.state().contracts[id];
    contract.id = id;
    contract.agent = symbol;
    contract.faction = faction;
    contract.deliveries = {{wish.good->good, wish.market, Units(units), Units(0)}};
    contract.on_accepted = Credits(advance);
    contract.on_fulfilled = Credits(total - advance);
    contract.offered_at = now;
    contract.deadline_to_accept = now + parameters_.time_to_accept;
    contract.deadline = now + parameters_.time_to_fulfil;
    universe_.watch(contract);
    Universe::note_event(agent, "CONTRACT_OFFERED",
                         fmt::format("{} offers contract {}.", faction, id), now);
    return contract;
}

void Contracts::offer_first(AgentRecord& agent, core::TimePoint now) {
    std::vector<Wish> wishes = wishes_in(model::system_of(agent.agent.headquarters));
    const auto is_ore = [](const Wish& wish) { return wish.good->good.str().ends_with("_ORE"); };
    if (std::any_of(wishes.begin(), wishes.end(), is_ore))
        std::erase_if(wishes, std::not_fn(is_ore));
    if (wishes.empty()) return;
    offer(agent, agent.agent.starting_faction, wishes,
          {parameters_.first_price, parameters_.first_advance, parameters_.first_units}, now);
}

ApiResult<const ContractRecord*> Contracts::negotiate(const AgentSymbol& agent,
                                                      const model::ShipSymbol& ship,
                                                      core::TimePoint now) {
    universe_.advance(now);
    ARGOSY_TRY(const ShipRecord* record, universe_.own_docked_ship(agent, ship, now));
    const WaypointSymbol& here = record->ship.nav.waypoint;
    ARGOSY_TRY(const SystemFacts* system, universe_.system(model::system_of(here)));
    const std::vector<Wish> wishes = wishes_in(system->symbol);
    if (system->faction.empty() || wishes.empty()) return no_faction(here);
    AgentRecord& owner = universe_.agent_record(agent);
    const ContractRecord* open = open_contract(owner, now);
    if (open != nullptr) return already_has_a_contract(agent, *open);
    return &offer(owner, system->faction, wishes,
                  {parameters_.price, parameters_.advance, std::nullopt}, now);
}

ApiResult<ContractDeal> Contracts::accept(const AgentSymbol& agent, std::string_view id,
                                          core::TimePoint now) {
    universe_.advance(now);
    ARGOSY_TRY(ContractRecord * contract, own_contract(agent, id, &accept_not_authorized));
    if (contract->fulfilled) return already_fulfilled(*contract);
    if (contract->accepted) return already_accepted(*contract);
    if (now >= contract->deadline_to_accept) {
        return deadline_passed(*contract, contract->deadline_to_accept);
    }
    AgentRecord& owner = universe_.agent_record(agent);
    contract->accepted = true;
    universe_.watch(*contract);
    Universe::earn(owner, contract->on_accepted);
    Universe::note_event(
        owner, "CONTRACT_ACCEPTED",
        fmt::format("Contract {} was accepted for an advance of {}.", id, contract->on_accepted),
        now);
    return ContractDeal{contract, &owner, nullptr};
}

ApiResult<ContractDeal> Contracts::deliver(const AgentSymbol& agent, std::string_view id,
                                           const Handover& cargo, core::TimePoint now) {
    ARGOSY_TRY(ContractRecord * contract, running_contract(agent, id, now));
    ARGOSY_TRY(ShipRecord * ship, universe_.own_docked_ship(agent, cargo.ship, now));
    ARGOSY_TRY(ContractDelivery * delivery, delivery_here(*contract, cargo.good, *ship));
    if (cargo.units > delivery->required - delivery->fulfilled) {
        return above_terms(*contract, *delivery, cargo.units);
    }
    if (auto refused = cannot_hand_over(*ship, cargo.good, cargo.units)) return *std::move(refused);

    take_from_hold(*ship, cargo.good, cargo.units);
    delivery->fulfilled += cargo.units;
    // What contracts deliver enters the market's stock (told), as a sale by a ship does: booked
    // under the same flow, and it wakes the market.
    universe_.state().economy.sell(delivery->destination, cargo.good, cargo.units, now);
    return ContractDeal{contract, &universe_.agent_record(agent), ship};
}

ApiResult<ContractDeal> Contracts::fulfill(const AgentSymbol& agent, std::string_view id,
                                           core::TimePoint now) {
    ARGOSY_TRY(ContractRecord * contract, running_contract(agent, id, now));
    const ContractDelivery* missing = missing_delivery(*contract);
    if (missing != nullptr) return deliveries_missing(*contract, *missing);
    AgentRecord& owner = universe_.agent_record(agent);
    contract->fulfilled = true;
    Universe::earn(owner, contract->on_fulfilled);
    owner.reputation[contract->faction] += parameters_.reputation_gained;
    Universe::note_event(
        owner, "CONTRACT_FULFILLED",
        fmt::format("Contract {} was fulfilled for {}.", id, contract->on_fulfilled), now);
    return ContractDeal{contract, &owner, nullptr};
}

void Contracts::pass_deadline(const std::string& id, core::TimePoint at) {
    ContractRecord& contract = universe_.state().contracts.at(id);
    if (contract.fulfilled || next_deadline(contract) != at) return;
    AgentRecord& owner = universe_.agent_record(contract.agent);
    if (!contract.accepted) {
        Universe::note_event(owner, "CONTRACT_EXPIRED",
                             fmt::format("The offer of contract {} ended.", id), at);
        return;
    }
    Universe::pay(owner, contract.on_accepted);
    owner.reputation[contract.faction] -= parameters_.reputation_lost;
    Universe::note_event(owner, "CONTRACT_EXPIRED",
                         fmt::format("Contract {} is void. Its advance of {} was taken back.", id,
                                     contract.on_accepted),
                         at);
}

}  // namespace argosy::sim
