#include "kernel/sessions.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "kernel/session.h"

namespace argosy::kernel {
namespace {

// How long a player that did not open is left alone, in real time: each time twice as long.
constexpr core::Duration kFirstRetry = std::chrono::seconds(5);
constexpr core::Duration kLastRetry = std::chrono::minutes(30);

// How long a takeover's books wait until they are compared again.
constexpr core::Duration kBetweenAudits = std::chrono::seconds(30);

// A company that was let go keeps its memory until the process ends, so no player is taken without
// end: not more often than this within the hour, and not more often than that in all. Two daemons
// that take a player from each other, as slow ones may, do so every other minute at the most.
constexpr std::int64_t kMostLetGoAnHour = 30;
constexpr std::int64_t kMostLetGo = 100;

/// Opens the company.
/// @returns what its trades had brought before
Task<Result<core::Credits>> open_books(Company& company) {
    ARGOSY_CO_CHECK(co_await company.open());
    co_return co_await traded_by(company);
}

Task<Result<bool>> interrupt(Company& company) {
    co_await company.supervisor().interrupt();
    co_return true;
}

std::string why_over(const std::string& era) {
    return fmt::format("universe reset: the game's began on {}", era);
}

core::Error about(const Player& player, core::Error error) {
    error.message = fmt::format("player {}: {}", player.agent, error.message);
    return error;
}

}  // namespace

Sessions::Sessions(SessionsWorld world) : world_(std::move(world)) {}
Sessions::~Sessions() = default;

Task<Result<void>> Sessions::open(std::string era, std::string owner) {
    owner_ = std::move(owner);
    co_await enter_era(std::move(era));
    ARGOSY_CO_TRY(current_, co_await load_current_player(world_.store));
    ARGOSY_CO_CHECK(co_await take_free());
    if (const auto trouble = why_nobody_opened()) co_return *trouble;
    world_.runtime.spawn(watch());
    co_return Result<void>();
}

// Players that others play, and those that play here, are a reason to go on. A reset is no trouble
// of the player's: it will be ended.
std::optional<core::Error> Sessions::why_nobody_opened() const {
    std::optional<core::Error> first;
    if (!companies().empty()) return first;
    for (const auto& [id, absent] : absent_) {
        if (!absent.trouble) return std::nullopt;
        if (absent.trouble->code == core::ErrorCode::kUniverseReset) continue;
        if (!first) first = absent.trouble;
    }
    return first;
}

Task<void> Sessions::enter_era(std::string era) {
    const std::string reason = why_over(era);
    era_ = era;
    absent_.clear();
    // A copy, because the end of a tenure takes its session out.
    std::vector<std::shared_ptr<Tenure>> over;
    for (const auto& [id, session] : sessions_) {
        if (session->company->player().era < era) over.push_back(session->tenure);
    }
    for (const auto& tenure : over)
        tenure->finish(Tenure::End::kUniverseReset, reason);
    co_await end_bygone();
}

// What cannot be ended now, watch() tries again.
Task<void> Sessions::end_bygone() {
    const std::string era = era_;
    bygone_left_ = true;
    const auto bygone = co_await load_bygone_players(world_.store, era);
    if (!bygone) {
        world_.runtime.log.warning("kernel", "era_not_closed",
                                   {{"reason", bygone.error().message}});
        co_return;
    }
    bool all = true;
    for (const Player& player : *bygone) {
        const auto ended =
            co_await end_player(world_.store, player.id, why_over(era), world_.runtime.now());
        if (!ended && ended.error().code == core::ErrorCode::kConflict) continue;
        all = all && ended.ok();
        world_.runtime.log.warning("kernel", ended ? "player_ended" : "player_not_ended",
                                   {{"agent", player.agent},
                                    {"era", player.era},
                                    {"reason", ended ? why_over(era) : ended.error().message}});
        if (ended && current_ == player.id) current_ = 0;
    }
    if (era == era_) bygone_left_ = !all;
}

Task<Result<Company*>> Sessions::admit(Player player) {
    ARGOSY_CO_TRY(const Lease seen, co_await read_lease(world_.store, player.id));
    const bool sole = world_.terms.database == LeaseTerms::Database::kSole;
    if (!sole && !seen.owner.empty()) {
        co_return core::Error{
            core::ErrorCode::kConflict,
            fmt::format("{} is stored, and {} acts for it", player.agent, seen.owner)};
    }
    co_return co_await take(std::move(player), seen);
}

// One after the other: opening asks the game for every ship.
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
    for (Player& player : players) {
        if (is_here(player.id) || opening_.contains(player.id)) continue;
        ARGOSY_CO_TRY(Lease lease, co_await read_lease(world_.store, player.id));
        if (closing_ || era != era_) break;
        if (is_here(player.id) || opening_.contains(player.id)) continue;
        if (!may_take(player, lease)) continue;
        const std::int64_t id = player.id;
        const std::string name = player.agent.str();
        auto taken = co_await take(std::move(player), lease);
        if (taken || taken.error().code == core::ErrorCode::kConflict) continue;
        world_.runtime.log.warning("kernel", "player_not_opened",
                                   {{"agent", name}, {"reason", taken.error().message}});
        if (closing_ || era != era_) break;
        put_off(id, std::move(taken).error());
    }
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
    // Whatever it was, somebody else can act for it.
    if (!lease.owner.empty() && lease.owner != owner_) absent.trouble.reset();
    if (!absent.watch.may_take(lease, now, patience) || now < absent.retry_at) return false;
    const auto tired = why_not_again(player);
    if (tired) absent.trouble = tired;
    return !tired;
}

