// The HTTP front's answers against the schemas of the game's own OpenAPI document.

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fstream>
#include <set>
#include <sstream>

#include "core/virtual_loop.h"
#include "sim/http_front.h"
#include "tests/conformance/game_worlds.h"
#include "tests/support/shared_data.h"

namespace argosy::tests {
namespace {

using boost::json::object;
using boost::json::value;
using testing::IsEmpty;

constexpr int kNoContent = 204;
const core::TimePoint kStart = core::from_millis(1'744'200'000'000);

// Compares answers with schemas: required members, types, and the spellings of enumerations.
class OpenApi {
  public:
    explicit OpenApi(value document) : document_(std::move(document)) {}

    /// Returns the schema of an operation's answer with this status, or null.
    const value* answer_schema(std::string_view path, std::string_view method, int status) const {
        const value* at = &document_.at("paths");
        for (const std::string_view step :
             {path, method, std::string_view("responses"), std::string_view()}) {
            const std::string name = step.empty() ? std::to_string(status) : std::string(step);
            at = at->as_object().if_contains(name);
            if (at == nullptr) return nullptr;
        }
        const value* content = at->as_object().if_contains("content");
        if (content == nullptr) return nullptr;
        return &content->at("application/json").at("schema");
    }

    bool has_answer(std::string_view path, std::string_view method, int status) const {
        const value* operation = document_.at("paths").as_object().if_contains(path);
        if (operation == nullptr || !operation->as_object().contains(method)) return false;
        const value& answers = operation->at(method).at("responses");
        return answers.as_object().contains(std::to_string(status));
    }

    void compare(const value& schema, const value& answer, const std::string& where,
                 std::vector<std::string>& problems) const {
        const object& rules = schema.as_object();
        if (const value* reference = rules.if_contains("$ref")) {
            return compare(resolve(*reference), answer, where, problems);
        }
        if (const value* parts = rules.if_contains("allOf")) {
            for (const value& part : parts->as_array())
                compare(part, answer, where, problems);
        }
        if (!has_type(rules, answer)) {
            problems.push_back(fmt::format("{} is {}, expected {}", where,
                                           boost::json::serialize(answer),
                                           boost::json::serialize(rules.at("type"))));
            return;
        }
        compare_spelling(rules, answer, where, problems);
        if (answer.is_object()) compare_members(rules, answer.get_object(), where, problems);
        const value* items = rules.if_contains("items");
        if (answer.is_array() && items != nullptr) {
            for (std::size_t i = 0; i < answer.get_array().size(); ++i) {
                compare(*items, answer.get_array()[i], fmt::format("{}[{}]", where, i), problems);
            }
        }
    }

  private:
    const value& resolve(const value& reference) const {
        const std::string path(reference.as_string());
        const std::string prefix = "#/components/schemas/";
        EXPECT_EQ(path.substr(0, prefix.size()), prefix);
        return document_.at("components").at("schemas").at(path.substr(prefix.size()));
    }

    static bool has_type(const object& rules, const value& answer) {
        const value* named = rules.if_contains("type");
        if (named == nullptr) return true;
        const std::string type(named->as_string());
        if (type == "object") return answer.is_object();
        if (type == "array") return answer.is_array();
        if (type == "string") return answer.is_string();
        if (type == "boolean") return answer.is_bool();
        if (type == "integer") return answer.is_int64() || answer.is_uint64();
        return answer.is_number();
    }

    static void compare_spelling(const object& rules, const value& answer, const std::string& where,
                                 std::vector<std::string>& problems) {
        const value* spellings = rules.if_contains("enum");
        if (spellings == nullptr || !answer.is_string()) return;
        for (const value& spelling : spellings->as_array()) {
            if (spelling == answer) return;
        }
        problems.push_back(
            fmt::format("{} is {}, no such spelling", where, boost::json::serialize(answer)));
    }

    void compare_members(const object& rules, const object& answer, const std::string& where,
                         std::vector<std::string>& problems) const {
        if (const value* required = rules.if_contains("required")) {
            for (const value& name : required->as_array()) {
                if (answer.contains(name.as_string())) continue;
                problems.push_back(
                    fmt::format("{}.{} is missing", where, std::string(name.as_string())));
            }
        }
        const value* properties = rules.if_contains("properties");
        if (properties == nullptr) return;
        for (const auto& property : properties->as_object()) {
            const value* member = answer.if_contains(property.key());
            if (member == nullptr) continue;
            compare(property.value(), *member,
                    fmt::format("{}.{}", where, std::string(property.key())), problems);
        }
    }

