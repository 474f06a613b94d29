#include "rpc/daemon_handlers.h"
#include "rpc/view.h"

namespace argosy::rpc {
namespace {

using core::Error;
using core::ErrorCode;
using kernel::Company;
using kernel::KnownPlayer;

Handled<v1::Player> describe(kernel::Sessions& sessions, std::int64_t player) {
    ARGOSY_CO_TRY(const std::vector<KnownPlayer> all,
                  co_await sessions.players(kernel::Eras::kAll));
    for (const KnownPlayer& known : all) {
        if (known.player.id == player) co_return to_message(known);
    }
    co_return Error{ErrorCode::kNotFound, fmt::format("no player {}", player)};
}

/// Adds the universes that an agent of this name played in before.
Handled<v1::Player> with_earlier_eras(kernel::Sessions& sessions, KnownPlayer player) {
    ARGOSY_CO_TRY(const std::vector<KnownPlayer> all,
                  co_await sessions.players(kernel::Eras::kAll));
    v1::Player message = to_message(player);
    for (const KnownPlayer& known : all) {
        const bool earlier = known.player.era < player.player.era;
        if (earlier && known.player.agent == player.player.agent) {
            message.add_earlier_eras(known.player.era);
        }
    }
    co_return message;
}

}  // namespace

Handled<v1::Player> DaemonHandlers::register_player(v1::RegisterPlayerRequest request) {
    ARGOSY_CO_TRY(const Company* company,
                  co_await daemon_.register_player(request.agent(), request.faction(),
                                                   core::Secret(request.account_token()),
                                                   core::Secret(request.agent_token())));
    co_return co_await describe(daemon_.sessions(), company->player().id);
}

Handled<v1::ListPlayersResponse> DaemonHandlers::list_players(v1::ListPlayersRequest request) {
    const auto eras = request.all() ? kernel::Eras::kAll : kernel::Eras::kCurrent;
    ARGOSY_CO_TRY(const std::vector<KnownPlayer> players,
                  co_await daemon_.sessions().players(eras));
    v1::ListPlayersResponse response;
    for (const KnownPlayer& known : players)
        *response.add_players() = to_message(known);
    co_return response;
}

// Tells of players that act elsewhere too.
Handled<v1::Player> DaemonHandlers::get_player(v1::GetPlayerRequest request) {
    const std::string& agent = request.player().agent();
    ARGOSY_CO_TRY(const std::vector<KnownPlayer> players,
                  co_await daemon_.sessions().players(kernel::Eras::kCurrent));
    std::string names;
    for (const KnownPlayer& known : players) {
        const bool by_default = agent.empty() && (known.current || players.size() == 1);
        if (by_default || known.player.agent.str() == agent) {
            co_return co_await with_earlier_eras(daemon_.sessions(), known);
        }
        names += (names.empty() ? "" : ", ") + known.player.agent.str();
    }
    // In words that say what to do.
    ARGOSY_CO_CHECK(daemon_.find(agent));
    co_return Error{ErrorCode::kNotFound,
                    fmt::format("no player {}: the players are {}", agent, names)};
}

Handled<v1::Player> DaemonHandlers::use_player(v1::UsePlayerRequest request) {
    ARGOSY_CO_TRY(const kernel::Player player, co_await daemon_.sessions().use(request.agent()));
    co_return co_await describe(daemon_.sessions(), player.id);
}

}  // namespace argosy::rpc
