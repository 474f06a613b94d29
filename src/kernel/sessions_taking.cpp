// Which players are taken, and when.

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "kernel/session.h"

namespace argosy::kernel {
namespace {

// How long a player that did not open is left alone, in real time: each time twice as long. Most of
// what goes wrong in the first place, as a connection that breaks, is over in a moment.
constexpr core::Duration kFirstRetry = std::chrono::seconds(5);
constexpr core::Duration kLastRetry = std::chrono::minutes(30);

// A company that was let go keeps its memory until the process ends, so no player is taken without
// end: not more often than this within the hour, and not more often than that in all. Two daemons
// that take a player from each other, as slow ones may, do so every other minute at the most.
constexpr std::int64_t kMostLetGoAnHour = 30;
constexpr std::int64_t kMostLetGo = 100;

// One that fails is taken again like any other that is free.
Task<void> finish(Task<Result<Company*>> taking) {
    (void)co_await std::move(taking);
}

}  // namespace

// The lease comes first: it keeps the player here, however long its account's share takes.
Task<Result<Company*>> Sessions::admit(Player player) {
    ARGOSY_CO_TRY(const Lease seen, co_await read_lease(world_.store, player.id));
    const bool sole = world_.terms.database == LeaseTerms::Database::kSole;
    if (!sole && !seen.owner.empty()) {
        co_return core::Error{
            core::ErrorCode::kConflict,
            fmt::format("{} is stored, and {} acts for it", player.agent, seen.owner)};
    }
    if (is_here(player.id)) co_return sessions_.at(player.id)->company.get();
    ARGOSY_CO_TRY(const Taken taken, co_await take_over(player, seen));
    const bool may_act = co_await shares_.join(player.account);
    if (may_act) co_return co_await open_taken(std::move(player), taken);
    auto later = core::Error{core::ErrorCode::kConflict,
                             fmt::format("{} is stored and plays soon: {}", player.agent,
                                         shares_.why_waiting(player.account))};
    world_.runtime.spawn(finish(open_taken(std::move(player), taken)));
    co_return later;
}

// One after the other: opening asks the game for every ship. A player is taken when its account's
// requests allow it to act, so nobody holds one that stands still.
Task<Result<void>> Sessions::take_free() {
    const std::string era = era_;
    ARGOSY_CO_TRY(std::vector<Player> players, co_await load_players(world_.store, era));
    ARGOSY_CO_TRY(current_, co_await load_current_player(world_.store));
    // Any wait may have let the next era in.
    if (era != era_) co_return Result<void>();
    std::erase_if(absent_, [&players](const auto& entry) {
        return std::none_of(players.begin(), players.end(),
                            [&entry](const Player& each) { return each.id == entry.first; });
    });
    std::map<std::string, AccountShares::Part> parts;
    for (Player& player : players) {
        const std::string account = player.account;
        parts.emplace(account, AccountShares::Part::kWatches);
        if (opening_.contains(player.id)) parts[account] = AccountShares::Part::kShares;
        if (is_here(player.id) || opening_.contains(player.id)) continue;
        ARGOSY_CO_TRY(Lease lease, co_await read_lease(world_.store, player.id));
        if (closing_ || era != era_) co_return Result<void>();
        if (is_here(player.id) || opening_.contains(player.id)) continue;
        if (!may_take(player, lease)) continue;
        parts[account] = AccountShares::Part::kShares;
        const std::int64_t id = player.id;
        const bool may_act = co_await shares_.join(account);
        if (closing_ || era != era_) co_return Result<void>();
        if (is_here(id) || opening_.contains(id)) continue;
        absent_[id].awaits_share = !may_act;
        if (!may_act) continue;
        const std::string name = player.agent.str();
        auto taken = co_await take(std::move(player), lease);
        if (taken || taken.error().code == core::ErrorCode::kConflict) continue;
        world_.runtime.log.warning("kernel", "player_not_opened",
                                   {{"agent", name}, {"reason", taken.error().message}});
        if (closing_ || era != era_) co_return Result<void>();
        put_off(id, std::move(taken).error());
    }
    for (const auto& [id, session] : sessions_)
        parts[session->company->player().account] = AccountShares::Part::kShares;
    shares_.set_parts(parts);
    co_return Result<void>();
}

/// Looks at the lease of a player that does not act here.
bool Sessions::may_take(const Player& player, const Lease& lease) {
    const core::Duration patience = world_.terms.database == LeaseTerms::Database::kSole
                                        ? core::Duration(0)
                                        : world_.terms.patience();
    const core::TimePoint now = world_.machine.now();
    Absent& absent = absent_[player.id];
    absent.player = player;
    absent.lease = lease;
    absent.awaits_share = false;
    // Whatever it was, somebody else can act for it.
    if (!lease.owner.empty() && lease.owner != owner_) absent.trouble.reset();
    if (!absent.watch.may_take(lease, now, patience) || now < absent.retry_at) return false;
    auto tired = why_not_again(player);
    if (!tired) return true;
    if (!absent.trouble) {
        world_.runtime.log.warning("kernel", "player_not_taken", {{"reason", tired->message}});
    }
    absent.trouble = std::move(tired);
    return false;
}

std::optional<core::Error> Sessions::why_not_again(const Player& player) const {
    const core::TimePoint an_hour_ago = world_.machine.now() - std::chrono::hours(1);
    std::int64_t all = 0;
    std::int64_t lately = 0;
    std::string last_because;
    for (const auto& session : retired_) {
        if (session->tenure->player() != player.id) continue;
        last_because = session->tenure->reason();
        ++all;
        if (session->ended_at > an_hour_ago) ++lately;
    }
    if (all >= kMostLetGo) {
        return core::Error{core::ErrorCode::kConflict,
                           fmt::format("{}: let go {} times, which is the most a daemon takes it "
                                       "again (last because: {}): start the daemon again",
                                       player.agent, all, last_because)};
    }
    if (lately >= kMostLetGoAnHour) {
        return core::Error{core::ErrorCode::kConflict,
                           fmt::format("{}: let go {} times within the hour (last because: {}): "
                                       "it is taken again later",
                                       player.agent, lately, last_because)};
    }
    return std::nullopt;
}

void Sessions::put_off(std::int64_t player, core::Error trouble) {
    Absent& absent = absent_[player];
    absent.retry_after = std::clamp(absent.retry_after * 2, kFirstRetry, kLastRetry);
    absent.retry_at = world_.machine.now() + absent.retry_after;
    absent.trouble = std::move(trouble);
}

Task<Result<Company*>> Sessions::take(Player player, Lease seen) {
    const std::int64_t id = player.id;
    if (is_here(id)) co_return sessions_.at(id)->company.get();
    ARGOSY_CO_TRY(const Taken taken, co_await take_over(player, std::move(seen)));
    co_return co_await open_taken(std::move(player), taken);
}

Task<Result<Sessions::Taken>> Sessions::take_over(Player player, Lease seen) {
    const std::int64_t id = player.id;
    if (!opening_.insert(id).second) {
        co_return core::Error{core::ErrorCode::kConflict,
                              fmt::format("{} is being opened: try again", player.agent)};
    }
    const core::TimePoint taken_at = world_.machine.now();
    auto token = co_await take_lease(world_.store, id, seen, owner_);
    if (!token) {
        opening_.erase(id);
        co_return std::move(token).error();
    }
    world_.runtime.log.info("kernel", "player_taken",
                            {{"agent", player.agent},
                             {"token", *token},
                             {"from", seen.owner.empty() ? "nobody" : seen.owner}});
    const From from = seen.owner.empty() ? From::kNobody : From::kAnOwner;
    co_return Taken{.token = *token, .at = taken_at, .from = from};
}

Task<Result<Company*>> Sessions::open_taken(Player player, Taken taken) {
    const std::int64_t id = player.id;
    auto opened = co_await open_session(std::move(player), taken.token, taken.at);
    opening_.erase(id);
    if (!opened) co_await release(id, taken.token);
    if (opened) absent_.erase(id);
    const auto here = sessions_.find(id);
    if (opened && here != sessions_.end() && taken.from == From::kAnOwner) {
        world_.runtime.spawn(audit_takeover(*here->second));
    }
    co_return opened;
}

}  // namespace argosy::kernel
