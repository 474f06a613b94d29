// Which player is meant, and what is known of it.

#include <fmt/ranges.h>

#include <utility>

#include "kernel/session.h"

namespace argosy::kernel {

std::vector<Company*> Sessions::companies() const {
    std::vector<Company*> all;
    for (const auto& [id, session] : sessions_) {
        if (session->open) all.push_back(session->company.get());
    }
    return all;
}

core::Credits Sessions::traded() const {
    core::Credits sum;
    for (const auto& [id, session] : sessions_)
        sum += session->company->ledger().traded();
    for (const auto& session : retired_)
        sum += session->company->ledger().traded();
    return sum;
}

std::optional<core::Error> Sessions::why_not_here(const Absent& absent) const {
    if (absent.trouble || !absent.awaits_share) return absent.trouble;
    return core::Error{core::ErrorCode::kConflict,
                       fmt::format("{} plays soon: {}", absent.player.agent,
                                   shares_.why_waiting(absent.player.account))};
}

core::Error Sessions::not_here(const Player& player) const {
    const Absent& absent = absent_.at(player.id);
    if (auto trouble = why_not_here(absent)) return *std::move(trouble);
    const bool others = !absent.lease.owner.empty() && absent.lease.owner != owner_;
    if (opening_.contains(player.id) || !others) {
        return core::Error{core::ErrorCode::kConflict,
                           fmt::format("{} is being opened: try again soon", player.agent)};
    }
    return core::Error{
        core::ErrorCode::kConflict,
        fmt::format("{} belongs to the daemon of {}: ask that one. Should it be gone, its lease "
                    "ends {} s after its last sign of life",
                    player.agent, absent.lease.owner, world_.terms.patience().count() / 1000)};
}

Result<Company*> Sessions::find(const std::string& agent) const {
    std::map<std::int64_t, Player> known;
    for (const auto& [id, session] : sessions_)
        known.emplace(id, session->company->player());
    for (const auto& [id, absent] : absent_)
        known.emplace(id, absent.player);
    if (known.empty()) {
        return core::Error{core::ErrorCode::kNotFound,
                           "no player is registered: register one with `spacetraders player "
                           "register AGENT --faction COSMIC`"};
    }
    std::vector<std::string> names;
    const Player* meant = nullptr;
    for (const auto& [id, player] : known) {
        names.push_back(player.agent.str());
        const bool by_default = agent.empty() && (known.size() == 1 || id == current_);
        if (by_default || player.agent.str() == agent) meant = &player;
    }
    if (meant == nullptr && agent.empty()) {
        return core::Error{core::ErrorCode::kInvalidArgument,
                           fmt::format("there are several players: name one with --agent, or "
                                       "choose one with `spacetraders player use` ({})",
                                       fmt::join(names, ", "))};
    }
    if (meant == nullptr) {
        return core::Error{
            core::ErrorCode::kNotFound,
            fmt::format("no player {}: the players are {}", agent, fmt::join(names, ", "))};
    }
    const auto here = sessions_.find(meant->id);
    if (here != sessions_.end() && here->second->open) return here->second->company.get();
    if (here == sessions_.end()) return not_here(*meant);
    return core::Error{core::ErrorCode::kConflict,
                       fmt::format("{} is being opened: try again soon", meant->agent)};
}

Task<Result<Player>> Sessions::use(std::string agent) {
    ARGOSY_CO_TRY(const std::vector<Player> players, co_await load_players(world_.store, era_));
    std::vector<std::string> names;
    for (const Player& player : players) {
        names.push_back(player.agent.str());
        if (player.agent.str() != agent) continue;
        ARGOSY_CO_CHECK(co_await save_current_player(world_.store, player.id));
        current_ = player.id;
        co_return player;
    }
    co_return core::Error{
        core::ErrorCode::kNotFound,
        fmt::format("no player {}: the players are {}", agent, fmt::join(names, ", "))};
}

Task<Result<std::vector<KnownPlayer>>> Sessions::players(Eras eras) {
    ARGOSY_CO_TRY(std::vector<KnownPlayer> known, co_await load_known_players(world_.store));
    if (eras == Eras::kCurrent) {
        std::erase_if(known, [this](const KnownPlayer& each) {
            return each.ended_at || each.player.era != era_;
        });
    }
    for (KnownPlayer& each : known) {
        each.current = each.player.id == current_;
        const auto here = sessions_.find(each.player.id);
        const bool open = here != sessions_.end() && here->second->open;
        if (open) each.company = here->second->company.get();
        const auto absent = absent_.find(each.player.id);
        if (absent == absent_.end()) continue;
        if (const auto trouble = why_not_here(absent->second)) each.trouble = trouble->message;
    }
    co_return known;
}

Task<Result<KnownPlayer>> Sessions::player_of_era(std::string agent, std::string era) {
    ARGOSY_CO_TRY(std::vector<KnownPlayer> known, co_await players(Eras::kAll));
    std::set<std::string> eras;
    for (const KnownPlayer& each : known) {
        eras.insert(each.player.era);
        if (agent.empty() && each.current) agent = each.player.agent.str();
    }
    std::erase_if(known, [&era](const KnownPlayer& each) { return each.player.era != era; });
    if (known.empty()) {
        co_return core::Error{core::ErrorCode::kNotFound,
                              fmt::format("nobody played in the era {}: the eras are {}", era,
                                          fmt::join(eras, ", "))};
    }
    std::vector<std::string> names;
    for (KnownPlayer& each : known) {
        if (each.player.agent.str() == agent || (known.size() == 1 && agent.empty())) {
            co_return std::move(each);
        }
        names.push_back(each.player.agent.str());
    }
    const std::string all = fmt::format("{}", fmt::join(names, ", "));
    if (agent.empty()) {
        co_return core::Error{core::ErrorCode::kInvalidArgument,
                              fmt::format("several played in the era {}: name one with --agent "
                                          "({})",
                                          era, all)};
    }
    co_return core::Error{
        core::ErrorCode::kNotFound,
        fmt::format("{} did not play in the era {}: those who did are {}", agent, era, all)};
}

std::vector<std::string> Sessions::troubles() const {
    std::vector<std::string> all;
    for (const auto& [id, absent] : absent_) {
        if (const auto trouble = why_not_here(absent)) all.push_back(trouble->message);
    }
    return all;
}

std::shared_ptr<Tenure> Sessions::tenure_of(const Company& company) const {
    const auto here = sessions_.find(company.player().id);
    if (here != sessions_.end() && here->second->company.get() == &company) {
        return here->second->tenure;
    }
    for (const auto& session : retired_) {
        if (session->company.get() == &company) return session->tenure;
    }
    ARGOSY_ASSERT(false);
    return nullptr;
}

const game::GamePort& Sessions::port_of(const Company& company) const {
    return *sessions_.at(company.player().id)->port;
}

void Sessions::use_token(const Company& company, core::Secret token) {
    sessions_.at(company.player().id)->port->use_agent_token(std::move(token));
}

}  // namespace argosy::kernel
