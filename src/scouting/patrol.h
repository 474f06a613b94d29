#pragma once

/// @file
/// Scouting as an operation: for as long as it runs, ships that are free keep looking. Which ships
/// count as free for it is said by whoever composes the program, for work goes before looks.

#include <functional>
#include <memory>
#include <string>

#include "operations/supervisor.h"
#include "scouting/scout.h"

namespace argosy::scouting {

using core::Result;

/// The kind of the operation that scouts.
inline constexpr std::string_view kScout = "scout";

class Patrols {
  public:
    /// How often free ships are looked over without any event.
    static constexpr core::Duration kPassInterval = std::chrono::seconds(30);

    /// @param free_ships  Returns the ships that may look now.
    Patrols(fleet::Fleet& fleet, Scout& scout, operations::OperationRegistry& operations,
            std::function<std::vector<model::ShipSymbol>()> free_ships);

    /// Makes the duty of a stored operation.
    std::unique_ptr<operations::Duty> make_duty(const operations::Operation& operation);

    /// A ship may be free, or a market worth another look.
    void wake();

  private:
    class Patrol;

    fleet::Fleet& fleet_;
    Scout& scout_;
    operations::OperationRegistry& operations_;
    std::function<std::vector<model::ShipSymbol>()> free_ships_;
    Patrol* on_duty_ = nullptr;  ///< One at a time: an operation kind is started once.
};

}  // namespace argosy::scouting
