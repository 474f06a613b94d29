#include "apps/cli_session.h"

#include <fmt/format.h>

#include <algorithm>

namespace argosy::cli {

Result<rpc::Client*> Session::connect() {
    if (!client_) {
        auto connected = rpc::Client::connect(socket(), invocation_.timeout);
        if (!connected) return std::move(connected).error();
        client_.emplace(*std::move(connected));
    }
    return &*client_;
}

std::optional<core::Error> Session::no_daemon() {
    const Result<rpc::Client*> client = connect();
    return client ? std::nullopt : std::optional(client.error());
}

Result<v1::PlayerRef> Session::player() {
    if (player_) return *player_;
    const std::string& named = invocation_.player;
    v1::PlayerRef player;
    player.set_agent(named);
    const bool is_number =
        !named.empty() && std::all_of(named.begin(), named.end(),
                                      [](char letter) { return letter >= '0' && letter <= '9'; });
    if (is_number) {
        ARGOSY_TRY(const v1::ListPlayersResponse known, call(&rpc::Client::list_players, {}));
        const auto found = std::find_if(known.players().begin(), known.players().end(),
                                        [&named](const v1::Player& known_one) {
                                            return std::to_string(known_one.id()) == named;
                                        });
        if (found == known.players().end()) {
            return core::Error{core::ErrorCode::kNotFound,
                               fmt::format("there is no player {}", named)};
        }
        player.set_agent(found->agent());
    }
    player_ = player;
    return player;
}

}  // namespace argosy::cli
