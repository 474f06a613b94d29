#include "sim/http_api.h"
#include "sim/mining.h"

// Surveys, extraction, siphoning and refining.

namespace argosy::sim {
namespace {

using boost::json::array;
using boost::json::object;
using model::TradeSymbol;

object survey_object(const SurveyRecord& survey) {
    array deposits;
    for (const TradeSymbol& good : survey.deposits)
        deposits.push_back(object{{"symbol", good.str()}});
    return {{"signature", survey.signature},
            {"symbol", survey.waypoint.str()},
            {"deposits", std::move(deposits)},
            {"expiration", core::format_time(survey.expires)},
            {"size", to_string(survey.size)}};
}

std::vector<TradeSymbol> read_deposits(const object& body, InputProblems& problems) {
    constexpr std::string_view kExpectation = "deposits must be a list of objects with a symbol";
    std::vector<TradeSymbol> deposits;
    const boost::json::value* list = body.if_contains("deposits");
    if (list == nullptr || !list->is_array()) {
        problems.add("deposits", std::string(kExpectation));
        return deposits;
    }
    for (const boost::json::value& each : list->get_array()) {
        const object* deposit = each.if_object();
        const boost::json::value* symbol = deposit ? deposit->if_contains("symbol") : nullptr;
        if (symbol == nullptr || !symbol->is_string()) {
            problems.add("deposits", std::string(kExpectation));
            return deposits;
        }
        deposits.emplace_back(std::string(symbol->get_string()));
    }
    return deposits;
}

PostedSurvey read_survey(const object& body, InputProblems& problems) {
    PostedSurvey survey;
    survey.signature = text_field(body, "signature", problems);
    survey.waypoint = model::WaypointSymbol(text_field(body, "symbol", problems));
    survey.deposits = read_deposits(body, problems);
    const std::string expiration = text_field(body, "expiration", problems);
    if (const auto expires = core::parse_time(expiration)) {
        survey.expires = *expires;
    } else if (!expiration.empty()) {
        problems.add("expiration", "expiration must be a time of ISO 8601 in UTC");
    }
    const std::string size = text_field(body, "size", problems);
    if (const auto known = parse_survey_size(size)) {
        survey.size = *known;
    } else if (!size.empty()) {
        problems.add("size", "size must be one of SMALL, MODERATE, LARGE");
    }
    return survey;
}

object taken(Api& api, const ApiCall& call, const Extraction& extraction, std::string_view kind) {
    const ShipRecord& ship = *extraction.ship;
    return {{kind, object{{"shipSymbol", ship.ship.symbol.str()},
                          {"yield", object{{"symbol", extraction.good.str()},
                                           {"units", extraction.units.count()}}}}},
            {"cooldown", api.json.cooldown(ship, call.now)},
            {"cargo", api.json.cargo(ship)},
            {"events", api.json.ship_events(extraction.events)}};
}

ApiReply mined(Api& api, const ApiCall& call, const Extraction& extraction) {
    object content = taken(api, call, extraction, "extraction");
    content["modifiers"] = api.json.modifiers(extraction.ship->ship.nav.waypoint, call.now);
    return data(std::move(content), kCreated);
}

object amount(const TradeSymbol& good, core::Units units) {
    return {{"tradeSymbol", good.str()}, {"units", units.count()}};
}

ApiResult<ApiReply> post_survey(Api& api, const ApiCall& call) {
    ARGOSY_TRY(const Surveying made,
               Mining(api.universe).survey(*call.agent, call.ship(), call.now));
    array surveys;
    for (const SurveyRecord& survey : made.surveys)
        surveys.push_back(survey_object(survey));
    return data(object{{"cooldown", api.json.cooldown(*made.ship, call.now)},
                       {"surveys", std::move(surveys)}},
                kCreated);
}

ApiResult<ApiReply> post_extract(Api& api, const ApiCall& call) {
    ARGOSY_TRY(const Extraction extraction,
               Mining(api.universe).extract(*call.agent, call.ship(), call.now));
    return mined(api, call, extraction);
}

ApiResult<ApiReply> post_extract_survey(Api& api, const ApiCall& call) {
    ARGOSY_TRY(const object body, read_body(call.request));
    InputProblems problems;
    const PostedSurvey survey = read_survey(body, problems);
    if (auto refused = problems.refusal()) return *std::move(refused);
    ARGOSY_TRY(const Extraction extraction,
               Mining(api.universe).extract(*call.agent, call.ship(), survey, call.now));
    return mined(api, call, extraction);
}

ApiResult<ApiReply> post_siphon(Api& api, const ApiCall& call) {
    ARGOSY_TRY(const Extraction extraction,
               Mining(api.universe).siphon(*call.agent, call.ship(), call.now));
    return data(taken(api, call, extraction, "siphon"), kCreated);
}

ApiResult<ApiReply> post_refine(Api& api, const ApiCall& call) {
    ARGOSY_TRY(const object body, read_body(call.request));
    InputProblems problems;
    const TradeSymbol product(text_field(body, "produce", problems));
    if (auto refused = problems.refusal()) return *std::move(refused);
    ARGOSY_TRY(const Refining refined,
               Mining(api.universe).refine(*call.agent, call.ship(), product, call.now));
    return data(object{{"cargo", api.json.cargo(*refined.ship)},
                       {"cooldown", api.json.cooldown(*refined.ship, call.now)},
                       {"produced", array{amount(refined.produced, refined.produced_units)}},
                       {"consumed", array{amount(refined.consumed, refined.consumed_units)}}},
                kCreated);
}

}  // namespace

std::vector<Route> mining_routes() {
    return {
        {"POST", "/my/ships/{}/survey", Access::kAgent, &post_survey},
        {"POST", "/my/ships/{}/extract", Access::kAgent, &post_extract},
        {"POST", "/my/ships/{}/extract/survey", Access::kAgent, &post_extract_survey},
        {"POST", "/my/ships/{}/siphon", Access::kAgent, &post_siphon},
        {"POST", "/my/ships/{}/refine", Access::kAgent, &post_refine},
    };
}

}  // namespace argosy::sim
