#include "kernel/sessions.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

namespace argosy::kernel {
namespace {

// How long a player that did not open is left alone, in real time: each time twice as long.
constexpr core::Duration kFirstRetry = std::chrono::seconds(30);
constexpr core::Duration kLastRetry = std::chrono::minutes(30);

// What trades and the fuel for them have brought; ships bought are an investment.
Task<Result<core::Credits>> traded_by(Company& company) {
    ARGOSY_CO_TRY(const auto rows, co_await company.ledger().report(ledger::GroupBy::kCategory));
    core::Credits sum;
    for (const ledger::ReportRow& row : rows) {
        const auto category = ledger::parse_category(row.key);
        if (category && *category != ledger::Category::kShipPurchase) sum += row.net();
    }
    co_return sum;
}

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

core::Error about(const Player& player, core::Error error) {
    error.message = fmt::format("player {}: {}", player.agent, error.message);
    return error;
}

}  // namespace

// A company and what it stands on, in the order they are built.
struct Sessions::Session {
    Session(const SessionsWorld& world, std::shared_ptr<Tenure> held)
        : tenure(std::move(held)),
          clock(world.runtime.clock, tenure),
          runtime{world.runtime.executor, clock,
                  world.runtime.log,      world.runtime.rng,
                  world.runtime.ids,      world.runtime.decisions},
          store(world.store, world.machine, tenure) {}

    std::shared_ptr<Tenure> tenure;
    TenureClock clock;
    core::Runtime runtime;
    LeasedStore store;
    std::unique_ptr<game::GamePort> port;
    std::unique_ptr<Company> company;
    core::Credits traded_before;  ///< By earlier runs and other daemons.
    bool open = false;            ///< Its books are up, so it may be found.
    bool auditing = false;
    std::int64_t late_acts_booked = 0;  ///< The last row of `late_acts` that has been looked after.
};

Sessions::Sessions(SessionsWorld world) : world_(std::move(world)) {}
Sessions::~Sessions() = default;

Task<Result<void>> Sessions::open(std::string era, std::string owner) {
    owner_ = std::move(owner);
    co_await enter_era(std::move(era));
    ARGOSY_CO_TRY(current_, co_await load_current_player(world_.store));
    ARGOSY_CO_CHECK(co_await take_free());
    for (const auto& [id, absent] : absent_) {
        if (absent.trouble) co_return *absent.trouble;
    }
    world_.runtime.spawn(watch());
    co_return Result<void>();
}

Task<void> Sessions::enter_era(std::string era) {
    const std::string reason = fmt::format("universe reset: the game's began on {}", era);
    era_ = era;
    absent_.clear();
    // A copy, because the end of a tenure takes its session out.
    std::vector<std::shared_ptr<Tenure>> over;
    for (const auto& [id, session] : sessions_) {
        if (session->company->player().era < era) over.push_back(session->tenure);
    }
    for (const auto& tenure : over)
        tenure->finish(Tenure::End::kUniverseReset, reason);

    const auto bygone = co_await load_bygone_players(world_.store, era);
    if (!bygone) {
        world_.runtime.log.warning("kernel", "era_not_closed",
                                   {{"reason", bygone.error().message}});
        co_return;
    }
    for (const Player& player : *bygone) {
        const auto ended =
            co_await end_player(world_.store, player.id, reason, world_.runtime.now());
        if (!ended && ended.error().code == core::ErrorCode::kConflict) continue;
        world_.runtime.log.warning("kernel", "player_ended",
                                   {{"agent", player.agent},
                                    {"era", player.era},
                                    {"reason", ended ? reason : ended.error().message}});
        if (current_ == player.id) current_ = 0;
    }
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
    ARGOSY_CO_TRY(std::vector<Player> players, co_await load_players(world_.store, era_));
    ARGOSY_CO_TRY(current_, co_await load_current_player(world_.store));
    const core::Duration patience = world_.terms.database == LeaseTerms::Database::kSole
                                        ? core::Duration(0)
                                        : world_.terms.patience();
    for (Player& player : players) {
        if (closing_ || player.era != era_) break;
        if (is_here(player.id) || opening_.contains(player.id)) continue;
        ARGOSY_CO_TRY(Lease lease, co_await read_lease(world_.store, player.id));
        Absent& absent = absent_[player.id];
        absent.player = player;
        absent.lease = lease;
        const core::TimePoint now = world_.machine.now();
        if (!absent.watch.may_take(lease, now, patience) || now < absent.retry_at) continue;
        const std::int64_t id = player.id;
        const std::string name = player.agent.str();
        auto taken = co_await take(std::move(player), lease);
        if (taken || taken.error().code == core::ErrorCode::kConflict) continue;
        world_.runtime.log.warning("kernel", "player_not_opened",
                                   {{"agent", name}, {"reason", taken.error().message}});
        Absent& left = absent_[id];
        left.retry_after = std::clamp(left.retry_after * 2, kFirstRetry, kLastRetry);
        left.retry_at = world_.machine.now() + left.retry_after;
        // A reset is no trouble of the player's: it will be ended.
        const bool reset = taken.error().code == core::ErrorCode::kUniverseReset;
        if (!reset) left.trouble = std::move(taken).error();
    }
    co_return Result<void>();
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
    world_.runtime.log.warning(
        "kernel", "player_let_go",
        {{"agent", session.company->player().agent}, {"reason", session.tenure->reason()}});
    auto taken_out = sessions_.extract(session.tenure->player());
    retired_.push_back(std::move(taken_out.mapped()));
    if (session.tenure->end() == Tenure::End::kUniverseReset && heard_reset_) heard_reset_();
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

Task<void> Sessions::watch() {
    while (!closing_) {
        co_await world_.machine.sleep_for(world_.terms.renewal());
        if (closing_) co_return;
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

std::vector<Company*> Sessions::companies() const {
    std::vector<Company*> all;
    for (const auto& [id, session] : sessions_) {
        if (session->open) all.push_back(session->company.get());
    }
    return all;
}

Task<Result<core::Credits>> Sessions::traded() {
    core::Credits sum;
    for (Company* company : companies()) {
        const std::int64_t id = company->player().id;
        ARGOSY_CO_TRY(const core::Credits all, co_await traded_by(*company));
        const auto still_here = sessions_.find(id);
        if (still_here != sessions_.end()) sum += all - still_here->second->traded_before;
    }
    co_return sum;
}

core::Error Sessions::not_here(const Player& player) const {
    const Absent& absent = absent_.at(player.id);
    if (absent.trouble) return *absent.trouble;
    if (opening_.contains(player.id) || absent.lease.owner.empty()) {
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
    }
    co_return known;
}

const game::GamePort& Sessions::port_of(const Company& company) const {
    return *sessions_.at(company.player().id)->port;
}

void Sessions::use_token(const Company& company, core::Secret token) {
    sessions_.at(company.player().id)->port->use_agent_token(std::move(token));
}

}  // namespace argosy::kernel
