// The simulator's answers beside the recorded ones of the same situation: the same members, types
// and nesting. What differs is listed below, each with its reason.

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <boost/json/serialize.hpp>
#include <map>
#include <set>

#include "core/virtual_loop.h"
#include "sim/http_front.h"
#include "tests/conformance/game_worlds.h"
#include "tests/support/recorded_answers.h"

namespace argosy::tests {
namespace {

using boost::json::object;
using boost::json::value;
using testing::IsEmpty;

const core::TimePoint kStart = core::from_millis(1'744'200'000'000);

/// The types seen at each place: "data.nav.route.arrival" -> {"text"}. A list's entries share the
/// place "name[]".
using Shape = std::map<std::string, std::set<std::string>>;

std::string type_of(const value& each) {
    if (each.is_object()) return "object";
    if (each.is_array()) return "list";
    if (each.is_string()) return "text";
    if (each.is_number()) return "number";
    return each.is_bool() ? "boolean" : "null";
}

void add_shape(const value& answer, const std::string& place, Shape& shape) {
    shape[place].insert(type_of(answer));
    if (const auto* members = answer.if_object()) {
        for (const auto& member : *members) {
            add_shape(member.value(), place + '.' + std::string(member.key()), shape);
        }
    }
    if (const auto* list = answer.if_array()) {
        for (const value& entry : *list)
            add_shape(entry, place + "[]", shape);
    }
}

std::string parent_of(const std::string& place) {
    if (place.ends_with("[]")) return place.substr(0, place.size() - 2);
    const std::size_t dot = place.rfind('.');
    return dot == std::string::npos ? std::string() : place.substr(0, dot);
}

/// Differences as "- place" (only recorded), "+ place" (only here), "~ place" (another type). What
/// stands below a place that one side lacks is not told again.
std::set<std::string> differences(const Shape& recorded, const Shape& here) {
    std::set<std::string> found;
    const auto only_in = [&](const Shape& one, const Shape& other, const char* mark) {
        for (const auto& [place, types] : one) {
            const bool is_new = !other.contains(place) && other.contains(parent_of(place));
            // A list that is empty on one side says nothing of its entries.
            if (is_new && !place.ends_with("[]")) found.insert(mark + place);
        }
    };
    only_in(recorded, here, "- ");
    only_in(here, recorded, "+ ");
    for (const auto& [place, types] : recorded) {
        const auto ours = here.find(place);
        if (ours == here.end()) continue;
        const bool shared = std::any_of(types.begin(), types.end(), [&](const std::string& type) {
            return ours->second.contains(type);
        });
        if (!shared) found.insert("~ " + place);
    }
    return found;
}

/// Differences that are as they should be.
struct Known {
    std::vector<const char*> recordings;  ///< How their names begin: "folder/author".
    std::vector<const char*> ends;        ///< "+ .integrity": the mark, and how the place ends.
    const char* reason;

