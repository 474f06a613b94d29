#include "fleet/chart.h"

#include <algorithm>

namespace argosy::fleet {
namespace {

std::string join(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words)
        text += (text.empty() ? "" : " ") + word;
    return text;
}

std::vector<std::string> split(const std::string& text) {
    std::vector<std::string> words;
    std::size_t from = 0;
    while (from < text.size()) {
        const std::size_t to = std::min(text.find(' ', from), text.size());
        words.push_back(text.substr(from, to - from));
        from = to + 1;
    }
    return words;
}

}  // namespace

Chart::Chart(store::Store& store, game::GamePort& game, std::int64_t player)
    : store_(store), game_(game), player_(player) {}

Task<Result<void>> Chart::learn(model::SystemSymbol system) {
    ARGOSY_CO_TRY(const store::Rows rows,
                  co_await store_.query("SELECT symbol, type, x, y, traits FROM waypoints"
                                        " WHERE player_id = $1 AND system_symbol = $2",
                                        {player_, system.str()}));
    for (const store::Row& row : rows) {
        const model::WaypointSymbol symbol(row.text("symbol"));
        waypoints_[symbol] = model::Waypoint{.symbol = symbol,
                                             .type = row.text("type"),
                                             .position = {row.integer("x"), row.integer("y")},
                                             .traits = split(row.text("traits"))};
    }
    if (!rows.empty()) co_return Result<void>();

    ARGOSY_CO_TRY(const std::vector<model::Waypoint> found, co_await game_.waypoints(system));
    store::Transaction transaction;
    for (const model::Waypoint& waypoint : found) {
        transaction.add(
            "INSERT INTO waypoints (player_id, symbol, system_symbol, type, x, y, traits)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
            {player_, waypoint.symbol.str(), system.str(), waypoint.type, waypoint.position.x,
             waypoint.position.y, join(waypoint.traits)});
        waypoints_[waypoint.symbol] = waypoint;
    }
    co_return co_await store_.commit(std::move(transaction));
}

const model::Waypoint* Chart::find(const model::WaypointSymbol& waypoint) const {
    const auto found = waypoints_.find(waypoint);
    return found == waypoints_.end() ? nullptr : &found->second;
}

std::vector<model::WaypointSymbol> Chart::with_trait(std::string_view trait,
                                                     const model::SystemSymbol& system) const {
    std::vector<model::WaypointSymbol> symbols;
    for (const auto& [symbol, waypoint] : waypoints_) {
        if (waypoint.has_trait(trait) && model::system_of(symbol) == system) {
            symbols.push_back(symbol);
        }
    }
    return symbols;
}

std::int64_t Chart::distance(const model::WaypointSymbol& a, const model::WaypointSymbol& b) const {
    const model::Waypoint* from = find(a);
    const model::Waypoint* to = find(b);
    ARGOSY_ASSERT(from != nullptr && to != nullptr);
    return model::distance(from->position, to->position);
}

}  // namespace argosy::fleet
