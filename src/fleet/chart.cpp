#include "fleet/chart.h"

#include <algorithm>
#include <deque>

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
    ++version_;
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
    ++version_;
    co_return co_await store_.commit(std::move(transaction));
}

Task<Result<void>> Chart::load_gates() {
    if (gates_loaded_) co_return Result<void>();
    ARGOSY_CO_TRY(const store::Rows gates,
                  co_await store_.query("SELECT symbol, connections, under_construction FROM gates"
                                        " WHERE player_id = $1",
                                        {player_}));
    for (const store::Row& row : gates) {
        model::JumpGate gate{model::WaypointSymbol(row.text("symbol")), {}, false};
        for (const std::string& connection : split(row.text("connections")))
            gate.connections.emplace_back(connection);
        gate.under_construction = row.integer("under_construction") != 0;
        gates_.insert_or_assign(gate.symbol, std::move(gate));
    }
    ARGOSY_CO_TRY(
        const store::Rows places,
        co_await store_.query("SELECT symbol, x, y FROM systems WHERE player_id = $1", {player_}));
    for (const store::Row& row : places) {
        positions_[model::SystemSymbol(row.text("symbol"))] = {row.integer("x"), row.integer("y")};
    }
    gates_loaded_ = true;
    ++version_;
    co_return Result<void>();
}

Task<Result<void>> Chart::learn_gate(model::WaypointSymbol symbol) {
    ARGOSY_CO_TRY(model::JumpGate gate, co_await game_.jump_gate(symbol));
    std::vector<std::string> connections;
    for (const model::WaypointSymbol& connection : gate.connections)
        connections.push_back(connection.str());
    store::Transaction transaction;
    transaction.add(
        "INSERT INTO gates (player_id, symbol, connections, under_construction)"
        " VALUES ($1, $2, $3, $4) ON CONFLICT (player_id, symbol)"
        " DO UPDATE SET connections = $3, under_construction = $4",
        {player_, symbol.str(), join(connections), std::int64_t(gate.under_construction)});
    gates_.insert_or_assign(symbol, std::move(gate));
    ++version_;
    co_return co_await store_.commit(std::move(transaction));
}

Task<Result<void>> Chart::learn_place(model::SystemSymbol symbol) {
    if (positions_.contains(symbol)) co_return Result<void>();
    ARGOSY_CO_TRY(const model::System system, co_await game_.system(symbol));
    store::Transaction transaction;
    transaction.add(
        "INSERT INTO systems (player_id, symbol, x, y) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT DO NOTHING",
        {player_, symbol.str(), system.position.x, system.position.y});
    positions_[symbol] = system.position;
    ++version_;
    co_return co_await store_.commit(std::move(transaction));
}

Task<Result<const model::JumpGate*>> Chart::gate_on_the_way(model::WaypointSymbol symbol,
                                                            int& asked) {
    const auto known = gates_.find(symbol);
    const bool may_tell_more = known == gates_.end() || known->second.under_construction;
    if (may_tell_more && !closed_.contains(symbol) && asked < kMostGatesAsked) {
        ++asked;
        const Result<void> learnt = co_await learn_gate(symbol);
        const bool refused = !learnt && (learnt.error().code == core::ErrorCode::kRejected ||
                                         learnt.error().code == core::ErrorCode::kNotFound);
        if (refused) closed_.insert(symbol);  // Not charted: nobody of ours is there to see it.
        if (!learnt && !refused) co_return learnt.error();
    }
    const auto found = gates_.find(symbol);
    const bool of_use = found != gates_.end() && !found->second.under_construction;
    co_return of_use ? &found->second : nullptr;
}

std::vector<model::WaypointSymbol> Chart::gates_of(const model::SystemSymbol& system) const {
    std::vector<model::WaypointSymbol> gates;
    for (const auto& [symbol, waypoint] : waypoints_) {
        if (waypoint.type == "JUMP_GATE" && model::system_of(symbol) == system) {
            gates.push_back(symbol);
        }
    }
    return gates;
}

Task<Result<void>> Chart::learn_way(model::SystemSymbol from, model::SystemSymbol to) {
    ARGOSY_CO_CHECK(co_await load_gates());
    ARGOSY_CO_CHECK(co_await learn(from));
    // Breadth first: the fewest jumps.
    std::map<model::SystemSymbol, model::SystemSymbol> before{{from, from}};
    std::deque<model::WaypointSymbol> next;
    for (const model::WaypointSymbol& gate : gates_of(from))
        next.push_back(gate);
    int asked = 0;
    bool found = from == to;
    while (!next.empty() && !found) {
        const model::WaypointSymbol symbol = next.front();
        next.pop_front();
        ARGOSY_CO_TRY(const model::JumpGate* gate, co_await gate_on_the_way(symbol, asked));
        if (gate == nullptr) continue;
        found = model::system_of(symbol) == to;
        for (const model::WaypointSymbol& connection : gate->connections) {
            const model::SystemSymbol system = model::system_of(connection);
            if (before.emplace(system, model::system_of(symbol)).second) {
                next.push_back(connection);
            }
        }
    }
    if (!found) {
        co_return core::Error{
            core::ErrorCode::kNotFound,
            fmt::format("no finished gates lead from {} to {}: asked {} gates of at most {}", from,
                        to, asked, kMostGatesAsked)};
    }
    for (model::SystemSymbol system = to;; system = before.at(system)) {
        ARGOSY_CO_CHECK(co_await learn(system));
        ARGOSY_CO_CHECK(co_await learn_place(system));
        if (system == from) break;
    }
    co_return Result<void>();
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
