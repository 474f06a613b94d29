#include "kernel/sessions.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "kernel/session.h"

namespace argosy::kernel {
namespace {

// How long a takeover's books wait until they are compared again.
constexpr core::Duration kBetweenAudits = std::chrono::seconds(30);

Task<Result<bool>> open_books(Company& company) {
    ARGOSY_CO_CHECK(co_await company.open());
    co_return true;
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

Sessions::Sessions(SessionsWorld world)
    : world_(std::move(world)),
      shares_(world_.runtime, world_.machine, world_.store, world_.terms, world_.budget) {}
Sessions::~Sessions() = default;

Task<Result<void>> Sessions::open(std::string era, std::string owner) {
    owner_ = std::move(owner);
    shares_.open(owner_);
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

void Sessions::expect_reset(std::optional<core::TimePoint> at) {
    next_reset_ = at;
    for (const auto& [id, session] : sessions_)
        session->company->fleet().universe_end.announce(at);
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
    ARGOSY_CO_TRY(session.port, world_.make_port(shares_.guard(player.account, tenure)));
    const Player named = player;
    session.company = std::make_unique<Company>(session.runtime, session.store, *session.port,
                                                std::move(player), world_.settings());
    session.company->fleet().universe_end.announce(next_reset_);
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
    co_await shares_.close();
}

bool Sessions::is_here(std::int64_t player) const {
    return sessions_.contains(player);
}

}  // namespace argosy::kernel