    value document_;
};

class ApiShapes : public testing::Test {
  protected:
    void SetUp() override {
        ARGOSY_NEEDS_RECORDED_DATA();
        std::ifstream file(recorded_data() / "openapi" / "live-2025-08.json");
        std::ostringstream text;
        text << file.rdbuf();
        api_ = std::make_unique<OpenApi>(boost::json::parse(text.str()));
        const value made = expect("POST", "/register", "/register",
                                  R"({"symbol":"SHAPES","faction":"COSMIC"})", 201);
        token_ = std::string(made.at("data").at("token").as_string());
    }

    /// Sends a request, expects this status and the operation's shape, and returns the answer.
    value expect(const std::string& method, const std::string& path, const std::string& target,
                 const std::string& body = "", int status = 200) {
        sim::HttpRequest request;
        request.method = method;
        request.target = "/v2" + target;
        request.headers["authorization"] = "Bearer " + token_;
        if (!body.empty()) request.headers["content-type"] = "application/json";
        request.body = body;
        request.remote_address = "127.0.0.1";
        const sim::HttpResponse response = front_.handle(request);
        EXPECT_EQ(response.status, status) << method << " " << target << ": " << response.body;

        std::string verb = method;
        for (char& c : verb)
            c = char(std::tolower(c));
        EXPECT_TRUE(api_->has_answer(path, verb, response.status)) << method << " " << path;
        const value* schema = api_->answer_schema(path, verb, response.status);
        if (schema == nullptr || status == kNoContent) {
            EXPECT_EQ(response.body, "") << method << " " << path << " has no schema";
            return nullptr;
        }
        value answer = boost::json::parse(response.body);
        std::vector<std::string> problems;
        api_->compare(*schema, answer, "answer", problems);
        EXPECT_THAT(problems, IsEmpty()) << method << " " << target;
        return answer;
    }

    /// Docks the frigate somewhere, with this cargo and no other.
    void load_frigate(const std::string& waypoint, const std::string& good, std::int64_t units) {
        sim::ShipRecord& frigate = universe_->state().ships.at(model::ShipSymbol("SHAPES-1"));
        universe_->move_to(frigate, model::WaypointSymbol(waypoint));
        frigate.ship.cargo.items = {{model::TradeSymbol(good), core::Units(units)}};
    }

    void pass(core::Duration length) {
        const core::TimePoint until = loop_.clock().now() + length;
        core::spawn(loop_.executor(), loop_.clock().sleep_until(until));
        loop_.run_until(until);
    }

