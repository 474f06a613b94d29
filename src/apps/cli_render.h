#pragma once

/// @file
/// Each answer of the daemon as text for people. Pure: an answer in, lines out.

#include <string>

#include "argosy.pb.h"

namespace argosy::cli {

std::string render(const v1::Player& player);
std::string render(const v1::ListPlayersResponse& answer);
std::string render(const v1::Operation& operation);
std::string render(const v1::ManufacturingStatus& status);
std::string render(const v1::ListTasksResponse& answer);
std::string render(const v1::AnalyzeDemandResponse& answer);
std::string render(const v1::ListShipsResponse& answer);
std::string render(const v1::PurchaseShipResponse& answer);
std::string render(const v1::Market& market);
std::string render(const v1::LedgerReport& report);
std::string render(const v1::ListOperationsResponse& answer);
std::string render(const v1::GetOperationLogsResponse& answer);
std::string render(const v1::Health& health);

/// Returns the status in one line without its end and without times, so that it changes when
/// something happened and not because a second passed.
std::string summarize(const v1::ManufacturingStatus& status);

}  // namespace argosy::cli
