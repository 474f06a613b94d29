#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "sim/http_json.h"

// The server and who plays on it: agents, factions, contracts, what they build.

namespace argosy::sim {
namespace {

using boost::json::array;
using boost::json::object;
using core::format_time;

constexpr const char* kDescription =
    "A local imitation of the SpaceTraders game server. Nothing here is the real game.";
constexpr std::size_t kLeaders = 15;

// Returns the agents with the most of something, the most first; none that have nothing.
template <class Score>
std::vector<const AgentRecord*> leaders(const Universe& universe, Score score) {
    std::vector<const AgentRecord*> list;
    for (const auto& [symbol, record] : universe.agents()) {
        if (score(record) > 0) list.push_back(&record);
    }
    const std::size_t count = std::min(list.size(), kLeaders);
    std::partial_sort(list.begin(), list.begin() + std::ptrdiff_t(count), list.end(),
                      [&](const auto* a, const auto* b) {
                          return std::tuple(-score(*a), a->agent.symbol) <
                                 std::tuple(-score(*b), b->agent.symbol);
                      });
    list.resize(count);
    return list;
}

object leaderboards(const Universe& universe) {
    array credits;
    for (const auto* leader :
         leaders(universe, [](const auto& each) { return each.agent.credits.count(); })) {
        credits.push_back(object{{"agentSymbol", leader->agent.symbol.str()},
                                 {"credits", leader->agent.credits.count()}});
    }
    array charts;
    for (const auto* leader : leaders(universe, [](const auto& each) { return each.charts; })) {
        charts.push_back(
            object{{"agentSymbol", leader->agent.symbol.str()}, {"chartCount", leader->charts}});
    }
    return {{"mostCredits", std::move(credits)}, {"mostSubmittedCharts", std::move(charts)}};
}

}  // namespace

object UniverseJson::status() const {
    const UniverseState& state = universe_.state();
    return {
        {"status", "SpaceTraders is currently online and available to play"},
        {"version", std::string(kGameVersion)},
        {"resetDate", universe_.reset_date()},
        {"description", kDescription},
        {"stats", object{{"accounts", state.accounts.size()},
                         {"agents", state.agents.size()},
                         {"ships", state.ships.size()},
                         {"systems", universe_.systems().size()},
                         {"waypoints", universe_.scenario().waypoints.size()}}},
        {"health", object{{"lastMarketUpdate", format_time(universe_.economy().last_update())}}},
        {"leaderboards", leaderboards(universe_)},
        {"serverResets",
         object{{"next", format_time(universe_.next_reset())}, {"frequency", "never"}}},
        {"announcements", array{object{{"title", "A simulator"}, {"body", kDescription}}}},
        {"links", array{object{{"name", "The game"}, {"url", "https://spacetraders.io/"}}}}};
}

object UniverseJson::account(const AccountRecord& record) const {
    return {{"id", record.id},
            {"email", fmt::format("{}@example.invalid", record.id)},
            {"createdAt", format_time(record.created_at)}};
}

object UniverseJson::event(const AgentRecord& record, const AgentEvent& event) const {
    return {{"id", fmt::format("event-{}-{}", record.agent.symbol, event.number)},
            {"type", event.type},
            {"message", event.message},
            {"createdAt", format_time(event.at)}};
}

object UniverseJson::agent(const AgentRecord& record) const {
    object result = public_agent(record);
    result["accountId"] = record.agent.account;
    return result;
}

object UniverseJson::public_agent(const AgentRecord& record) const {
    return {{"symbol", record.agent.symbol.str()},
            {"headquarters", record.agent.headquarters.str()},
            {"credits", record.agent.credits.count()},
            {"startingFaction", record.agent.starting_faction},
            {"shipCount", record.agent.ship_count}};
}

object UniverseJson::faction(const Faction& faction) const {
    array traits;
    for (const FactionTrait& trait : faction.traits) {
        traits.push_back(object{{"symbol", trait.symbol},
                                {"name", trait.description.name},
                                {"description", trait.description.text}});
    }
    // Factions that share a start share its headquarters: each has one in every record.
    return {{"symbol", faction.symbol},
            {"name", faction.name},
            {"description", faction.description},
            {"headquarters", universe_.start_of(faction.symbol).headquarters.str()},
            {"traits", std::move(traits)},
            {"isRecruiting", true}};
}

object UniverseJson::contract(const ContractRecord& record) const {
    array deliver;
    for (const ContractDelivery& delivery : record.deliveries) {
        deliver.push_back(object{{"tradeSymbol", delivery.good.str()},
                                 {"destinationSymbol", delivery.destination.str()},
                                 {"unitsRequired", delivery.required.count()},
                                 {"unitsFulfilled", delivery.fulfilled.count()}});
    }
    const std::string accept_until = format_time(record.deadline_to_accept);
    return {{"id", record.id},
            {"factionSymbol", record.faction},
            {"type", "PROCUREMENT"},
            {"terms", object{{"deadline", format_time(record.deadline)},
                             {"payment", object{{"onAccepted", record.on_accepted.count()},
                                                {"onFulfilled", record.on_fulfilled.count()}}},
                             {"deliver", std::move(deliver)}}},
            {"accepted", record.accepted},
            {"fulfilled", record.fulfilled},
            {"expiration", accept_until},
            {"deadlineToAccept", accept_until}};
}

object UniverseJson::construction(const model::WaypointSymbol& waypoint,
                                  const SiteRecord& site) const {
    array materials;
    for (const SiteMaterial& material : site.materials) {
        materials.push_back(object{{"tradeSymbol", material.good.str()},
                                   {"required", material.required.count()},
                                   {"fulfilled", material.fulfilled.count()}});
    }
    return {{"symbol", waypoint.str()},
            {"materials", std::move(materials)},
            {"isComplete", site.is_complete()}};
}

}  // namespace argosy::sim