    core::VirtualLoop loop_{kStart};
    std::unique_ptr<sim::Universe> universe_ = make_still_universe(kStart);
    sim::HttpFront front_{*universe_, loop_.clock(), {.rate_limited = false}};
    std::unique_ptr<OpenApi> api_;
    std::string token_ = "account-token";
};

TEST_F(ApiShapes, OfTheServerAndItsAgentsAreTheGames) {
    expect("GET", "/", "/");
    expect("GET", "/my/agent", "/my/agent");
    expect("GET", "/agents", "/agents");
    expect("GET", "/agents/{agentSymbol}", "/agents/SHAPES");
    expect("GET", "/factions", "/factions?limit=20");
    expect("GET", "/factions/{factionSymbol}", "/factions/COSMIC");
    expect("GET", "/my/account", "/my/account");
    expect("GET", "/my/agent/events", "/my/agent/events");
    expect("GET", "/my/factions", "/my/factions");
    expect("GET", "/error-codes", "/error-codes");
}

TEST_F(ApiShapes, OfContractsAreTheGames) {
    const value offered = expect("GET", "/my/contracts", "/my/contracts");
    const value contract = offered.at("data").at(0);
    const std::string path = "/my/contracts/{contractId}";
    const std::string target = "/my/contracts/" + std::string(contract.at("id").as_string());
    expect("GET", path, target);
    expect("POST", path + "/accept", target + "/accept");
    const value asked = contract.at("terms").at("deliver").at(0);
    const std::string good(asked.at("tradeSymbol").as_string());
    load_frigate(std::string(asked.at("destinationSymbol").as_string()), good,
                 asked.at("unitsRequired").as_int64());
    expect("POST", path + "/deliver", target + "/deliver",
           fmt::format(R"({{"shipSymbol":"SHAPES-1","tradeSymbol":"{}","units":{}}})", good,
                       asked.at("unitsRequired").as_int64()));
    expect("POST", path + "/fulfill", target + "/fulfill");
    expect("POST", "/my/ships/{shipSymbol}/negotiate/contract",
           "/my/ships/SHAPES-1/negotiate/contract", "", 201);
}

TEST_F(ApiShapes, OfConstructionSitesAndGatesAreTheGames) {
    const std::string path = "/systems/{systemSymbol}/waypoints/{waypointSymbol}";
    const std::string gate = "/systems/X1-AD75/waypoints/X1-AD75-I55";
    expect("GET", path + "/construction", gate + "/construction");
    expect("GET", path + "/jump-gate", gate + "/jump-gate");
    load_frigate("X1-AD75-I55", "FAB_MATS", 40);
    expect("POST", path + "/construction/supply", gate + "/construction/supply",
           R"({"shipSymbol":"SHAPES-1","tradeSymbol":"FAB_MATS","units":40})", 201);
}

TEST_F(ApiShapes, OfPlacesAreTheGames) {
    expect("GET", "/systems", "/systems");
    expect("GET", "/systems/{systemSymbol}", "/systems/X1-AD75");
    const std::string waypoints = "/systems/{systemSymbol}/waypoints";
    for (int page = 1; page <= 5; ++page) {
        expect("GET", waypoints, fmt::format("/systems/X1-AD75/waypoints?limit=20&page={}", page));
    }
    expect("GET", waypoints, "/systems/X1-AD75/waypoints?type=MOON&traits=SHIPYARD");
    const std::string waypoint = waypoints + "/{waypointSymbol}";
    const std::string home = "/systems/X1-AD75/waypoints/X1-AD75-A1";
    const std::string yard = "/systems/X1-AD75/waypoints/X1-AD75-H52";
    expect("GET", waypoint, home);
    const value far =
        expect("GET", waypoint + "/market", "/systems/X1-AD75/waypoints/X1-AD75-K81/market");
    EXPECT_FALSE(far.at("data").as_object().contains("tradeGoods"));
    const value near = expect("GET", waypoint + "/market", home + "/market");
    EXPECT_TRUE(near.at("data").as_object().contains("tradeGoods"));
    const value offers = expect("GET", waypoint + "/shipyard", yard + "/shipyard");
    EXPECT_TRUE(offers.at("data").as_object().contains("ships"));
    expect("GET", "/market/supply-chain", "/market/supply-chain");
}

TEST_F(ApiShapes, OfShipsAreTheGames) {
    expect("GET", "/my/ships", "/my/ships");
    const std::string ship = "/my/ships/{shipSymbol}";
    expect("GET", ship, "/my/ships/SHAPES-1");
    expect("GET", ship + "/nav", "/my/ships/SHAPES-1/nav");
    expect("GET", ship + "/cargo", "/my/ships/SHAPES-1/cargo");
    expect("GET", ship + "/cooldown", "/my/ships/SHAPES-1/cooldown", "", 204);
    expect("PATCH", ship + "/nav", "/my/ships/SHAPES-1/nav", R"({"flightMode":"BURN"})");
    expect("POST", ship + "/orbit", "/my/ships/SHAPES-1/orbit");
    expect("POST", ship + "/navigate", "/my/ships/SHAPES-1/navigate",
           R"({"waypointSymbol":"X1-AD75-H51"})");
    expect("GET", ship, "/my/ships/SHAPES-1");
    pass(std::chrono::hours(1));
    expect("POST", ship + "/dock", "/my/ships/SHAPES-1/dock");
    expect("POST", ship + "/refuel", "/my/ships/SHAPES-1/refuel");
    expect("POST", ship + "/refuel", "/my/ships/SHAPES-1/refuel", "{}");
}

TEST_F(ApiShapes, OfTradesAreTheGames) {
    const std::string ship = "/my/ships/{shipSymbol}";
    const std::string order = R"({"symbol":"FOOD","units":2})";
    const std::string home = "/systems/X1-AD75/waypoints/X1-AD75-A1/market";
    const std::string market = "/systems/{systemSymbol}/waypoints/{waypointSymbol}/market";
    expect("POST", ship + "/purchase", "/my/ships/SHAPES-1/purchase", order, 201);
    expect("GET", ship + "/cargo", "/my/ships/SHAPES-1/cargo");
    expect("POST", ship + "/sell", "/my/ships/SHAPES-1/sell", order, 201);
    const value after = expect("GET", market, home);
    EXPECT_EQ(after.at("data").at("transactions").as_array().size(), 2u);
    const std::string shipyard = "/systems/{systemSymbol}/waypoints/{waypointSymbol}/shipyard";
    const std::string moon = "/systems/X1-AD75/waypoints/X1-AD75-H52/shipyard";
    const value offers = expect("GET", shipyard, moon);
    const object purchase{{"shipType", offers.at("data").at("ships").at(0).at("type")},
                          {"waypointSymbol", "X1-AD75-H52"}};
    expect("POST", "/my/ships", "/my/ships", boost::json::serialize(purchase), 201);
    const value yard = expect("GET", shipyard, moon);
    EXPECT_EQ(yard.at("data").at("transactions").as_array().size(), 1u);
}

TEST_F(ApiShapes, OfMiningAndScansAreTheGames) {
    const std::string ship = "/my/ships/{shipSymbol}";
    const std::string frigate = "/my/ships/SHAPES-1";
    const auto fly = [&](const char* destination) {
        const object order{{"waypointSymbol", destination}};
        expect("POST", ship + "/navigate", frigate + "/navigate", boost::json::serialize(order));
        pass(std::chrono::minutes(10));
    };
    expect("POST", ship + "/orbit", frigate + "/orbit");
    fly("X1-AD75-XD5A");
    const value made = expect("POST", ship + "/survey", frigate + "/survey", "", 201);
    expect("GET", ship + "/cooldown", frigate + "/cooldown");
    pass(std::chrono::seconds(90));
    const std::string survey = boost::json::serialize(made.at("data").at("surveys").at(0));
    expect("POST", ship + "/extract/survey", frigate + "/extract/survey", survey, 201);
    pass(std::chrono::seconds(90));
    expect("POST", ship + "/extract", frigate + "/extract", "", 201);
    fly("X1-AD75-C40");
    expect("POST", ship + "/siphon", frigate + "/siphon", "", 201);
    for (const char* what : {"/scan/systems", "/scan/waypoints", "/scan/ships"}) {
        pass(std::chrono::seconds(90));
        expect("POST", ship + what, frigate + what, "", 201);
    }
}

TEST_F(ApiShapes, OfShipyardsWorkAndCargoAreTheGames) {
    const std::string ship = "/my/ships/{shipSymbol}";
    const std::string frigate = "/my/ships/SHAPES-1";
    load_frigate("X1-AD75-A2", "IRON", 3);
    expect("GET", ship + "/mounts", frigate + "/mounts");
    expect("GET", ship + "/modules", frigate + "/modules");
    const std::string mount = R"({"symbol":"MOUNT_SURVEYOR_II"})";
    expect("POST", ship + "/mounts/remove", frigate + "/mounts/remove", mount, 201);
    expect("POST", ship + "/mounts/install", frigate + "/mounts/install", mount, 201);
    const std::string module = R"({"symbol":"MODULE_GAS_PROCESSOR_I"})";
    expect("POST", ship + "/modules/remove", frigate + "/modules/remove", module, 201);
    expect("POST", ship + "/modules/install", frigate + "/modules/install", module, 201);
    expect("POST", ship + "/jettison", frigate + "/jettison", R"({"symbol":"IRON","units":1})");
    sim::ShipRecord& worn = universe_->state().ships.at(model::ShipSymbol("SHAPES-1"));
    worn.wear_of(sim::Component::kEngine).condition = 1'234;
    expect("GET", ship, frigate);
    for (const char* work : {"/repair", "/scrap"}) {
        expect("GET", ship + work, frigate + work);
        expect("POST", ship + work, frigate + work);
    }
}

TEST_F(ApiShapes, EveryRouteOfTheFrontIsOneOfTheGames) {
    const auto is_named_by = [](std::string pattern, std::string path) {
        for (std::size_t open = path.find('{'); open != std::string::npos;
             open = path.find('{', open + 1)) {
            path.erase(open + 1, path.find('}', open) - open - 1);
        }
        return pattern == path;
    };
    std::ifstream file(recorded_data() / "openapi" / "live-2025-08.json");
    std::ostringstream text;
    text << file.rdbuf();
    const value document = boost::json::parse(text.str());
    for (const sim::Route& route : sim::all_routes()) {
        std::string method(route.method);
        for (char& c : method)
            c = char(std::tolower(c));
        bool found = false;
        for (const auto& path : document.at("paths").as_object()) {
            if (!is_named_by(std::string(route.pattern), std::string(path.key()))) continue;
            found = found || path.value().as_object().contains(method);
        }
        EXPECT_TRUE(found) << route.method << " " << route.pattern;
    }
}

}  // namespace
}  // namespace argosy::tests
