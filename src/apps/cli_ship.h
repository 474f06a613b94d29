#pragma once

/// @file
/// `ship`: the fleet.

#include <string>

#include "apps/cli_command.h"
#include "argosy.pb.h"

namespace CLI {
class App;
}

namespace argosy::cli {

struct ShipList {};
struct ShipPurchase {
    std::string type;
    std::string shipyard;
};

void add_ship(CLI::App& root, Invocation& invocation);

core::Result<void> carry_out(const ShipList& command, Session& session);
core::Result<void> carry_out(const ShipPurchase& command, Session& session);

std::string render(const v1::ListShipsResponse& answer);
std::string render(const v1::PurchaseShipResponse& answer);

}  // namespace argosy::cli