std::optional<core::Error> Sessions::why_not_again(const Player& player) const {
    const core::TimePoint an_hour_ago = world_.machine.now() - std::chrono::hours(1);
    std::int64_t all = 0;
    std::int64_t lately = 0;
    for (const auto& session : retired_) {
        if (session->tenure->player() != player.id) continue;
        ++all;
        if (session->ended_at > an_hour_ago) ++lately;
    }
    if (all >= kMostLetGo) {
        return core::Error{core::ErrorCode::kConflict,
                           fmt::format("{}: let go {} times, which is the most a daemon takes it "
                                       "again (last because: {}): start the daemon again",
                                       player.agent, all, retired_.back()->tenure->reason())};
    }
    if (lately >= kMostLetGoAnHour) {
        return core::Error{core::ErrorCode::kConflict,
                           fmt::format("{}: let go {} times within the hour (last because: {}): "
                                       "it is taken again later",
                                       player.agent, lately, retired_.back()->tenure->reason())};
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
    auto opened = co_await open_session(std::move(player), *token, taken_at);
    opening_.erase(id);
    if (!opened) co_await release(id, *token);
    if (opened) absent_.erase(id);
    const auto here = sessions_.find(id);
    if (opened && here != sessions_.end() && !seen.owner.empty()) {
        world_.runtime.spawn(audit_takeover(*here->second));
    }
    co_return opened;
}

Task<Result<Company*>> Sessions::open_session(Player player, std::int64_t token,
                                              core::TimePoint taken_at) {
    const std::int64_t id = player.id;
    auto tenure = std::make_shared<Tenure>(world_.runtime.clock, world_.machine, world_.runtime.log,
                                           world_.terms, id, token, taken_at);
    tenure->on_late_act([this, id, token](std::string request) {
        ++late_acts_;
        world_.runtime.spawn(note_late_act(id, token, std::move(request)));
    });
    auto owned = std::make_unique<Session>(world_, tenure);
    Session& session = *owned;
    ARGOSY_CO_TRY(session.port, world_.make_port(tenure));
    const Player named = player;
    session.company = std::make_unique<Company>(session.runtime, session.store, *session.port,
                                                std::move(player), world_.settings());
    // Its tasks refer to it from here on, so it stays, whatever becomes of it.
    sessions_.emplace(id, std::move(owned));
    tenure->on_end([this, &session] { on_tenure_end(session); });
    world_.runtime.spawn(renew(session));
    auto opened =
        co_await Tenure::within(tenure, world_.runtime.executor, open_books(*session.company));
    if (!opened) {
        tenure->finish(Tenure::End::kStopped, opened.error().message);
        co_return about(named, std::move(opened).error());
    }
    session.traded_before = *opened;
    session.open = true;
    co_return session.company.get();
}

// Called wherever the end was noticed, which may be deep in the company itself.
void Sessions::on_tenure_end(Session& session) {
    const Tenure& tenure = *session.tenure;
    const Player& player = session.company->player();
    world_.runtime.log.warning("kernel", "player_let_go",
                               {{"agent", player.agent}, {"reason", tenure.reason()}});
    auto taken_out = sessions_.extract(tenure.player());
    retired_.push_back(std::move(taken_out.mapped()));
    session.ended_at = world_.machine.now();
    // Those of an older era end because the new one is known.
    if (tenure.end() == Tenure::End::kStopped || player.era != era_) return;
    absent_[player.id].player = player;
    if (tenure.end() != Tenure::End::kUniverseReset) return;
    put_off(player.id, about(player, tenure.error()));
    if (heard_reset_) heard_reset_();
}

// A commit of nothing renews; it never returns when it finds the lease lost.
Task<void> Sessions::renew(Session& session) {
    if (world_.terms.database == LeaseTerms::Database::kSole) co_return;
    const std::shared_ptr<Tenure> tenure = session.tenure;
    while (true) {
        co_await world_.machine.sleep_for(world_.terms.renewal());
        if (!tenure->lasts()) co_return;
        const auto done = co_await session.store.commit({}, store::Durability::kNormal);
        if (!done) {
            world_.runtime.log.warning(
                "kernel", "lease_not_renewed",
                {{"player", tenure->player()}, {"reason", done.error().message}});
            continue;
        }
        if (session.open && !session.auditing) {
            // Apart: it may wait long for a moment when no money moves.
            session.auditing = true;
            world_.runtime.spawn(book_late_acts(session));
        }
    }
}

Task<void> Sessions::note_late_act(std::int64_t player, std::int64_t token, std::string request) {
    store::Transaction transaction;
    transaction.add(
        "INSERT INTO late_acts (player_id, fencing_token, request, at) VALUES ($1, $2, $3, $4)",
        {player, token, std::move(request), core::to_millis(world_.runtime.now())});
    const auto done = co_await world_.store.commit(std::move(transaction));
    if (!done) {
        world_.runtime.log.warning("kernel", "late_act_not_noted",
                                   {{"reason", done.error().message}});
    }
}

// Whoever sent a request too late says so here, whether or not the lease was lost meanwhile; who
// has the lease now looks at what it did.
Task<void> Sessions::book_late_acts(Session& session) {
    const auto rows = co_await session.store.query(
        "SELECT COALESCE(MAX(id), 0) AS last FROM late_acts"
        " WHERE player_id = $1 AND fencing_token < $2",
        {session.tenure->player(), session.tenure->token()});
    const std::int64_t last = rows ? rows->front().integer("last") : 0;
    if (last > session.late_acts_booked) {
        const auto audited = co_await session.company->audit();
        if (audited) session.late_acts_booked = last;
    }
    session.auditing = false;
}

// A request of whoever acted before may have been answered without anybody left to note it, as when
// its process was killed; after this long none is on its way any more.
Task<void> Sessions::audit_takeover(Session& session) {
    const std::shared_ptr<Tenure> tenure = session.tenure;
    core::Duration pause = world_.terms.request_deadline();
    while (true) {
        co_await world_.machine.sleep_for(pause);
        if (!tenure->lasts()) co_return;
        pause = kBetweenAudits;
        if (std::exchange(session.auditing, true)) continue;
        const auto audited = co_await session.company->audit();
        session.auditing = false;
        if (audited) co_return;
        world_.runtime.log.warning(
            "kernel", "takeover_not_audited",
            {{"player", tenure->player()}, {"reason", audited.error().message}});
    }
}

Task<void> Sessions::watch() {
    while (!closing_) {
        co_await world_.machine.sleep_for(world_.terms.renewal());
        if (closing_) co_return;
        if (bygone_left_) co_await end_bygone();
        const auto looked = co_await take_free();
        if (!looked) {
            world_.runtime.log.warning("kernel", "players_not_read",
                                       {{"reason", looked.error().message}});
        }
    }
}

Task<void> Sessions::release(std::int64_t player, std::int64_t token) {
    store::Transaction transaction;
    add_release(transaction, player, token);
    // A lease that could not be freed runs out.
    (void)co_await world_.store.commit(std::move(transaction));
}

Task<void> Sessions::close() {
    closing_ = true;
    // A list of their own, because the end of a tenure takes its session out.
    std::vector<std::pair<std::shared_ptr<Tenure>, Company*>> held;
    for (const auto& [id, session] : sessions_)
        held.emplace_back(session->tenure, session->open ? session->company.get() : nullptr);
    for (const auto& [tenure, company] : held) {
        if (company != nullptr) {
            const auto last_words =
                co_await Tenure::within(tenure, world_.runtime.executor, interrupt(*company));
        }
        tenure->finish(Tenure::End::kStopped, "the daemon is stopping");
        co_await release(tenure->player(), tenure->token());
    }
}

bool Sessions::is_here(std::int64_t player) const {
    return sessions_.contains(player);
}

}  // namespace argosy::kernel