    bool explains(const std::string& recording, const std::string& difference) const {
        const auto begins = [&](const char* name) { return recording.starts_with(name); };
        const auto fits = [&](std::string_view end) {
            return difference[0] == end[0] && difference.ends_with(end.substr(2));
        };
        return std::any_of(recordings.begin(), recordings.end(), begins) &&
               std::any_of(ends.begin(), ends.end(), fits);
    }
};

const std::vector<Known> kKnown = {
    {{"my_ship/shaughnessyo", "my_ships_list/shaughnessyo", "my_ships_purchase/aeolun",
      "my_ship_navigate/shaughnessyo", "systems_waypoint_shipyard/aeolun",
      "systems_waypoint_shipyard/shaughnessyo", "systems_waypoint_shipyard/solartrade",
      "systems_waypoint_shipyard/chris2schill", "systems_waypoint_shipyard/mdvanes"},
     {"+ .integrity", "+ .condition", "+ .quality", "+ .cooldown", "+ .crew", "+ .activity",
      "+ .supply", "+ .modificationsFee", "+ .shipType", "+ .events", "+ .route.origin",
      "- .route.departure", "- .production"},
     "2023: ships had no wear, no quality and no cooldown of their own, yards no supply, and a "
     "route began at its departure"},
    {{"my_ships_list/shaughnessyo", "my_ships_purchase/aeolun", "systems_waypoint_shipyard/"},
     {"- .modules[].range", "- .mounts[].deposits", "+ .mounts[].deposits", "+ .mounts[].strength"},
     "another ship, with a jump drive, or with mounts of another kind"},
    {{"register/"}, {"+ .ships", "- .ship"}, "before v2.3: the frigate alone was told"},
    {{"register/aeolun", "my_ships_purchase/aeolun", "my_agent/mdvanes"},
     {"+ .shipCount", "+ .startingFaction", "+ .deadlineToAccept", "+ .isRecruiting"},
     "2023: not there yet"},
    {{"my_agent/whyando"}, {"+ .accountId"}, "an agent as others see it"},
    {{"status/whyando"}, {"+ .health", "+ .stats.accounts"}, "2024: not there yet"},
    {{"systems_list/shaughnessyo", "systems_system/", "systems_waypoints_list/"},
     {"+ .orbitals", "+ .orbits", "- .orbits"},
     "2023: not there yet; or a page on which nothing orbits anything"},
    {{"systems_system/whyando_12d2091fd5"},
     {"- .constellation", "- .name"},
     "X1-AD75 was recorded without them; generated systems have both"},
    {{"systems_waypoint/shaughnessyo", "systems_waypoints_list/mdvanes"},
     {"+ .chart.waypointSymbol", "+ .isUnderConstruction", "+ .modifiers"},
     "2023: not there yet"},
    {{"systems_waypoints_list/whyando_67a00ec3fc"},
     {"+ .chart", "+ .faction"},
     "a system nobody had charted"},
    {{"systems_waypoint_jump-gate/"},
     {"+ .connections", "+ .symbol", "- .connectedSystems", "- .factionSymbol", "- .jumpRange"},
     "2023: gates reached all systems within a range"},
    {{"systems_waypoint_market/"}, {"+ .activity", "+ .type"}, "2023: goods had no type"},
    {{"systems_waypoint_market_remote/pofadder11_market_remote_fc"},
     {"- .tradeGoods", "- .transactions"},
     "a ship was there"},
    {{"my_ship_scan/aeolun_91a1ad67b0"}, {"+ .systems", "- .waypoints"}, "a scan of waypoints"},
    {{"my_ship_cooldown/chris2schill", "cache_GET_my_ships/", "my_ships_list/pofadder11"},
     {"+ .expiration"},
     "the recorded ship was not cooling down"},
};

class RecordedShapes : public testing::Test {
  protected:
    void SetUp() override {
        ARGOSY_NEEDS_RECORDED_DATA();
        made_ = send("POST", "/register", R"({"symbol":"SHAPES","faction":"COSMIC"})");
        token_ = std::string(made_.at("data").at("token").as_string());
    }

    value send(const std::string& method, const std::string& target, const std::string& body = "") {
        sim::HttpRequest request;
        request.method = method;
        request.target = "/v2" + target;
        request.headers["authorization"] = "Bearer " + token_;
        if (!body.empty()) request.headers["content-type"] = "application/json";
        request.body = body;
        request.remote_address = "127.0.0.1";
        const sim::HttpResponse response = front_.handle(request);
        EXPECT_LT(response.status, 300) << method << " " << target << ": " << response.body;
        return response.body.empty() ? value() : boost::json::parse(response.body);
    }

    /// Compares an answer with every recording of a kind.
    void compare(const std::string& kind, const value& answer) {
        Shape here;
        add_shape(answer, "", here);
        std::size_t compared = 0;
        for (const auto& entry :
             std::filesystem::directory_iterator(recorded_data() / "responses" / kind)) {
            Shape recorded;
            add_shape(answer_in(entry.path()), "", recorded);
            const std::string name = kind + "/" + entry.path().stem().string();
            std::set<std::string> unexplained = differences(recorded, here);
            std::erase_if(unexplained, [&](const std::string& difference) {
                return std::any_of(kKnown.begin(), kKnown.end(), [&](const Known& known) {
                    return known.explains(name, difference);
                });
            });
            EXPECT_THAT(unexplained, IsEmpty()) << name;
            ++compared;
        }
        EXPECT_GT(compared, 0u) << kind;
    }

    void pass(core::Duration length) {
        const core::TimePoint until = loop_.clock().now() + length;
        core::spawn(loop_.executor(), loop_.clock().sleep_until(until));
        loop_.run_until(until);
    }

