#pragma once

/// @file
/// `ship`: the fleet, and orders to it by hand.

#include <cstdint>
#include <optional>
#include <string>

#include "apps/cli_command.h"
#include "argosy.pb.h"

namespace CLI {
class App;
}

namespace argosy::cli {

struct ShipList {};
struct ShipShow {
    std::string ship;
};
struct ShipNavigate {
    std::string ship;
    std::string waypoint;
    bool wait = false;
};
/// `dock`, `orbit`, `hold` and `release`.
struct ShipCommand {
    std::string ship;
    v1::ShipOrder order = v1::ShipOrder::DOCK;
};
struct ShipRefuel {
    std::string ship;
};
struct ShipBuy {
    std::string ship;
    std::string good;
    std::int64_t units = 0;
    std::optional<std::int64_t> max_price;
};
struct ShipSell {
    std::string ship;
    std::string good;
    std::int64_t units = 0;  ///< 0: all there is.
    std::optional<std::int64_t> min_price;
};
struct ShipPurchase {
    std::string type;
    std::string shipyard;
};

void add_ship(CLI::App& root, Invocation& invocation);

core::Result<void> carry_out(const ShipList& command, Session& session);
core::Result<void> carry_out(const ShipShow& command, Session& session);
/// With `wait`, returns when the ship has arrived.
/// @error kRejected  It did not: the message says why.
core::Result<void> carry_out(const ShipNavigate& command, Session& session);
core::Result<void> carry_out(const ShipCommand& command, Session& session);
core::Result<void> carry_out(const ShipRefuel& command, Session& session);
core::Result<void> carry_out(const ShipBuy& command, Session& session);
core::Result<void> carry_out(const ShipSell& command, Session& session);
core::Result<void> carry_out(const ShipPurchase& command, Session& session);

std::string render(const v1::Ship& ship);
std::string render(const v1::ListShipsResponse& answer);
std::string render(const v1::ShipDetails& details);
std::string render(const v1::Voyage& voyage);
std::string render(const v1::TradeReceipt& receipt);
std::string render(const v1::PurchaseShipResponse& answer);

}  // namespace argosy::cli
