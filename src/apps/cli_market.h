#pragma once

/// @file
/// `market`: what is known of markets.

#include <cstdint>
#include <string>

#include "apps/cli_command.h"
#include "argosy.pb.h"

namespace CLI {
class App;
}

namespace argosy::cli {

struct MarketList {
    std::string system;
};
struct MarketShow {
    std::string waypoint;
    std::string good;  ///< Empty: all of them.
};
struct MarketFind {
    std::string good;
    v1::MarketSide side = v1::MarketSide::BUY;
    std::int64_t units = 1;
    std::string from;
    std::int64_t ahead_ms = 0;
};
struct MarketPast {
    std::string waypoint;
    std::string good;
    std::string since;  ///< As the daemon's parse_moment() reads it; empty: a day.
};

void add_market(CLI::App& root, Invocation& invocation);

core::Result<void> carry_out(const MarketList& command, Session& session);
core::Result<void> carry_out(const MarketShow& command, Session& session);
core::Result<void> carry_out(const MarketFind& command, Session& session);
core::Result<void> carry_out(const MarketPast& command, Session& session);

std::string render(const v1::ListMarketsResponse& answer);
std::string render(const v1::Market& market);
std::string render(const v1::FoundMarkets& found);
std::string render(const v1::MarketHistory& history);

}  // namespace argosy::cli
