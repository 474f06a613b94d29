#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "sim/contracts.h"
#include "sim/tokens.h"
#include "sim/universe.h"

// Who plays: accounts, agents, and the tokens they are known by.

namespace argosy::sim {
namespace {

using model::AgentSymbol;
using model::ShipSymbol;

constexpr std::string_view kAccountMark = "account-";
constexpr std::size_t kAccountDigits = 16;
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

bool is_account_id(std::string_view text) {
    const auto is_digit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
    if (!text.starts_with(kAccountMark)) return false;
    text.remove_prefix(kAccountMark.size());
    return text.size() == kAccountDigits && std::all_of(text.begin(), text.end(), is_digit);
}

}  // namespace

ApiResult<NewAgent> Universe::register_agent(std::string_view account_token,
                                             std::string_view symbol, std::string_view faction,
                                             core::TimePoint now) {
    if (account_token.empty()) return refusal::account_token_missing();
    if (is_json_web_token(account_token)) {
        ARGOSY_TRY(const TokenClaims claims, read_token(account_token));
        if (claims.subject != kAccountSubject) {
            return refusal::token_of_another_kind(kAccountSubject);
        }
    }
    if (std::string problem = symbol_problem(symbol); !problem.empty()) {
        return refusal::invalid_field("symbol", std::move(problem));
    }
    if (std::string problem = faction_problem(faction); !problem.empty()) {
        return refusal::invalid_field("faction", std::move(problem));
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
    record.agent.account = account_id;
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
    record.reputation[record.agent.starting_faction] = 0;
    note_event(
        record, "AGENT_REGISTERED",
        fmt::format("{} joined {} with {} credits.", name, faction, options_.starting_credits),
        now);
    Contracts(*this).offer_first(record, now);
    NewAgent answer{token_of(name), &record, {}};
    for (const ShipSymbol& ship : record.ships)
        answer.ships.push_back(&state_.ships.at(ship));
    return answer;
}

std::string Universe::symbol_problem(std::string_view symbol) {
    if (is_agent_symbol(symbol)) return "";
    return "symbol must be 3 to 14 characters of A-Z, a-z, 0-9, _ and -";
}

std::string Universe::faction_problem(std::string_view faction) const {
    if (catalogue_->faction(faction) != nullptr) return "";
    return fmt::format("there is no faction {}", faction);
}

std::string Universe::token_of(const AgentSymbol& agent) const {
    const auto issued = std::chrono::floor<std::chrono::seconds>(options_.start);
    return make_token({.identifier = agent.str(),
                       .version = std::string(kGameVersion),
                       .reset_date = reset_date(),
                       .issued_at = issued.time_since_epoch().count()},
                      rng_);
}

// Tells accounts apart without keeping their tokens.
std::string Universe::account_of(std::string_view account_token) {
    if (is_account_id(account_token)) return std::string(account_token);
    core::DecisionHash hash;
    hash.mix(account_token);
    return fmt::format("{}{:016x}", kAccountMark, hash.value());
}

ApiResult<AgentSymbol> Universe::authenticate(std::string_view token) const {
    if (token.empty()) return refusal::token_missing();
    if (!is_json_web_token(token)) {
        const bool is_account = state_.accounts.contains(account_of(token));
        return is_account ? refusal::token_of_another_kind(kAgentSubject)
                          : refusal::token_invalid();
    }
    ARGOSY_TRY(const TokenClaims claims, read_token(token));
    if (claims.subject != kAgentSubject) return refusal::token_of_another_kind(kAgentSubject);
    if (claims.reset_date != reset_date()) {
        return refusal::reset_mismatch(reset_date(), claims.reset_date);
    }
    if (claims.version != kGameVersion) {
        return refusal::token_of_another_version(kGameVersion);
    }
    const AgentSymbol agent(claims.identifier);
    if (token != token_of(agent)) return refusal::token_invalid();
    if (!state_.agents.contains(agent)) return refusal::agent_not_exists(agent.str());
    return agent;
}

ApiResult<const AgentRecord*> Universe::agent(const AgentSymbol& agent) const {
    const auto found = state_.agents.find(agent);
    if (found == state_.agents.end()) return refusal::not_found("Agent", agent.str());
    return &found->second;
}

const StartFacts& Universe::start_of(std::string_view faction) const {
    for (const StartFacts& start : scenario_.starts) {
        if (start.faction == faction) return start;
    }
    return scenario_.starts.front();
}

}  // namespace argosy::sim