    core::VirtualLoop loop_{kStart};
    std::unique_ptr<sim::Universe> universe_ = make_still_universe(kStart);
    sim::HttpFront front_{*universe_, loop_.clock(), {.rate_limited = false}};
    std::string token_ = "account-token";
    value made_;
};

TEST_F(RecordedShapes, OfTheServerAndItsAgents) {
    compare("register", made_);
    compare("status", send("GET", "/"));
    compare("cache_GET_my_account", send("GET", "/my/account"));
    const value agent = send("GET", "/my/agent");
    compare("cache_GET_my_agent", agent);
    compare("my_agent", agent);
    compare("factions_list", send("GET", "/factions?limit=20"));
}

TEST_F(RecordedShapes, OfContracts) {
    const value offered = send("GET", "/my/contracts");
    compare("my_contracts_list", offered);
    const value& contract = offered.at("data").as_array().at(0);
    const std::string id(contract.at("id").as_string());
    compare("my_contract", send("GET", "/my/contracts/" + id));
    const value accepted = send("POST", "/my/contracts/" + id + "/accept");
    compare("cache_POST_my_contracts_ID_accept", accepted);
    compare("my_contract_action", accepted);
    compare("cache_GET_my_contracts", send("GET", "/my/contracts"));
}

TEST_F(RecordedShapes, OfANegotiation) {
    pass(std::chrono::hours(25));  // The first offer has expired.
    const value negotiated = send("POST", "/my/ships/SHAPES-1/negotiate/contract");
    compare("cache_POST_my_ships_SHIP_negotiate_contract", negotiated);
}

TEST_F(RecordedShapes, OfPlaces) {
    compare("systems_list", send("GET", "/systems"));
    compare("systems_system", send("GET", "/systems/X1-AD75"));
    const std::string waypoints = "/systems/X1-AD75/waypoints";
    const value list = send("GET", waypoints + "?limit=20");
    compare("systems_waypoints_list", list);
    compare("cache_GET_systems_SYM_waypoints", list);
    compare("cache_GET_systems_SYM_waypoints_traits=SHIPYARD",
            send("GET", waypoints + "?traits=SHIPYARD"));
    compare("systems_waypoint", send("GET", waypoints + "/X1-AD75-A1"));
    compare("systems_waypoint_construction", send("GET", waypoints + "/X1-AD75-I55/construction"));
    compare("systems_waypoint_jump-gate", send("GET", waypoints + "/X1-AD75-I55/jump-gate"));
}

TEST_F(RecordedShapes, OfMarketsAndShipyards) {
    const std::string waypoints = "/systems/X1-AD75/waypoints";
    send("POST", "/my/ships/SHAPES-1/purchase", R"({"symbol":"FOOD","units":2})");
    compare("systems_waypoint_market", send("GET", waypoints + "/X1-AD75-A1/market"));
    compare("systems_waypoint_market_remote", send("GET", waypoints + "/X1-AD75-K81/market"));
    const value bought = send("POST", "/my/ships",
                              R"({"shipType":"SHIP_MINING_DRONE","waypointSymbol":"X1-AD75-H52"})");
    compare("my_ships_purchase", bought);
    compare("systems_waypoint_shipyard", send("GET", waypoints + "/X1-AD75-H52/shipyard"));
}

TEST_F(RecordedShapes, OfShips) {
    send("POST", "/my/ships/SHAPES-1/purchase", R"({"symbol":"FOOD","units":2})");
    const value orbit = send("POST", "/my/ships/SHAPES-1/orbit");
    compare("cache_POST_my_ships_SHIP_orbit", orbit);
    compare("my_ship_orbit_dock", orbit);
    compare("my_ship_scan", send("POST", "/my/ships/SHAPES-1/scan/systems"));
    compare("my_ship_cooldown", send("GET", "/my/ships/SHAPES-1/cooldown"));
    const value departed =
        send("POST", "/my/ships/SHAPES-1/navigate", R"({"waypointSymbol":"X1-AD75-XD5A"})");
    compare("cache_POST_my_ships_SHIP_navigate", departed);
    compare("my_ship_navigate", departed);
    compare("my_ship", send("GET", "/my/ships/SHAPES-1"));
    compare("my_ship_cargo", send("GET", "/my/ships/SHAPES-1/cargo"));
    const value ships = send("GET", "/my/ships");
    compare("my_ships_list", ships);
    compare("cache_GET_my_ships", ships);
    pass(std::chrono::minutes(10));
    compare("my_ship_survey", send("POST", "/my/ships/SHAPES-1/survey"));
}

}  // namespace
}  // namespace argosy::tests
